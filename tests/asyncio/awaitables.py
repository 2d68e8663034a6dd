# SPDX-License-Identifier: MIT
# Everything that can be awaited can be made a task; what cannot is refused at once.
import asyncio


class Iterable:
    # MicroPython's way to write an awaitable: __iter__.
    def __iter__(self):
        yield from asyncio.sleep_ms(10)
        return "iterated"


async def coroutine():
    await asyncio.sleep(0)
    return "coroutine"


def generator():
    yield from asyncio.sleep_ms(1)
    return "generator"


def refused(f, *args):
    try:
        f(*args)
        print("accepted")
    except TypeError:
        print("TypeError")


async def main():
    f = asyncio.Future()
    f.set_result("future")
    print(await asyncio.create_task(coroutine()))
    print(await asyncio.create_task(generator()))
    print(await asyncio.create_task(f))
    print(await asyncio.create_task(asyncio.sleep_ms(1)))
    print(await asyncio.create_task(asyncio.gather(coroutine(), generator())))
    print(await asyncio.create_task(asyncio.wait_for_ms(coroutine(), 1000)))
    print(await Iterable())
    print(await asyncio.create_task(asyncio.create_task(coroutine())))
    flag = asyncio.ThreadSafeFlag()
    flag.set()
    print(await asyncio.create_task(flag.wait()))

    for x in (1, None, "coroutine", main, asyncio.sleep, [1]):
        refused(asyncio.create_task, x)
    for x in (1, None):
        try:
            await asyncio.gather(x)
            print("accepted")
        except TypeError:
            print("TypeError")
        try:
            await asyncio.wait_for(x, 1)
            print("accepted")
        except TypeError:
            print("TypeError")
    print(asyncio.iscoroutine(1), asyncio.iscoroutine(main))
    c = coroutine()
    print(asyncio.iscoroutine(c), await c)


for x in (1, None, main, "main"):
    refused(asyncio.run, x)
asyncio.run(main())
