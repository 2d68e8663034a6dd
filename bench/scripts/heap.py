# SPDX-License-Identifier: MIT
# Heap bytes of objects and operations, without what a collection would get back: one line each, "name bytes".
import gc

# The script's own names have their places before anything is counted.
before = asyncio = name = None
for name in ("Event", "Lock"):
    pass
gc.collect()
before = gc.mem_alloc()
import asyncio

# Stock's loads what is used.
for name in ("Event", "Lock", "ThreadSafeFlag", "gather", "wait_for", "open_connection", "run"):
    getattr(asyncio, name)
gc.collect()
print("import", gc.mem_alloc() - before)

N = 20
kept = [None] * N


def objects(name, make):
    for i in range(N):
        kept[i] = None
    gc.collect()
    before = gc.mem_alloc()
    for i in range(N):
        kept[i] = make()
    print(name, (gc.mem_alloc() - before) // N)


async def nothing():
    pass


async def event_wait():
    for _ in range(N):
        await event.wait()


async def lock_with():
    for _ in range(N):
        async with lock:
            pass


async def flag_wait():
    for _ in range(N):
        flag.set()
        await flag.wait()


async def sleep():
    for _ in range(N):
        await asyncio.sleep_ms(0)


async def done():
    for _ in range(N):
        await ended


async def create():
    for _ in range(N):
        await asyncio.create_task(nothing())


async def gather():
    for _ in range(N):
        await asyncio.gather(nothing(), nothing())


async def wait_for():
    for _ in range(N):
        await asyncio.wait_for(nothing(), 10)


async def per_await(name, coro):
    # In the coroutine's own frame, and with the collector off: all that was allocated is counted.
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    await coro
    after = gc.mem_alloc()
    gc.enable()
    print(name, (after - before) // N)


async def main():
    global event, lock, flag, ended
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    event.set()
    ended = asyncio.create_task(nothing())
    await ended
    objects("Event", asyncio.Event)
    objects("Lock", asyncio.Lock)
    objects("ThreadSafeFlag", asyncio.ThreadSafeFlag)
    for name, coro in (
        ("sleep_ms", sleep()),
        ("Event.wait", event_wait()),
        ("ThreadSafeFlag.wait", flag_wait()),
        ("async with Lock", lock_with()),
        ("await done task", done()),
        ("create_task + await", create()),
        ("gather of 2", gather()),
        ("wait_for", wait_for()),
    ):
        await per_await(name, coro)


asyncio.run(main())
