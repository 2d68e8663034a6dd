# SPDX-License-Identifier: MIT
# Heap bytes per operation: none for a wait; a task costs its two blocks and its coroutine.
import asyncio, gc, sys

WORD = 8 if sys.maxsize > 1 << 32 else 4
N = 20


async def nothing():
    pass


async def step():
    await asyncio.sleep_ms(0)


async def sleep_ms():
    for _ in range(N):
        await asyncio.sleep_ms(0)


async def sleep():
    for _ in range(N):
        await asyncio.sleep(0)


async def event_set():
    for _ in range(N):
        await event.wait()


async def event_player(mine, theirs):
    for _ in range(N):
        await mine.wait()
        mine.clear()
        theirs.set()


async def lock_free():
    for _ in range(N):
        await lock.acquire()
        lock.release()


async def lock_with():
    for _ in range(N):
        async with lock:
            pass


async def lock_contended():
    for _ in range(N):
        async with lock:
            await asyncio.sleep_ms(0)


async def flag_set():
    for _ in range(N):
        flag.set()
        await flag.wait()


async def done_task():
    for _ in range(N):
        await done


async def current():
    for _ in range(N):
        asyncio.current_task()


async def measure(name, *coros):
    tasks = [asyncio.create_task(c) for c in coros]
    gc.collect()
    before = gc.mem_alloc()
    for t in tasks:
        await t
    # What has ended is still held by tasks, so nothing can have been freed in between.
    after = gc.mem_alloc()
    print(name, after - before)


async def main():
    global done
    done = asyncio.create_task(nothing())
    await done
    event.set()
    await measure("sleep_ms", sleep_ms(), sleep_ms())
    await measure("sleep", sleep(), sleep())
    await measure("set event", event_set())
    a, b = asyncio.Event(), asyncio.Event()
    a.set()
    await measure("events", event_player(a, b), event_player(b, a))
    await measure("free lock", lock_free())
    await measure("async with", lock_with())
    await measure("contended lock", lock_contended(), lock_contended(), lock_contended())
    await measure("set flag", flag_set())
    await measure("done task", done_task())
    await measure("current_task", current())

    # Create and await: the task's two blocks and the coroutine's three.
    gc.collect()
    before = gc.mem_alloc()
    for _ in range(N):
        await asyncio.create_task(step())
    print("task", (gc.mem_alloc() - before) // N <= 5 * 4 * WORD)

    # The objects: one block each.
    for cls in (asyncio.Event, asyncio.Lock, asyncio.ThreadSafeFlag):
        kept[:] = [None] * N
        gc.collect()
        before = gc.mem_alloc()
        for i in range(N):
            kept[i] = cls()
        print(cls.__name__, (gc.mem_alloc() - before) // N <= 4 * WORD)


kept = [None] * N
event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
gc.disable()
asyncio.run(main())
gc.enable()
