# SPDX-License-Identifier: MIT
# sleep_ms(n) never ends before n milliseconds have passed, alone or among many.
import asyncio, time

early = []
wakes = 0


async def measure(n):
    global wakes
    t0 = time.ticks_us()
    await asyncio.sleep_ms(n)
    dt = time.ticks_diff(time.ticks_us(), t0)
    wakes += 1
    if dt < n * 1000:
        early.append((n, dt))


async def measure_s(ms):
    global wakes
    t0 = time.ticks_us()
    await asyncio.sleep(ms / 1000)
    dt = time.ticks_diff(time.ticks_us(), t0)
    wakes += 1
    # The float may be a microsecond short of the milliseconds.
    if dt < ms * 1000 - 1:
        early.append((ms, dt))


def spin(us):
    t0 = time.ticks_us()
    while time.ticks_diff(time.ticks_us(), t0) < us:
        pass


async def many(n):
    # A little work before each, so that it does not start on a millisecond.
    for i in range(n):
        spin(137 * i % 1000)
        await measure(i % 5)


async def main():
    for n in range(1, 16):
        await measure(n)
        await measure_s(n)
    await asyncio.gather(*[many(20) for _ in range(10)])

    for i in range(20):
        spin(731 * i % 1000)
        await measure(2)

    # A time-out is not early either.
    for n in range(1, 10):
        t0 = time.ticks_us()
        try:
            await asyncio.wait_for_ms(asyncio.Event().wait(), n)
        except asyncio.TimeoutError:
            pass
        dt = time.ticks_diff(time.ticks_us(), t0)
        if dt < n * 1000:
            early.append(("wait_for_ms", n, dt))


asyncio.run(main())
print(wakes, early)
