# SPDX-License-Identifier: MIT
# users.md item 2: a second reader of one stream is refused, the first gets its data.
import asyncio, io


# A stream in Python: what is fed can be read.
class Feed(io.IOBase):
    def __init__(self):
        self.data = b""

    def ioctl(self, req, flags):
        if req != 3:  # MP_STREAM_POLL
            return -1
        return flags & (5 if self.data else 4)

    def read(self, n=-1):
        if not self.data:
            return None
        n = len(self.data) if n < 0 else n
        r, self.data = self.data[:n], self.data[n:]
        return r

    def readline(self):
        return self.read(self.data.find(b"\n") + 1 or -1)

    def readinto(self, buf):
        r = self.read(len(buf))
        if r is None:
            return None
        buf[: len(r)] = r
        return len(r)

    def write(self, data):
        return len(data)


async def reader(name, method, *args):
    try:
        print(name, "got", await method(*args))
    except RuntimeError as er:
        # The message names the mistake.
        print(name, "RuntimeError", "already waiting" in str(er))


async def main():
    feed = Feed()
    stream = asyncio.StreamReader(feed)
    buf = bytearray(4)
    for method, args in (
        (stream.read, (4,)),
        (stream.readexactly, (4,)),
        (stream.readline, ()),
        (stream.readinto, (buf,)),
    ):
        first = asyncio.create_task(reader("first", method, *args))
        await asyncio.sleep_ms(10)
        await asyncio.wait_for_ms(reader("second", stream.read, 4), 1000)
        await asyncio.wait_for_ms(reader("third", stream.readline), 1000)
        feed.data = b"abc\n"
        await asyncio.wait_for_ms(first, 1000)

    # A writer beside a reader is no mistake.
    first = asyncio.create_task(reader("first", stream.readline))
    await asyncio.sleep_ms(10)
    stream.write(b"x")
    await asyncio.wait_for_ms(stream.drain(), 1000)
    print("drained")

    # When the reader is cancelled the next one may come.
    first.cancel()
    await asyncio.sleep_ms(10)
    second = asyncio.create_task(reader("second", stream.readline))
    await asyncio.sleep_ms(10)
    feed.data = b"line\n"
    await asyncio.wait_for_ms(second, 1000)


asyncio.run(main())
