# SPDX-License-Identifier: MIT
# cpython: users.md item 10, tasks do not survive run() into the next run().
import asyncio

ticks = 0


async def ticker():
    global ticks
    while True:
        ticks += 1
        await asyncio.sleep(0.01)


async def with_ticker():
    asyncio.create_task(ticker())
    await asyncio.sleep(0.05)


async def without():
    await asyncio.sleep(0.05)
    return "second run"


async def wait_forever(e):
    await e.wait()
    print("woken")


async def leaves_waiter(e):
    asyncio.create_task(wait_forever(e))
    await asyncio.sleep(0.01)


async def sets(e):
    e.set()
    await asyncio.sleep(0.02)
    print("event was set")


asyncio.run(with_ticker())
first = ticks
print(first > 1)
print(asyncio.run(without()))
print(ticks == first)

e = asyncio.Event()
asyncio.run(leaves_waiter(e))
asyncio.run(sets(e))
