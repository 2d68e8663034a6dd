# SPDX-License-Identifier: MIT
# TCP: reads and writes of random sizes, with reads that time out: no byte is lost, doubled or moved.
try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio

PORT = 18311
TOTAL = 60000
PAIRS = 4


class Random:
    def __init__(self, seed):
        self.state = seed

    def __call__(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % n


def content(at, n):
    # What stands at each place of the endless text that both sides know.
    return bytes([(i * 7 + i // 251) % 256 for i in range(at, at + n)])


async def send(writer, random):
    at = 0
    while at < TOTAL:
        n = min(1 + random(3000), TOTAL - at)
        writer.write(content(at, n))
        at += n
        if random(2):
            await writer.drain()
        if random(8) == 0:
            await asyncio.sleep_ms(random(3))
    await writer.drain()


async def receive(reader, random, stats):
    at = 0
    buf = bytearray(1000)
    while at < TOTAL:
        what = random(4)
        n = min(1 + random(1000), TOTAL - at)
        if what == 0:
            data = await reader.readexactly(n)
        elif what == 1:
            k = await reader.readinto(memoryview(buf)[:n])
            data = bytes(buf[:k])
        else:
            # Impatient: what a read that timed out did not give, the next one gives.
            try:
                data = await asyncio.wait_for_ms(reader.read(n), random(2))
            except asyncio.TimeoutError:
                stats[0] += 1
                continue
        if data != content(at, len(data)) or not data:
            stats[1] += 1
            return
        at += len(data)
        if random(20) == 0:
            await asyncio.sleep_ms(random(4))
    stats[2] += at


async def both(reader, writer, seed, stats):
    await asyncio.gather(
        send(writer, Random(seed)), receive(reader, Random(seed * 31 + 7), stats)
    )


async def main():
    stats = [0, 0, 0]
    served = []

    async def handle(reader, writer):
        served.append(asyncio.current_task())
        await both(reader, writer, 100 + len(served), stats)

    async def client(i):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        await both(reader, writer, i + 1, stats)
        return writer

    server = await asyncio.start_server(handle, "127.0.0.1", PORT)
    writers = await asyncio.gather(*[client(i) for i in range(PAIRS)])
    await asyncio.gather(*served)
    for w in writers:
        w.close()
        await w.wait_closed()
    print("wrong", stats[1], "received", stats[2] == 2 * PAIRS * TOTAL, len(served))
    server.close()
    await server.wait_closed()


asyncio.run(asyncio.wait_for_ms(main(), 60000))
