# SPDX-License-Identifier: MIT
# With the heap locked: sleeps, events, locks, flags, tasks' ends and waits for them all work.
import asyncio, micropython

try:
    # A build that needs the heap for every call cannot show anything here.
    def f():
        pass

    micropython.heap_lock()
    f()
    micropython.heap_unlock()
except (RuntimeError, MemoryError):
    micropython.heap_unlock()
    print("SKIP")
    raise SystemExit


async def sleeps():
    for _ in range(3):
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(2)
        await asyncio.sleep(0)
        await asyncio.sleep(0.002)


async def event_player(mine, theirs):
    for _ in range(10):
        await mine.wait()
        mine.clear()
        theirs.set()


async def lock_user(lock):
    for _ in range(5):
        async with lock:
            await asyncio.sleep_ms(0)
        await lock.acquire()
        await asyncio.sleep_ms(0)
        lock.release()


async def flag_player(mine, theirs):
    for _ in range(10):
        await mine.wait()
        theirs.set()


async def value():
    await asyncio.sleep_ms(5)


async def awaits(t):
    await t


async def awaits_future(f):
    return await f


async def cancelled():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("cancelled")


async def locked(name, *coros):
    # Everything is made before the heap is locked, and looked at after.
    tasks = [asyncio.create_task(c) for c in coros]
    micropython.heap_lock()
    for t in tasks:
        await t
    await tasks[0]
    micropython.heap_unlock()
    print(name, all([t.done() for t in tasks]))


async def main():
    await locked("sleep", sleeps(), sleeps(), sleeps())

    a, b = asyncio.Event(), asyncio.Event()
    a.set()
    await locked("event", event_player(a, b), event_player(b, a))

    lock = asyncio.Lock()
    await locked("lock", *[lock_user(lock) for _ in range(4)])

    a, b = asyncio.ThreadSafeFlag(), asyncio.ThreadSafeFlag()
    a.set()
    await locked("flag", flag_player(a, b), flag_player(b, a))

    t = asyncio.create_task(value())
    await locked("await a task", awaits(t), awaits(t), awaits(t))

    f = asyncio.Future()
    t = [asyncio.create_task(awaits_future(f)) for _ in range(3)]
    await asyncio.sleep(0)
    result = (1, 2)
    micropython.heap_lock()
    f.set_result(result)
    for x in t:
        await x
    micropython.heap_unlock()
    print("future", [x.result() for x in t])

    t = asyncio.create_task(cancelled())
    await asyncio.sleep(0)
    micropython.heap_lock()
    t.cancel()
    await t
    micropython.heap_unlock()
    print("cancel")


asyncio.run(main())
