# SPDX-License-Identifier: MIT
# cpython: a task that is woken and cancelled in the same pass gets the cancellation.
import asyncio


async def wait_event(e):
    try:
        await e.wait()
        print("event got")
    except asyncio.CancelledError:
        print("event wait cancelled")
        raise


async def wait_future(f):
    try:
        print("future got", await f)
    except asyncio.CancelledError:
        print("future wait cancelled")
        raise


async def main():
    for first_set in (True, False):
        e = asyncio.Event()
        t = asyncio.create_task(wait_event(e))
        await asyncio.sleep(0)
        if first_set:
            e.set()
            t.cancel()
        else:
            t.cancel()
            e.set()
        await asyncio.sleep(0.01)
        print(t.cancelled(), e.is_set())

    # The future keeps its result, the waiter gets the cancellation.
    f = asyncio.Future()
    t = asyncio.create_task(wait_future(f))
    await asyncio.sleep(0)
    f.set_result("result")
    print(t.cancel())
    await asyncio.sleep(0.01)
    print(t.cancelled(), f.cancelled(), f.result())

    # Likewise with a task that has just finished.
    a = asyncio.create_task(asyncio.sleep(0, "slept"))
    t = asyncio.create_task(wait_future(a))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(a.done(), t.done())
    t.cancel()
    await asyncio.sleep(0.01)
    print(t.cancelled(), a.cancelled(), a.result())


asyncio.run(main())
