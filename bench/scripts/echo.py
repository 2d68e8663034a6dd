# SPDX-License-Identifier: MIT
# TCP echo over loopback, server and clients in one process. CASE: KIND:CONNECTIONS, N: requests in all.
# Prints requests per second, and the median, the 99th percentile and the most of a request's microseconds.
import asyncio, gc, sys
from common import percentile, ticks_diff, ticks_us

if sys.implementation.name != "micropython":
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

MESSAGE = b"0123456789abcdef0123456789abcde\n"
SIZE = len(MESSAGE)


async def read(reader, kind):
    return await (reader.readline() if kind == "line" else reader.readexactly(SIZE))


async def echo(n, kind, busy, idle=0):
    async def serve(reader, writer):
        try:
            while True:
                data = await read(reader, kind)
                if not data:
                    break
                writer.write(data)
                await writer.drain()
        except EOFError:
            # CPython's IncompleteReadError is one too.
            pass
        writer.close()

    async def client(reader, writer, requests):
        for _ in range(requests):
            began = ticks_us()
            writer.write(MESSAGE)
            await writer.drain()
            data = await read(reader, kind)
            took.append(ticks_diff(ticks_us(), began))
            assert data == MESSAGE

    port = 18500
    while True:
        try:
            server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=1024)
            break
        except OSError:
            port += 1
            if port == 18600:
                raise
    connections = []
    for _ in range(idle + busy):
        connections.append(await asyncio.open_connection("127.0.0.1", port))
    took = []
    # Once for each, so that everything is connected and registered.
    for reader, writer in connections:
        await client(reader, writer, 1)
    took.clear()
    each = max(1, n // busy)
    gc.collect()
    began = ticks_us()
    jobs = [asyncio.create_task(client(r, w, each)) for r, w in connections[-busy:]]
    for job in jobs:
        await job
    us = ticks_diff(ticks_us(), began)
    took.sort()
    result = [each * busy * 1000000 / us, percentile(took, 50), percentile(took, 99), took[-1]]
    for _, writer in connections:
        writer.close()
    server.close()
    # The servers see the end of their connections.
    await asyncio.sleep(0.1)
    return " ".join("%d" % x for x in result)


async def exactly(n, busy):
    return await echo(n, "exactly", busy)


async def line(n, busy):
    return await echo(n, "line", busy)


async def idle(n, idle):
    # Ten busy ones among so many idle.
    return await echo(n, "exactly", 10, idle)


from common import main

main({"exactly": exactly, "line": line, "idle": idle})
