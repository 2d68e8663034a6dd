# SPDX-License-Identifier: MIT
# ThreadSafeFlag.set() from another thread wakes an idle loop and a busy one.
try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio, time


def set_later(flag, ms):
    time.sleep_ms(ms)
    flag.set()


def set_many(flag, count):
    for _ in range(count):
        time.sleep_ms(1)
        flag.set()
    finished.append(1)
    flag.set()


async def busy():
    while True:
        await asyncio.sleep_ms(0)


async def main():
    # Idle: nothing else is there to wake the loop.
    flag = asyncio.ThreadSafeFlag()
    for i in range(3):
        _thread.start_new_thread(set_later, (flag, 20))
        await flag.wait()
        print("idle", i)

    # A long sleep beside it.
    sleeper = asyncio.create_task(asyncio.sleep(3600))
    _thread.start_new_thread(set_later, (flag, 20))
    await flag.wait()
    print("woken before the long sleep ends")
    sleeper.cancel()

    # Set before the wait begins.
    _thread.start_new_thread(set_later, (flag, 0))
    time.sleep_ms(50)
    await flag.wait()
    print("set before")

    # Busy.
    b = asyncio.create_task(busy())
    _thread.start_new_thread(set_later, (flag, 20))
    await flag.wait()
    print("busy")
    b.cancel()

    # Several threads and flags.
    flags = [asyncio.ThreadSafeFlag() for _ in range(4)]
    for i, f in enumerate(flags):
        _thread.start_new_thread(set_later, (f, 10 * (4 - i)))
    await asyncio.gather(*[f.wait() for f in flags])
    print("four threads")

    # A stream of sets: none of them is the last one missed.
    _thread.start_new_thread(set_many, (flag, 100))
    n = 0
    while not finished:
        await flag.wait()
        n += 1
    print("many", n > 0)


finished = []
asyncio.run(main())
