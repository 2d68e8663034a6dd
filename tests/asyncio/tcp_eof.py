# SPDX-License-Identifier: MIT
# cpython: TCP: the peer closes: read, readexactly and readline see the end of the data.
try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio

PORT = 18302


async def handle(reader, writer):
    request = await reader.readline()
    writer.write(b"answer to " + request[:-1])
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def connect():
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"request\n")
    await writer.drain()
    return reader, writer


async def finish(writer):
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", PORT)

    reader, writer = await connect()
    print(await reader.read(), await reader.read(), await reader.read(5), await reader.readline())
    await finish(writer)

    reader, writer = await connect()
    print(await reader.readline(), await reader.readline())
    await finish(writer)

    reader, writer = await connect()
    print(await reader.readexactly(6))
    try:
        await reader.readexactly(100)
    except EOFError:
        print("EOFError")
    await finish(writer)

    # The client goes away without a word: the handler's readline gives nothing.
    ends = []

    async def sees_end(reader, writer):
        ends.append(await reader.readline())
        ends.append(await reader.read(10))
        writer.close()
        await writer.wait_closed()
        done.set()

    server.close()
    await server.wait_closed()
    done = asyncio.Event()
    server = await asyncio.start_server(sees_end, "127.0.0.1", PORT + 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    await finish(writer)
    await asyncio.wait_for(done.wait(), 5)
    print(ends)

    # Half a line, and then away.
    done.clear()
    ends.clear()
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    writer.write(b"half a line")
    await writer.drain()
    await finish(writer)
    await asyncio.wait_for(done.wait(), 5)
    print(ends)
    server.close()
    await server.wait_closed()


asyncio.run(main())
