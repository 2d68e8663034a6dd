# SPDX-License-Identifier: MIT
# A TCP server that sends back each line in capitals, and three clients of it, all in one loop.

import asyncio

HOST, PORT = "127.0.0.1", 8765


async def serve(reader, writer):
    # Runs once for each connection, all connections at the same time.
    while True:
        line = await reader.readline()
        if not line:  # the client has closed its side
            break
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(name, pause):
    reader, writer = await asyncio.open_connection(HOST, PORT)
    for word in ("one", "two", "three"):
        writer.write(("%s says %s\n" % (name, word)).encode())
        await writer.drain()
        print((await reader.readline()).decode().rstrip())
        await asyncio.sleep(pause)
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, HOST, PORT)
    await asyncio.gather(client("ann", 0.1), client("bob", 0.15), client("cleo", 0.25))
    server.close()
    await server.wait_closed()


asyncio.run(main())
