# SPDX-License-Identifier: MIT
# cpython: run() cancels what main leaves behind and drives it to its end.
import asyncio


async def cleans_up(name):
    try:
        await asyncio.sleep(10)
    finally:
        print(name, "cleans up")
        await asyncio.sleep(0.02)
        print(name, "is clean")


async def swallows(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "goes on")
    for i in range(3):
        await asyncio.sleep(0.01)
        print(name, i)
    print(name, "ends")


async def ends_well():
    asyncio.create_task(cleans_up("t"))
    await asyncio.sleep(0.01)
    return "main's result"


async def raises():
    asyncio.create_task(cleans_up("t"))
    await asyncio.sleep(0.01)
    print("main raises")
    raise ValueError("from main")


async def leaves_swallower():
    asyncio.create_task(swallows("s"))
    await asyncio.sleep(0)


async def waiter_of_event(ev):
    try:
        await ev.wait()
    except asyncio.CancelledError:
        print("waiter cancelled")
        raise


async def waiter_of_future(fut):
    try:
        await fut
    except asyncio.CancelledError:
        print("waiter cancelled, future cancelled:", fut.cancelled())
        raise


async def leaves_waiter():
    asyncio.create_task(waiter_of_event(asyncio.Event()))
    await asyncio.sleep(0)


async def leaves_future():
    asyncio.create_task(waiter_of_future(asyncio.Future()))
    await asyncio.sleep(0)


async def leaves_many():
    global tasks
    tasks = [asyncio.create_task(asyncio.sleep(10)) for _ in range(20)]
    await asyncio.sleep(0)
    print([t.done() for t in tasks[:3]])


print(asyncio.run(ends_well()))
print("----")
try:
    asyncio.run(raises())
except ValueError as er:
    print("run raises", er.args)
print("----")
asyncio.run(leaves_swallower())
print("----")
asyncio.run(leaves_waiter())
print("----")
asyncio.run(leaves_future())
print("----")
asyncio.run(leaves_many())
print(all(t.done() for t in tasks), all(t.cancelled() for t in tasks))
