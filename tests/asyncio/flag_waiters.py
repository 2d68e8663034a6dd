# SPDX-License-Identifier: MIT
# ThreadSafeFlag: many waiters, set before the wait, clear, cancelled waiters, time-outs.
import asyncio

log = []


async def waiter(name, flag):
    await flag.wait()
    log.append(name)


async def main():
    flag = asyncio.ThreadSafeFlag()

    # One set() wakes all who wait, in their order, and is used up by them.
    ts = [asyncio.create_task(waiter(i, flag)) for i in range(5)]
    await asyncio.sleep_ms(10)
    print(log)
    flag.set()
    await asyncio.gather(*ts)
    print(log)
    try:
        await asyncio.wait_for_ms(flag.wait(), 10)
        print("still set")
    except asyncio.TimeoutError:
        print("not set")

    # Set before the wait: the wait ends and clears it.
    flag.set()
    await flag.wait()
    try:
        await asyncio.wait_for_ms(flag.wait(), 10)
        print("still set")
    except asyncio.TimeoutError:
        print("not set")

    # Set several times counts once; clear takes it back.
    flag.set()
    flag.set()
    await flag.wait()
    flag.set()
    flag.clear()
    try:
        await asyncio.wait_for_ms(flag.wait(), 10)
        print("still set")
    except asyncio.TimeoutError:
        print("not set")

    # Cancelled waiters leave the others waiting.
    log.clear()
    ts = [asyncio.create_task(waiter(i, flag)) for i in range(4)]
    await asyncio.sleep_ms(10)
    ts[0].cancel()
    ts[2].cancel()
    await asyncio.sleep_ms(10)
    print(log, [t.done() for t in ts])
    flag.set()
    await asyncio.gather(*ts, return_exceptions=True)
    print(log)

    # A wait in a loop gets each set.
    async def setter(n):
        for _ in range(n):
            await asyncio.sleep_ms(2)
            flag.set()

    t = asyncio.create_task(setter(20))
    for i in range(20):
        await flag.wait()
    await t
    print("20 sets")

    # Two flags back and forth.
    ping, pong = asyncio.ThreadSafeFlag(), asyncio.ThreadSafeFlag()

    async def player(mine, theirs):
        for _ in range(100):
            await mine.wait()
            theirs.set()

    ping.set()
    await asyncio.gather(player(ping, pong), player(pong, ping))
    print("100 rounds")


asyncio.run(main())
