# SPDX-License-Identifier: MIT
# cpython: Event: set then clear wakes, waiters in their order, cancelled waiters, wait on a set one.
import asyncio

log = []


async def waiter(name, e):
    log.append((name, await e.wait()))


async def setter(e):
    e.set()
    e.clear()


async def main():
    e = asyncio.Event()
    print(e.is_set(), e.set(), e.is_set(), e.clear(), e.is_set(), e.clear())

    # Set and cleared at once: those who waited are woken, those who come later wait.
    ts = [asyncio.create_task(waiter(i, e)) for i in range(3)]
    await asyncio.sleep(0)
    e.set()
    e.clear()
    late = asyncio.create_task(waiter("late", e))
    await asyncio.sleep(0.01)
    print(log, e.is_set(), late.done())
    e.set()
    await late
    print(log[-1])
    e.clear()

    # Many, in their order.
    log.clear()
    ts = [asyncio.create_task(waiter(i, e)) for i in range(50)]
    await asyncio.sleep(0)
    e.set()
    await asyncio.gather(*ts)
    print([name for name, _ in log] == list(range(50)), all(r is True for _, r in log))

    # A set event does not make one wait: no other task runs meanwhile.
    log.clear()
    t = asyncio.create_task(waiter("other", e))
    for _ in range(5):
        await e.wait()
    print(log)
    await t

    # Some are cancelled; the others are woken.
    e.clear()
    log.clear()
    ts = [asyncio.create_task(waiter(i, e)) for i in range(6)]
    await asyncio.sleep(0)
    for i in (0, 3, 5):
        ts[i].cancel()
    await asyncio.sleep(0)
    e.set()
    r = await asyncio.gather(*ts, return_exceptions=True)
    print([name for name, _ in log], [x is None for x in r])

    # Waiting again and again, set by somebody else each time.
    e.clear()
    for i in range(3):
        asyncio.create_task(setter(e))
        print(i, await e.wait(), e.is_set())

    # Two events, one task waits for the one and then for the other.
    a, b = asyncio.Event(), asyncio.Event()

    async def both():
        await a.wait()
        log.append("a")
        await b.wait()
        log.append("b")

    log.clear()
    t = asyncio.create_task(both())
    await asyncio.sleep(0)
    b.set()
    b.clear()
    await asyncio.sleep(0.01)
    print(log)
    a.set()
    await asyncio.sleep(0.01)
    print(log)
    b.set()
    await t
    print(log)

    # Waiting and setting in turns.
    ping, pong = asyncio.Event(), asyncio.Event()

    async def player(mine, theirs, n):
        for i in range(n):
            await mine.wait()
            mine.clear()
            count.append(i)
            theirs.set()

    count = []
    ping.set()
    await asyncio.gather(player(ping, pong, 100), player(pong, ping, 100))
    print(len(count), count[-1])


asyncio.run(main())
