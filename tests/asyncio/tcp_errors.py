# SPDX-License-Identifier: MIT
# cpython: TCP: refused connections, time-outs, cancelled clients and handlers, a taken port.
try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio, errno

PORT = 18304


async def silent(reader, writer):
    try:
        await reader.read(1)
    finally:
        writer.close()
        await writer.wait_closed()
        ended.append(1)


async def main():
    # Nobody listens: open_connection itself says so.
    for _ in range(2):
        try:
            await asyncio.open_connection("127.0.0.1", PORT + 1)
            print("connected")
        except OSError as er:
            print("OSError", er.errno == errno.ECONNREFUSED)

    server = await asyncio.start_server(silent, "127.0.0.1", PORT)

    # The port is taken.
    try:
        await asyncio.start_server(silent, "127.0.0.1", PORT)
        print("started")
    except OSError as er:
        print("OSError", er.errno == errno.EADDRINUSE)

    # No answer: a time-out, and the stream can still be used.
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    for f in (reader.readline, reader.read):
        try:
            await asyncio.wait_for(f(), 0.02)
        except asyncio.TimeoutError:
            print("TimeoutError")

    # A reader that is cancelled.
    t = asyncio.create_task(reader.readexactly(10))
    await asyncio.sleep(0.01)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")
    writer.write(b"x")
    await writer.drain()
    print(await asyncio.wait_for(reader.read(10), 5))
    writer.close()
    await writer.wait_closed()

    # wait_for around open_connection.
    reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", PORT), 5)
    writer.write(b"y")
    await writer.drain()
    print(await reader.read(10))
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.02)
    print(len(ended))

    # A client that goes away while the handler waits.
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.close()
    await writer.wait_closed()
    for _ in range(100):
        if len(ended) == 3:
            break
        await asyncio.sleep(0.01)
    print(len(ended))
    server.close()
    await server.wait_closed()


ended = []
asyncio.run(main())
