# SPDX-License-Identifier: MIT
# cpython: cancelling a task that awaits another task or a future cancels that one too.
import asyncio


async def inner():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as er:
        print("inner cancelled", er.args)
        raise


async def inner_swallows():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("inner swallows")
    return "inner's result"


async def outer(name, aw):
    try:
        r = await aw
        print(name, "got", r)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def settle(*tasks):
    for t in tasks:
        try:
            await t
        except asyncio.CancelledError:
            pass
    print([t.cancelled() for t in tasks])


async def main():
    # A chain of three.
    a = asyncio.create_task(inner())
    b = asyncio.create_task(outer("b", a))
    c = asyncio.create_task(outer("c", b))
    await asyncio.sleep(0.01)
    c.cancel("stop")
    await settle(a, b, c)

    # Two waiters of one task: cancelling the one cancels the task, so both hear of it.
    a = asyncio.create_task(inner())
    b = asyncio.create_task(outer("b", a))
    c = asyncio.create_task(outer("c", a))
    await asyncio.sleep(0.01)
    b.cancel()
    await settle(a, b, c)

    # The awaited task swallows it: then its waiter goes on.
    a = asyncio.create_task(inner_swallows())
    b = asyncio.create_task(outer("b", a))
    await asyncio.sleep(0.01)
    b.cancel()
    await settle(a, b)

    # A future.
    f = asyncio.Future()
    b = asyncio.create_task(outer("b", f))
    c = asyncio.create_task(outer("c", f))
    await asyncio.sleep(0.01)
    b.cancel()
    await settle(b, c)
    print(f.cancelled())

    # An Event is not cancelled with its waiter.
    e = asyncio.Event()
    b = asyncio.create_task(outer("b", e.wait()))
    c = asyncio.create_task(outer("c", e.wait()))
    await asyncio.sleep(0.01)
    b.cancel()
    await settle(b)
    e.set()
    await settle(c)


asyncio.run(main())
