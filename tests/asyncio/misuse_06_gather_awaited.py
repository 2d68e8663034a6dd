# SPDX-License-Identifier: MIT
# cpython: users.md item 6, a task that is awaited, gathered and gathered twice; stock refuses.
import asyncio


async def work(name):
    await asyncio.sleep(0.02)
    print("work", name)
    return name


async def bad():
    await asyncio.sleep(0.01)
    raise ValueError("bad")


async def waits(t):
    return "waiter of", await t


async def gathers(*ts):
    return await asyncio.gather(*ts)


async def main():
    # Awaited first, then gathered.
    t = asyncio.create_task(work(1))
    w = asyncio.create_task(waits(t))
    await asyncio.sleep(0)
    print(await asyncio.gather(t, work(2)))
    print(await w)

    # Gathered first, then awaited.
    t = asyncio.create_task(work(3))
    g = asyncio.create_task(gathers(t, asyncio.sleep(0.05)))
    await asyncio.sleep(0)
    print(await t, g.done())
    print(await g)

    # In two gathers.
    t = asyncio.create_task(work(4))
    print(await asyncio.gather(gathers(t, work(5)), gathers(work(6), t)))

    # The same one twice.
    t = asyncio.create_task(work(7))
    print(await asyncio.gather(t, t))
    print(await asyncio.gather(t, t, t))
    f = asyncio.Future()
    g = asyncio.create_task(gathers(f, f))
    await asyncio.sleep(0)
    f.set_result("f")
    print(await g)

    # All of them hear of an exception.
    t = asyncio.create_task(bad())
    ws = [asyncio.create_task(waits(t)), asyncio.create_task(gathers(t, t))]
    r = await asyncio.gather(t, *ws, return_exceptions=True)
    print([x.args for x in r], r[0] is r[1], r[0] is r[2])

    # Many waiters are woken in the order in which they came.
    t = asyncio.create_task(work(8))
    order = []

    async def waiter(i):
        await t
        order.append(i)

    await asyncio.gather(*[waiter(i) for i in range(10)])
    print(order)


asyncio.run(main())
