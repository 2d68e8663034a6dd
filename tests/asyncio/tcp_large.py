# SPDX-License-Identifier: MIT
# cpython: TCP: a megabyte each way, with a slow reader, arrives once, whole and in order.
try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio

PORT = 18307
BLOCK = 16384
N = 64


def block(i):
    # Every block is another one, so that a lost or doubled part is seen.
    head = b"%8d" % i
    return head * (BLOCK // len(head))


async def handle(reader, writer):
    # Receives all of it slowly, then sends it back.
    good = 0
    for i in range(N):
        good += await reader.readexactly(BLOCK) == block(i)
        if i % 8 == 0:
            await asyncio.sleep(0.01)
    log.append(("server received", good))
    for i in range(N):
        writer.write(block(i))
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def ticker():
    while True:
        await asyncio.sleep(0.005)
        ticks.append(1)


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", PORT)
    t = asyncio.create_task(ticker())
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    for i in range(N):
        writer.write(block(i))
        await writer.drain()
    log.append("client has sent")
    good = 0
    data = b""
    i = 0
    while True:
        part = await reader.read(5000)
        if not part:
            break
        data += part
        while len(data) >= BLOCK:
            good += data[:BLOCK] == block(i)
            data = data[BLOCK:]
            i += 1
    log.append(("client received", good, len(data)))
    writer.close()
    await writer.wait_closed()
    t.cancel()
    # Others ran meanwhile.
    log.append(len(ticks) > 3)
    server.close()
    await server.wait_closed()

    # Much more than the system takes at once, in one write.
    async def sink(reader, writer):
        total = 0
        for i in range(N // 4):
            await asyncio.sleep(0)
            total += await reader.readexactly(BLOCK) == block(i)
        writer.write(b"%d\n" % total)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(sink, "127.0.0.1", PORT + 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    writer.write(b"".join([block(i) for i in range(N // 4)]))
    await writer.drain()
    log.append(await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


log, ticks = [], []
asyncio.run(asyncio.wait_for(main(), 60))
for x in sorted(map(str, log)):
    print(x)
