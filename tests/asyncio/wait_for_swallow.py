# SPDX-License-Identifier: MIT
# wait_for of a task that swallows the cancellation, and wait_for_ms.
import asyncio


async def swallow(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "swallows")
    await asyncio.sleep_ms(20)
    print(name, "ends")
    return name


async def waits(aw, t):
    try:
        print("result", await asyncio.wait_for(aw, t))
    except asyncio.CancelledError:
        print("wait_for cancelled")
        raise


async def main():
    # The time is up, whatever the task makes of it; wait_for waits for its end.
    try:
        await asyncio.wait_for(swallow("late"), 0.01)
    except asyncio.TimeoutError:
        print("TimeoutError")
    try:
        await asyncio.wait_for_ms(swallow("late"), 10)
    except asyncio.TimeoutError:
        print("TimeoutError")

    # Cancelled from outside: the wait ends at once, the task ends as it likes.
    t = asyncio.create_task(waits(swallow("inner"), 10))
    await asyncio.sleep_ms(10)
    t.cancel()
    await asyncio.sleep_ms(50)
    print(t.cancelled())

    # wait_for_ms takes milliseconds.
    print(await asyncio.wait_for_ms(asyncio.sleep_ms(10), 5000))
    try:
        await asyncio.wait_for_ms(asyncio.sleep_ms(5000), 10)
    except asyncio.TimeoutError:
        print("TimeoutError")
    print(await asyncio.wait_for_ms(asyncio.sleep(0, "no limit"), None))


asyncio.run(main())
