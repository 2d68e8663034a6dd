# SPDX-License-Identifier: MIT
# cpython: wait_for: in time, late, None, zero, negative, exceptions, futures and events.
import asyncio


async def work(t, result):
    try:
        await asyncio.sleep(t)
        return result
    except asyncio.CancelledError:
        print(result, "cancelled")
        raise


async def bad(t):
    await asyncio.sleep(t)
    raise ValueError("bad")


async def fails_instead():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise ValueError("instead")


async def attempt(aw, timeout):
    try:
        print("result", await asyncio.wait_for(aw, timeout))
    except asyncio.TimeoutError as er:
        print("TimeoutError", er.args)
    except ValueError as er:
        print("ValueError", er.args)
    except asyncio.CancelledError:
        print("CancelledError")


async def main():
    await attempt(work(0.01, "in time"), 5)
    await attempt(work(5, "late"), 0.01)
    await attempt(work(0.01, "no limit"), None)
    await attempt(bad(0.01), 5)
    await attempt(bad(0), None)
    await attempt(fails_instead(), 0.01)

    # Zero and less: only what is done already is in time.
    t = asyncio.create_task(work(0, "done"))
    await asyncio.sleep(0.01)
    await attempt(t, 0)
    await attempt(t, -1)
    await attempt(t, None)
    t = asyncio.create_task(work(0, "not done"))
    await asyncio.sleep(0)
    await attempt(t, 0)
    print(t.cancelled())

    # A task that is awaited goes with the time-out.
    t = asyncio.create_task(work(5, "task"))
    await attempt(t, 0.01)
    print(t.cancelled())

    # A future too, and what nobody sets is not set.
    f = asyncio.Future()
    await attempt(f, 0.01)
    print(f.cancelled())
    f = asyncio.Future()
    f.set_result("future")
    await attempt(f, 0.01)

    # An event's wait can time out and be tried again.
    e = asyncio.Event()
    for _ in range(3):
        await attempt(e.wait(), 0.01)
    e.set()
    await attempt(e.wait(), 0.01)

    # Inside of one another.
    await attempt(asyncio.wait_for(work(5, "inner first"), 0.01), 5)
    await attempt(asyncio.wait_for(work(5, "outer first"), 5), 0.01)

    # The awaited task is cancelled by somebody else.
    t = asyncio.create_task(work(5, "other"))
    w = asyncio.create_task(attempt(t, 5))
    await asyncio.sleep(0.01)
    t.cancel()
    await w

    # Many at once.
    r = await asyncio.gather(
        *[asyncio.wait_for(asyncio.sleep(0.02 * (i % 2 * 100), i), 0.5) for i in range(6)],
        return_exceptions=True
    )
    print([type(x).__name__ if isinstance(x, Exception) else x for x in r])


asyncio.run(main())
