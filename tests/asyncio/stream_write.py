# SPDX-License-Identifier: MIT
# Stream.write, drain, awrite, out_buf: partial writes, blocked writes, errors, subclasses.
import asyncio, io


class Sink(io.IOBase):
    # Takes at most `step` bytes at a time, and nothing while it is blocked.
    def __init__(self, step=100, blocked=False):
        self.data = b""
        self.step = step
        self.blocked = blocked
        self.closed = False
        self.calls = 0

    def ioctl(self, req, flags):
        if req != 3:  # MP_STREAM_POLL
            return -1
        return 0 if self.blocked else flags & 4

    def write(self, data):
        self.calls += 1
        if self.blocked:
            return None
        data = bytes(data[: self.step])
        self.data += data
        return len(data)

    def close(self):
        self.closed = True


class Upper(asyncio.StreamWriter):
    def __init__(self, s):
        super().__init__(s, {})
        self.count = 0

    def write(self, data):
        self.count += 1
        super().write(data.upper())


async def background():
    ran.append(1)


ran = []


async def main():
    # All of it goes at once; drain lets others run all the same.
    sink = Sink()
    s = asyncio.StreamWriter(sink, {})
    s.write(b"abc")
    print(sink.data, s.out_buf)
    asyncio.create_task(background())
    await s.drain()
    print(ran)

    # In parts.
    sink = Sink(step=2)
    s = asyncio.StreamWriter(sink, {})
    s.write(b"abcdef")
    print(sink.data, bytes(s.out_buf))
    s.write(bytearray(b"gh"))
    s.write(memoryview(b"ij"))
    print(sink.data, bytes(s.out_buf))
    await s.drain()
    print(sink.data, bytes(s.out_buf))

    # Blocked, then not.
    sink = Sink(blocked=True)
    s = asyncio.StreamWriter(sink, {})
    s.write(b"abc")
    t = asyncio.create_task(s.drain())
    await asyncio.sleep_ms(10)
    print(t.done(), sink.data)
    sink.blocked = False
    await asyncio.wait_for_ms(t, 5000)
    print(sink.data, len(s.out_buf))

    # The caller's buffer may be used again after write().
    sink = Sink(blocked=True)
    s = asyncio.StreamWriter(sink, {})
    buf = bytearray(b"first ")
    s.write(buf)
    buf[:] = b"second"
    s.write(buf)
    buf[:] = b"-"
    sink.blocked = False
    await s.drain()
    print(sink.data)

    # out_buf may be set from outside, and is sent from where it is.
    sink = Sink(step=3)
    s = asyncio.StreamWriter(sink, {})
    for n in (8, 3, 0, 5):
        mv = memoryview(b"01234567")
        s.out_buf = mv[:n]
        await s.drain()
        print(sink.data, len(s.out_buf))
        sink.data = b""

    # awrite and aclose.
    await s.awrite(b"awrite")
    await s.awrite(b"0123456789", 2, 5)
    await s.awrite(b"0123456789", 8)
    await s.awritestr(b"str")
    print(sink.data)
    await s.aclose()
    print(sink.closed)

    # A failing write is the writer's to see.
    class Broken(Sink):
        def write(self, data):
            raise OSError(32)

    s = asyncio.StreamWriter(Broken(), {})
    try:
        s.write(b"x")
        await s.drain()
    except OSError as er:
        print("OSError", er.errno)

    # A subclass.
    sink = Sink()
    u = Upper(sink)
    u.write(b"upper")
    await u.drain()
    print(sink.data, u.count, isinstance(u, asyncio.Stream))

    # A drain that is cancelled can be taken up again.
    sink = Sink(step=2, blocked=True)
    s = asyncio.StreamWriter(sink, {})
    s.write(b"abcd")
    try:
        await asyncio.wait_for_ms(s.drain(), 10)
    except asyncio.TimeoutError:
        print("TimeoutError", sink.data)
    sink.blocked = False
    await s.drain()
    print(sink.data)


asyncio.run(main())
