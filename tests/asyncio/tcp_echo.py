# SPDX-License-Identifier: MIT
# cpython: TCP: an echo server and its clients, by read, readexactly and readline, and the end.
try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio

PORT = 18301
served = []


async def handle(reader, writer):
    served.append(1)
    while True:
        data = await reader.read(100)
        if not data:
            break
        writer.write(data)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(name, method):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    got = []
    for i in range(3):
        line = b"%s %d\n" % (name, i)
        writer.write(line)
        await writer.drain()
        if method == "read":
            part = b""
            while len(part) < len(line):
                part += await reader.read(100)
        elif method == "readexactly":
            part = await reader.readexactly(len(line))
        else:
            part = await reader.readline()
        got.append(part)
    writer.close()
    await writer.wait_closed()
    return got


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", PORT)
    async with server:
        for name, method in ((b"a", "read"), (b"b", "readexactly"), (b"c", "readline")):
            print(await client(name, method))

        # At the same time.
        r = await asyncio.gather(*[client(b"n%d" % i, "readline") for i in range(10)])
        print(len(r), r[9])
        print(all(x == [b"n%d %d\n" % (i, j) for j in range(3)] for i, x in enumerate(r)))
        await asyncio.sleep(0.05)
    print(len(served))

    # Closed: nobody answers at this port, and it can be opened again.
    try:
        await asyncio.open_connection("127.0.0.1", PORT)
        print("connected")
    except OSError:
        print("OSError")
    server = await asyncio.start_server(handle, "127.0.0.1", PORT)
    print(await client(b"again", "readline"))
    server.close()
    await server.wait_closed()


asyncio.run(main())
