# SPDX-License-Identifier: MIT
# cpython: TCP: fifty connections at once, each with its own exchange.
try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio

PORT = 18306
N = 50
open_now = 0
most = 0


async def handle(reader, writer):
    global open_now, most
    open_now += 1
    most = max(most, open_now)
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(b"%d:" % (len(line) - 1) + line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()
    open_now -= 1


async def client(i):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    connected.append(i)
    # All are open before any of them goes on.
    while len(connected) < N or most < N:
        await asyncio.sleep(0.01)
    good = 0
    for j in range(5):
        line = b"%d.%d " % (i, j) * (j + 1)
        writer.write(line + b"\n")
        await writer.drain()
        good += await reader.readline() == b"%d:%s\n" % (len(line), line)
    writer.close()
    await writer.wait_closed()
    return good


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", PORT, backlog=N)
    r = await asyncio.gather(*[client(i) for i in range(N)])
    print(len(r), sum(r), most)
    for _ in range(100):
        if not open_now:
            break
        await asyncio.sleep(0.01)
    print(open_now)
    server.close()
    await server.wait_closed()


connected = []
asyncio.run(asyncio.wait_for(main(), 60))
