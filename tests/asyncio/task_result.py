# SPDX-License-Identifier: MIT
# cpython: done, cancelled, result and exception of a task in each of its states.
import asyncio


async def value():
    await asyncio.sleep(0)
    return ["value"]


async def bad():
    await asyncio.sleep(0)
    raise ValueError("bad")


async def forever():
    await asyncio.sleep(100)


def show(what, t):
    print(what, t.done(), t.cancelled())
    for name in ("result", "exception"):
        try:
            r = getattr(t, name)()
            print(" ", name, type(r).__name__, r.args if isinstance(r, Exception) else r)
        except asyncio.InvalidStateError:
            print(" ", name, "raises InvalidStateError")
        except asyncio.CancelledError as er:
            print(" ", name, "raises CancelledError")
        except ValueError as er:
            print(" ", name, "raises ValueError", er.args)


async def main():
    # Stock's handler reports an exception that is looked at this late; not the subject here.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    v, b, c, m = [asyncio.create_task(x) for x in (value(), bad(), forever(), forever())]
    show("new", v)
    await asyncio.sleep(0)
    show("started", b)
    c.cancel()
    m.cancel("enough")
    show("cancel requested", c)
    await asyncio.sleep(0.01)
    show("returned", v)
    show("raised", b)
    show("cancelled", c)
    try:
        m.result()
    except asyncio.CancelledError as er:
        print(er.args)
    show("cancelled", m)

    # The result can be asked for and awaited any number of times.
    print(v.result() is v.result(), await v is v.result(), await v)
    for _ in range(2):
        try:
            await b
        except ValueError as er:
            print(er is b.exception())
    for t in (c, m, c):
        try:
            await t
        except asyncio.CancelledError:
            print("CancelledError")


asyncio.run(main())
