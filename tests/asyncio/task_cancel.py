# SPDX-License-Identifier: MIT
# cpython: cancelling a task in each of its states, with and without a message.
import asyncio


async def work(name, n=3):
    try:
        for i in range(n):
            print(name, i)
            await asyncio.sleep(0.01)
        print(name, "done")
        return name
    except asyncio.CancelledError as er:
        print(name, "cancelled", er.args)
        raise
    finally:
        print(name, "finally")


async def outcome(t):
    try:
        print("result", await t)
    except asyncio.CancelledError as er:
        print("CancelledError", er.args)


async def stubborn():
    for i in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as er:
            print("swallowed", er.args)
    return "still here"


async def replaces():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError("instead")


async def main():
    # Before it has started: its code never runs.
    t = asyncio.create_task(work("never"))
    print(t.cancel(), t.done())
    await outcome(t)
    print(t.cancelled())

    # While it sleeps.
    t = asyncio.create_task(work("asleep"))
    await asyncio.sleep(0)
    print(t.cancel())
    await outcome(t)

    # While it is ready: two requests are one.
    t = asyncio.create_task(work("twice"))
    await asyncio.sleep(0)
    print(t.cancel(), t.cancel())
    await outcome(t)

    # When it is done already.
    t = asyncio.create_task(work("done", 1))
    await outcome(t)
    print(t.cancel(), t.cancelled())

    # With a message.
    t = asyncio.create_task(work("message"))
    await asyncio.sleep(0)
    t.cancel("why")
    await outcome(t)

    # Swallowed, twice, and then it ends as it likes.
    t = asyncio.create_task(stubborn())
    for msg in ("one", "two"):
        await asyncio.sleep(0.01)
        print(t.cancel(msg))
    await outcome(t)
    print(t.cancelled())

    # Another exception instead.
    t = asyncio.create_task(replaces())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except ValueError as er:
        print("ValueError", er.args, t.cancelled())


asyncio.run(main())
