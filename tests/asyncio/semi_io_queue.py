# SPDX-License-Identifier: MIT
# core._io_queue: queue_read and queue_write by yield and by await, map, remove, poller.
import asyncio, io
from asyncio import core


class Feed(io.IOBase):
    def __init__(self):
        self.flags = 0

    def ioctl(self, req, flags):
        if req != 3:  # MP_STREAM_POLL
            return -1
        return self.flags & flags


def by_generator(s, log):
    # The old way to write a coroutine.
    yield core._io_queue.queue_read(s)
    log.append("generator")


async def by_yield(s, log):
    yield core._io_queue.queue_read(s)
    log.append("yield")


async def by_await(s, log):
    await core._io_queue.queue_read(s)
    log.append("await")


async def write_by_yield(s, log):
    yield core._io_queue.queue_write(s)
    log.append("write, yield")


async def write_by_await(s, log):
    await core._io_queue.queue_write(s)
    log.append("write, await")


def entry(s):
    e = core._io_queue.map.get(id(s))
    return None if e is None else [x if x is None else type(x).__name__ for x in e[:2]] + [e[2] is s]


async def main():
    for f in (by_generator, by_yield, by_await):
        s, log = Feed(), []
        t = asyncio.create_task(f(s, log))
        await asyncio.sleep_ms(10)
        print(log, entry(s))
        s.flags = 1
        await asyncio.wait_for_ms(t, 5000)
        print(log, entry(s))

    for f in (write_by_yield, write_by_await):
        s, log = Feed(), []
        t = asyncio.create_task(f(s, log))
        await asyncio.sleep_ms(10)
        print(log, entry(s))
        s.flags = 4
        await asyncio.wait_for_ms(t, 5000)
        print(log, entry(s))

    # A reader and a writer of one stream, woken one after the other.
    s, log = Feed(), []
    r = asyncio.create_task(by_await(s, log))
    w = asyncio.create_task(write_by_await(s, log))
    await asyncio.sleep_ms(10)
    print(entry(s))
    s.flags = 4
    await asyncio.wait_for_ms(w, 5000)
    print(log, entry(s))
    s.flags = 1
    await asyncio.wait_for_ms(r, 5000)
    print(log, entry(s))

    # A hang-up or an error wakes both.
    for flags in (8, 16, 32):
        e, log = Hangup(flags), []
        r = asyncio.create_task(by_await(e, log))
        w = asyncio.create_task(write_by_await(e, log))
        await asyncio.wait_for_ms(asyncio.gather(r, w), 5000)
        print(flags, sorted(log))

    # Cancelled: it is taken out; removed by hand: it stays parked.
    s, log = Feed(), []
    t = asyncio.create_task(by_await(s, log))
    await asyncio.sleep_ms(10)
    t.cancel()
    await asyncio.sleep_ms(10)
    print(entry(s), t.done())
    t = asyncio.create_task(by_await(s, log))
    await asyncio.sleep_ms(10)
    core._io_queue.remove(t)
    print(entry(s))
    s.flags = 1
    await asyncio.sleep_ms(10)
    print(log, t.done())
    print(hasattr(core._io_queue.poller, "ipoll"), len(core._io_queue.map))


class Hangup(Feed):
    def __init__(self, flags):
        super().__init__()
        self.flags = flags

    def ioctl(self, req, flags):
        return self.flags if req == 3 else -1


asyncio.run(main())
