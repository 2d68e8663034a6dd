# SPDX-License-Identifier: MIT
# Stream over any object with poll and read: read, readexactly, readline, readinto, end of data.
import asyncio, io


class Feed(io.IOBase):
    # Gives what it is fed, at most `step` bytes at a time, and then the end.
    def __init__(self, step=100):
        self.data = b""
        self.step = step
        self.eof = False
        self.closed = False

    def ioctl(self, req, flags):
        if req != 3:  # MP_STREAM_POLL
            return -1
        return flags & (1 if self.data or self.eof else 0)

    def read(self, n=-1):
        if not self.data:
            return b"" if self.eof else None
        n = min(self.step, n if n >= 0 else self.step)
        r, self.data = self.data[:n], self.data[n:]
        return r

    def readline(self):
        n = self.data.find(b"\n") + 1 or len(self.data)
        return self.read(n)

    def readinto(self, buf):
        r = self.read(len(buf))
        if r is None:
            return None
        buf[: len(r)] = r
        return len(r)

    def close(self):
        self.closed = True


async def feeds(feed, *parts):
    for part in parts:
        await asyncio.sleep_ms(5)
        feed.data += part
    await asyncio.sleep_ms(5)
    feed.eof = True


async def main():
    for step in (100, 1):
        print("---- step", step)
        feed = Feed(step)
        s = asyncio.StreamReader(feed)
        asyncio.create_task(feeds(feed, b"one\ntw", b"o\nthr", b"ee"))
        for _ in range(4):
            print(await s.readline())

        feed = Feed(step)
        s = asyncio.StreamReader(feed)
        asyncio.create_task(feeds(feed, b"123", b"4567", b"89"))
        print(await s.readexactly(0), await s.readexactly(4), await s.readexactly(4))
        try:
            await s.readexactly(2)
        except EOFError:
            print("EOFError")

        feed = Feed(step)
        s = asyncio.StreamReader(feed)
        asyncio.create_task(feeds(feed, b"ab", b"cd", b"ef"))
        got = b""
        while len(got) < 6:
            part = await s.read(4)
            assert 0 < len(part) <= 4
            got += part
        print(got, await s.read(4), await s.read())

        # read() without a number reads up to the end.
        feed = Feed(step)
        s = asyncio.StreamReader(feed)
        asyncio.create_task(feeds(feed, b"ab", b"cd", b"ef"))
        print(await s.read())

        feed = Feed(step)
        s = asyncio.StreamReader(feed)
        asyncio.create_task(feeds(feed, b"abcdef"))
        buf = bytearray(4)
        n = await s.readinto(buf)
        print(n == min(4, step), buf[:1])
        mv = memoryview(bytearray(8))
        print(await s.readinto(mv[2:3]), bytes(mv[2:3]) in b"bcdef")

    # Time-outs and cancellations lose nothing.
    feed = Feed()
    s = asyncio.StreamReader(feed)
    for _ in range(3):
        try:
            await asyncio.wait_for_ms(s.readline(), 5)
        except asyncio.TimeoutError:
            print("TimeoutError")
    feed.data = b"line\n"
    print(await s.readline())

    # Text streams work too.
    class Text(Feed):
        def read(self, n=-1):
            r = super().read(n)
            return r if r is None else r.decode()

    feed = Text()
    feed.data = b"text\n"
    s = asyncio.StreamReader(feed)
    print(await s.read(1), await s.read(2))
    print(await s.readline())

    # close, wait_closed, get_extra_info, s and e.
    s = asyncio.Stream(feed, {"key": "value"})
    print(s.s is feed, s.e, s.get_extra_info("key"))
    try:
        s.get_extra_info("other")
    except KeyError:
        print("KeyError")
    s.close()
    await s.wait_closed()
    print(feed.closed)


asyncio.run(main())
