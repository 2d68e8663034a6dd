# SPDX-License-Identifier: MIT
# ThreadSafeFlag.set() from micropython.schedule, with nothing else to do and under load.
import asyncio, micropython


def callback(flag):
    flag.set()


def again(n):
    # Schedules itself until it has run n times.
    left[0] -= 1
    if left[0]:
        micropython.schedule(again, n)
    else:
        flag.set()


async def busy():
    while True:
        await asyncio.sleep_ms(0)


async def main():
    for i in range(3):
        micropython.schedule(callback, flag)
        await flag.wait()
        print("scheduled", i)

    # Scheduled by another task while this one waits.
    async def schedules():
        await asyncio.sleep_ms(10)
        micropython.schedule(callback, flag)

    for i in range(3):
        t = asyncio.create_task(schedules())
        await flag.wait()
        print("by a task", i)
        await t

    left[0] = 50
    micropython.schedule(again, 50)
    await flag.wait()
    print("chain", left[0])

    b = asyncio.create_task(busy())
    micropython.schedule(callback, flag)
    await flag.wait()
    print("busy")
    b.cancel()


left = [0]
flag = asyncio.ThreadSafeFlag()
asyncio.run(main())
