# SPDX-License-Identifier: MIT
# cpython: users.md item 8, a task that cancels itself; stock raises RuntimeError.
import asyncio


async def at_next_await():
    print("cancel", asyncio.current_task().cancel())
    print("still running")
    try:
        await asyncio.sleep(10)
        print("not reached")
    except asyncio.CancelledError as er:
        print("at the await", er.args)
        raise


async def swallow():
    asyncio.current_task().cancel()
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("swallowed")
    await asyncio.sleep(0.01)
    return "went on"


async def in_event_wait():
    asyncio.current_task().cancel()
    e = asyncio.Event()
    try:
        await e.wait()
    except asyncio.CancelledError:
        print("in Event.wait")
        raise


async def no_await():
    asyncio.current_task().cancel()
    return "ignored"


async def done_things():
    # What does not wait does not notice the cancellation.
    asyncio.current_task().cancel()
    e = asyncio.Event()
    e.set()
    print("set event", await e.wait())
    lock = asyncio.Lock()
    print("free lock", await lock.acquire())
    await asyncio.sleep(0)
    print("not reached")


async def child():
    print("the child starts")
    try:
        await asyncio.sleep(0.02)
        print("not reached")
    except asyncio.CancelledError:
        print("the child is cancelled")
        raise


async def awaits_child():
    # What it awaits next is cancelled with it, as with any cancelled task.
    t = asyncio.create_task(child())
    await asyncio.sleep(0)
    asyncio.current_task().cancel()
    try:
        await t
    finally:
        print("child:", t.cancelled())


async def cancels_its_waiter():
    # The cancellation of the waiter is handed on to the task it waits for: this one.
    waiter.cancel()
    print("still running")
    await asyncio.sleep(0)
    print("not reached")


async def waits_for_it():
    global waiter
    waiter = asyncio.current_task()
    await asyncio.create_task(cancels_its_waiter())


async def main():
    for coro in (
        at_next_await(),
        swallow(),
        in_event_wait(),
        no_await(),
        done_things(),
        awaits_child(),
        waits_for_it(),
    ):
        t = asyncio.create_task(coro)
        try:
            print("result", await t)
        except asyncio.CancelledError:
            print("main: CancelledError")
        print(t.cancelled())
        print("----")


asyncio.run(main())


async def main_itself():
    asyncio.current_task().cancel()
    await asyncio.sleep(0)


try:
    asyncio.run(main_itself())
except asyncio.CancelledError:
    print("run: CancelledError")
