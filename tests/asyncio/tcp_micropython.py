# SPDX-License-Identifier: MIT
# TCP: readinto, awrite, one stream for both directions, peername, two readers, Server by itself.
try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio

PORT = 18309


async def handle(reader, writer):
    print(reader is writer, reader.get_extra_info("peername") is not None)
    buf = bytearray(16)
    while True:
        n = await reader.readinto(buf)
        if not n:
            break
        await writer.awrite(buf, 0, n)
    await writer.aclose()
    print("handler ends")


async def attempt(name, coro):
    try:
        print(name, await coro)
    except RuntimeError as er:
        print(name, "RuntimeError", "already waiting" in str(er))


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", PORT, backlog=2)
    print(isinstance(server, asyncio.Server))
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    print(reader is writer, isinstance(reader, asyncio.Stream))
    buf = bytearray(10)
    for text in (b"hello", b"0123456789"):
        await writer.awrite(text)
        got = b""
        while len(got) < len(text):
            n = await reader.readinto(buf)
            got += buf[:n]
        print(got)

    # Two readers: the second is refused, the first gets the data.
    first = asyncio.create_task(attempt("first", reader.readexactly(4)))
    await asyncio.sleep_ms(10)
    await attempt("second", reader.readexactly(4))
    await writer.awrite(b"data")
    await asyncio.wait_for_ms(first, 5000)

    # Writing while reading.
    first = asyncio.create_task(attempt("first", reader.readline()))
    await asyncio.sleep_ms(10)
    for i in range(3):
        await writer.awrite(b"%d" % i)
    await writer.awrite(b"\n")
    await asyncio.wait_for_ms(first, 5000)

    # Many writers at once.
    async def writes(i):
        writer.write(b"<%d" % i)
        await writer.drain()
        writer.write(b">")
        await writer.drain()

    await asyncio.gather(*[writes(i) for i in range(5)])
    data = await reader.readexactly(15)
    print(data.count(b"<"), data.count(b">"))

    await writer.aclose()
    await asyncio.sleep_ms(50)

    # Closed: nobody listens any more.
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_connection("127.0.0.1", PORT)
        print("connected")
    except OSError:
        print("OSError")


asyncio.run(asyncio.wait_for_ms(main(), 60000))
