# SPDX-License-Identifier: MIT
# Where there is no memory, what needs some raises MemoryError, and the loop goes on.
import asyncio, micropython


async def work(x):
    await asyncio.sleep_ms(5)
    return x


async def cancelled():
    try:
        await asyncio.sleep_ms(1000)
    except asyncio.CancelledError:
        ended.append("cancelled")
        raise


def attempt(f):
    # 1: MemoryError, 0: it managed without memory. Anything else is a mistake.
    try:
        f()
        return 0
    except MemoryError:
        return 1


async def await_under_lock(make):
    micropython.heap_lock()
    try:
        await make()
        r = 0
    except MemoryError:
        r = 1
    micropython.heap_unlock()
    return r


async def main():
    coros = [work(i) for i in range(6)]
    other = asyncio.create_task(work("other"))
    victim = asyncio.create_task(cancelled())
    future = asyncio.Future()
    await asyncio.sleep_ms(0)

    fs = (
        lambda: asyncio.create_task(coros[0]),
        lambda: asyncio.Event(),
        lambda: asyncio.Lock(),
        lambda: asyncio.ThreadSafeFlag(),
        lambda: asyncio.Future(),
    )
    results = [None] * len(fs)
    i = 0
    micropython.heap_lock()
    while i < len(fs):
        results[i] = attempt(fs[i])
        i += 1
    micropython.heap_unlock()
    print(results)

    # These may or may not do without; they must not harm.
    for make in (
        lambda: asyncio.gather(other, other),
        lambda: asyncio.wait_for_ms(other, 100),
        lambda: asyncio.gather(coros[0], coros[1]),
        lambda: asyncio.wait_for_ms(coros[2], 100),
    ):
        print((await await_under_lock(make)) in (0, 1))
    fs = (
        lambda: future.add_done_callback(print),
        lambda: victim.cancel("why"),
        lambda: future.set_exception(ValueError),
        lambda: asyncio.all_tasks(),
    )
    i = 0
    micropython.heap_lock()
    while i < len(fs):
        attempt(fs[i])
        i += 1
    micropython.heap_unlock()

    # Everything works again.
    print(await other)
    victim.cancel()
    await asyncio.sleep_ms(10)
    print(ended, victim.cancelled())
    print(await asyncio.gather(work(1), work(2)))
    print(await asyncio.wait_for_ms(work("last"), 1000))


ended = []
asyncio.run(main())
