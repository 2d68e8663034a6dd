# SPDX-License-Identifier: MIT
# cpython: which tasks get one more turn when main returns, and which are cancelled before.
import asyncio


async def steps(name, n):
    try:
        for i in range(n):
            print(name, i)
            await asyncio.sleep(0)
        print(name, "ends")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


# A task that main leaves ready gets its turn.
async def main1():
    asyncio.create_task(steps("a", 3))
    print("main returns")


asyncio.run(main1())
print("----")


# What that task makes ready does not get a turn: the pass is over.
async def parent():
    print("parent")
    asyncio.create_task(steps("child", 1))


async def main2():
    asyncio.create_task(parent())
    print("main returns")


asyncio.run(main2())
print("----")


# What the rest of main's own pass makes ready gets its turn.
async def starter(event):
    event.set()  # main is ready first,
    asyncio.create_task(parent3())  # and then this one


async def parent3():
    print("parent")
    asyncio.create_task(steps("child", 2))


async def main3():
    event = asyncio.Event()
    asyncio.create_task(starter(event))
    await event.wait()
    print("main returns")


asyncio.run(main3())
print("----")


# A task that is just running along gets one turn more, then its cancellation.
async def main4():
    asyncio.create_task(steps("b", 10))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("main returns")


asyncio.run(main4())
print("----")


# Awaiting a sleeping task does not keep main from ending; the sleeper is cancelled in its sleep.
async def sleeper():
    try:
        print("sleeper starts")
        await asyncio.sleep(10)
        print("not reached")
    finally:
        print("sleeper's finally")


async def main5():
    asyncio.create_task(sleeper())
    await asyncio.sleep(0.01)
    print("main returns")


asyncio.run(main5())
print("end")
