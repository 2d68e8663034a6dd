# SPDX-License-Identifier: MIT
# users.md item 3: many tasks drain one stream: all return, the data goes out once and in order.
import asyncio, io


# A stream in Python that takes three bytes at a time, and every other time none.
class Slow(io.IOBase):
    def __init__(self):
        self.sent = b""
        self.turn = 0

    def ioctl(self, req, flags):
        if req != 3:  # MP_STREAM_POLL
            return -1
        return flags & 4

    def write(self, data):
        self.turn ^= 1
        if self.turn:
            return None
        data = bytes(data[:3])
        self.sent += data
        return len(data)


async def writer(i, stream, data):
    for part in data:
        stream.write(part)
        await stream.drain()
    done.append(i)


async def attempt(n, parts):
    slow = Slow()
    stream = asyncio.StreamWriter(slow, {})
    done.clear()
    tasks = [
        asyncio.create_task(writer(i, stream, [b"<%d.%d>" % (i, j) for j in range(parts)]))
        for i in range(n)
    ]
    try:
        await asyncio.wait_for_ms(asyncio.gather(*tasks), 3000)
    except asyncio.TimeoutError:
        print("hangs")
    print(sorted(done))
    pieces = slow.sent.split(b">")[:-1]
    print(len(pieces), len(set(pieces)), slow.sent.count(b"<"))
    for i in range(n):
        mine = [p for p in pieces if p.startswith(b"<%d." % i)]
        if mine != [b"<%d.%d" % (i, j) for j in range(parts)]:
            print("out of order", mine)
    return slow.sent


done = []
print(asyncio.run(attempt(1, 3)))
print(asyncio.run(attempt(5, 1)))
asyncio.run(attempt(5, 10))


# One drainer is cancelled: the others' data goes out all the same.
async def cancel_one():
    slow = Slow()
    stream = asyncio.StreamWriter(slow, {})
    done.clear()
    tasks = [asyncio.create_task(writer(i, stream, [b"<%d>" % i])) for i in range(4)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    try:
        await asyncio.wait_for_ms(asyncio.gather(*tasks[1:]), 3000)
    except asyncio.TimeoutError:
        print("hangs")
    print(sorted(done), slow.sent[-9:])


asyncio.run(cancel_one())
