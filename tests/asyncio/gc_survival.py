# SPDX-License-Identifier: MIT
# Tasks that nobody holds survive collections while they wait; ended ones are freed.
import asyncio, gc, io

log = []


class Feed(io.IOBase):
    def __init__(self):
        self.flags = 0

    def ioctl(self, req, flags):
        return self.flags & flags if req == 3 else -1

    def read(self, n):
        return b"x" * n


async def waits(name, aw):
    log.append((name, await aw))


async def locks(name, lock):
    async with lock:
        log.append((name, "locked"))


async def collect():
    # Garbage of many sizes, so that what is freed is used again.
    for i in range(20):
        gc.collect()
        [bytearray(8 * j) for j in range(40)]
        await asyncio.sleep_ms(1)


async def main():
    event, flag, lock, future = (
        asyncio.Event(),
        asyncio.ThreadSafeFlag(),
        asyncio.Lock(),
        asyncio.Future(),
    )
    feed = Feed()
    stream = asyncio.StreamReader(feed)
    await lock.acquire()
    for i in range(3):
        asyncio.create_task(waits("sleep", asyncio.sleep_ms(40)))
        asyncio.create_task(waits("event", event.wait()))
        asyncio.create_task(waits("flag", flag.wait()))
        asyncio.create_task(waits("future", future))
        asyncio.create_task(waits("wait_for", asyncio.wait_for(future, 100)))
        asyncio.create_task(waits("gather", asyncio.gather(future, event.wait())))
        asyncio.create_task(locks("lock", lock))
    asyncio.create_task(waits("stream", stream.read(3)))
    await collect()
    future.set_result("result")
    event.set()
    flag.set()
    lock.release()
    feed.flags = 1
    await collect()
    await asyncio.sleep_ms(50)
    for name in ("sleep", "event", "flag", "future", "wait_for", "gather", "lock", "stream"):
        print(name, [r for n, r in log if n == name])


async def nothing():
    await asyncio.sleep_ms(0)


async def fails():
    raise ValueError(bytearray(2000))


async def churn(n):
    event, lock = asyncio.Event(), asyncio.Lock()
    for _ in range(n):
        await asyncio.create_task(nothing())
        await asyncio.gather(nothing(), nothing())
        await asyncio.wait_for_ms(nothing(), 1000)
        try:
            await asyncio.create_task(fails())
        except ValueError:
            pass
        t = asyncio.create_task(event.wait())
        await asyncio.sleep_ms(0)
        t.cancel()
        try:
            await asyncio.wait_for_ms(lock.acquire(), 0)
            lock.release()
        except asyncio.TimeoutError:
            pass


asyncio.run(main())
log.clear()


def left():
    for _ in range(3):
        gc.collect()
    return gc.mem_alloc()


# Nothing is kept: more rounds leave no more behind.
asyncio.run(churn(20))
before = left()
asyncio.run(churn(20))
asyncio.run(churn(200))
print("leaks", max(0, left() - before) > 1000)
