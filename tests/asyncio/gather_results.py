# SPDX-License-Identifier: MIT
# cpython: gather: order of the results, exceptions, return_exceptions, empty, nested.
import asyncio

log = []


async def value(name, t):
    await asyncio.sleep(t)
    log.append(name)
    return name


async def bad(name, t):
    await asyncio.sleep(t)
    log.append(name)
    raise ValueError(name)


async def main():
    # The results come in the order of the arguments.
    print(await asyncio.gather(value("a", 0.03), value("b", 0.01), value("c", 0.02)))
    print(log)
    log.clear()

    print(await asyncio.gather())
    print(await asyncio.gather(return_exceptions=True))
    print(await asyncio.gather(value("one", 0)))

    # The first exception is raised at once, the others run on.
    log.clear()
    try:
        await asyncio.gather(value("a", 0.04), bad("b", 0.01), bad("c", 0.02))
    except ValueError as er:
        print("ValueError", er.args, log)
    await asyncio.sleep(0.06)
    print(log)

    # return_exceptions collects them all.
    r = await asyncio.gather(
        value("a", 0.02), bad("b", 0.01), asyncio.sleep(0, "s"), return_exceptions=True
    )
    print([(type(x).__name__, x.args) if isinstance(x, Exception) else x for x in r])

    # Tasks, finished ones among them.
    t = asyncio.create_task(value("finished", 0))
    await asyncio.sleep(0.01)
    f = asyncio.Future()
    f.set_result("future")
    print(t.done(), await asyncio.gather(t, f, value("new", 0)))

    # A finished failure.
    t = asyncio.create_task(bad("finished", 0))
    await asyncio.wait_for(asyncio.gather(t, return_exceptions=True), 1)
    r = await asyncio.gather(t, value("v", 0), return_exceptions=True)
    print(r[0] is t.exception(), r[1])
    try:
        await asyncio.gather(value("v", 0), t)
    except ValueError as er:
        print("ValueError", er.args)

    # Nested.
    print(
        await asyncio.gather(
            asyncio.gather(value(1, 0.02), value(2, 0.01)), asyncio.gather(), value(3, 0)
        )
    )

    # A gather that is awaited later.
    g = asyncio.gather(value("x", 0), value("y", 0))
    await asyncio.sleep(0.01)
    print(await g)


asyncio.run(main())
