# SPDX-License-Identifier: MIT
# cpython: done-callbacks are called by the loop, in order, with the future as argument.
import asyncio


async def value():
    await asyncio.sleep(0)
    return "value"


async def main():
    log = []

    def first(f):
        log.append(("first", f is t))

    def second(f):
        log.append(("second", f.done(), f.result()))

    t = asyncio.create_task(value())
    t.add_done_callback(first)
    t.add_done_callback(second)
    print(log)
    await t
    await asyncio.sleep(0)
    print(log)

    # Added to a task that is done: called by the loop, not at once.
    log.clear()
    print(t.add_done_callback(first), log)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(log)

    # A callback added twice is called twice, and removed with all its copies.
    f = t = asyncio.Future()
    log.clear()
    f.add_done_callback(first)
    f.add_done_callback(second)
    f.add_done_callback(first)
    print(f.remove_done_callback(first), f.remove_done_callback(first))
    f.add_done_callback(first)
    f.set_result("result")
    print(log)
    await asyncio.sleep(0.01)
    print(log)
    print(f.remove_done_callback(first))

    # Called on cancellation and on an exception too.
    log.clear()
    f = asyncio.Future()
    f.add_done_callback(lambda f: log.append(("cancelled", f.cancelled())))
    f.cancel()
    g = asyncio.Future()
    g.add_done_callback(lambda f: log.append(("exception", f.exception().args)))
    g.set_exception(ValueError("bad"))
    await asyncio.sleep(0.01)
    print(log)

    # A callback may add another one, and a waiter is woken all the same.
    log.clear()
    f = asyncio.Future()
    f.add_done_callback(lambda f: f.add_done_callback(lambda f: log.append("nested")))
    w = asyncio.create_task(asyncio.wait_for(f, 1))
    await asyncio.sleep(0)
    f.set_result(5)
    print(await w)
    await asyncio.sleep(0.01)
    print(log)

    # A callback that raises is reported, the others are called.
    def bad(f):
        raise ValueError("in a callback")

    def handler(loop, context):
        log.append(("handler", context["exception"].args))

    log.clear()
    asyncio.get_running_loop().set_exception_handler(handler)
    f = asyncio.Future()
    f.add_done_callback(bad)
    f.add_done_callback(lambda f: log.append("called"))
    f.set_result(None)
    await asyncio.sleep(0.01)
    print(log)


asyncio.run(main())
