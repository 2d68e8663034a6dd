# SPDX-License-Identifier: MIT
# cpython: cancelling a gather cancels its children; a cancelled child counts as a failure.
import asyncio


async def child(name):
    try:
        print(name, "starts")
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def swallow(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "swallows")
    return name


async def gathers(*aws, **kw):
    try:
        print("gathered", await asyncio.gather(*aws, **kw))
    except asyncio.CancelledError:
        print("gather cancelled")
        raise


async def main():
    # The gathering task is cancelled.
    for kw in ({}, {"return_exceptions": True}):
        children = [asyncio.create_task(child(i)) for i in range(3)]
        t = asyncio.create_task(gathers(*children, **kw))
        await asyncio.sleep(0.01)
        print(t.cancel())
        try:
            await t
        except asyncio.CancelledError:
            print("main: CancelledError")
        await asyncio.sleep(0.01)
        print([c.cancelled() for c in children])

    # One child is cancelled.
    a, b = asyncio.create_task(child("a")), asyncio.create_task(child("b"))
    t = asyncio.create_task(gathers(a, b))
    await asyncio.sleep(0.01)
    a.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("main: CancelledError", b.done())
    b.cancel()
    await asyncio.sleep(0.01)

    a, b = asyncio.create_task(child("a")), asyncio.create_task(asyncio.sleep(0.02, "b"))
    t = asyncio.create_task(asyncio.wait_for(asyncio.gather(a, b, return_exceptions=True), 1))
    await asyncio.sleep(0.01)
    a.cancel()
    r = await t
    print(isinstance(r[0], asyncio.CancelledError), r[1])

    # wait_for around a gather.
    children = [asyncio.create_task(child(i)) for i in range(2)]
    try:
        await asyncio.wait_for(asyncio.gather(*children), 0.01)
    except asyncio.TimeoutError:
        print("TimeoutError")
    await asyncio.sleep(0.01)
    print([c.cancelled() for c in children])


asyncio.run(main())
