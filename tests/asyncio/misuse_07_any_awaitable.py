# SPDX-License-Identifier: MIT
# cpython: users.md item 7, create_task, gather and wait_for of sleep(); stock raises TypeError.
import asyncio


async def main():
    t = asyncio.create_task(asyncio.sleep(0.02))
    print(t.done(), isinstance(t, asyncio.Task))
    await asyncio.sleep(0)
    print(await t, t.done())
    print(await asyncio.create_task(asyncio.sleep(0, "result")))

    print(await asyncio.gather(asyncio.sleep(0.02), asyncio.sleep(0.01, "b"), asyncio.sleep(0)))
    print(await asyncio.wait_for(asyncio.sleep(0.01, "in time"), 5))
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError:
        print("TimeoutError")

    # Cancelling such a task.
    t = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")

    # Waits on an Event and on a Lock.
    e = asyncio.Event()
    t = asyncio.create_task(e.wait())
    await asyncio.sleep(0)
    e.set()
    print(await t)
    print(await asyncio.gather(e.wait(), asyncio.create_task(e.wait())))
    lock = asyncio.Lock()
    print(await asyncio.create_task(lock.acquire()), lock.locked())
    try:
        await asyncio.wait_for(lock.acquire(), 0.01)
    except asyncio.TimeoutError:
        print("TimeoutError")
    lock.release()
    print(await asyncio.wait_for(lock.acquire(), 1))

    # Futures.
    f = asyncio.Future()
    g = asyncio.create_task(asyncio.wait_for(f, 1))
    await asyncio.sleep(0)
    f.set_result("f")
    print(await g, await asyncio.gather(f))

    # Each has its own time.
    print(await asyncio.gather(*[asyncio.sleep(0.01 * (3 - i), i) for i in range(3)]))


asyncio.run(main())
print(asyncio.run(asyncio.sleep(0.01, "run")))
