# SPDX-License-Identifier: MIT
# cpython: names of tasks, get_coro, and that a Task is a Future.
import asyncio


async def who():
    t = asyncio.current_task()
    return t.get_name()


async def main():
    coro = who()
    t = asyncio.create_task(coro, name="given")
    print(t.get_name(), t.get_coro() is coro)
    print(await t)

    t = asyncio.create_task(who())
    t.set_name("later")
    print(t.get_name(), await t)
    t.set_name(17)
    print(repr(t.get_name()))

    # The default: Task- and a number, unique, and it stays.
    ts = [asyncio.create_task(who()) for _ in range(5)]
    names = [t.get_name() for t in ts]
    print(all(n.startswith("Task-") and int(n[5:]) > 0 for n in names))
    print(len(set(names)))
    print(names == [t.get_name() for t in ts], names == await asyncio.gather(*ts))

    t = asyncio.create_task(who(), name=None)
    print((await t).startswith("Task-"))

    t = asyncio.get_running_loop().create_task(who(), name="from the loop")
    print(await t)

    print(issubclass(asyncio.Task, asyncio.Future))
    print(isinstance(t, asyncio.Task), isinstance(t, asyncio.Future))
    print(isinstance(asyncio.Future(), asyncio.Task))
    print(len({t, t, asyncio.current_task()}), t == t, t == asyncio.current_task())


asyncio.run(main())
