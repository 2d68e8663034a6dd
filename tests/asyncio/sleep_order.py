# SPDX-License-Identifier: MIT
# cpython: order of sleeps, sleep(0) in turn, sleep(delay, result), negative and long delays.
import asyncio

log = []


async def sleeper(name, t):
    await asyncio.sleep(t)
    log.append(name)


async def stepper(name, n):
    for i in range(n):
        log.append(name + str(i))
        await asyncio.sleep(0)


async def main():
    # By deadline, whatever the order of the start.
    await asyncio.gather(*[sleeper(t, t / 100) for t in (5, 1, 4, 2, 3, 0)])
    print(log)

    # The same deadline: in the order of the start.
    log.clear()
    await asyncio.gather(*[sleeper(i, 0.02) for i in range(10)])
    print(sorted(log) == list(range(10)), len(log))

    # sleep(0) lets everybody else run once.
    log.clear()
    await asyncio.gather(stepper("a", 3), stepper("b", 3), stepper("c", 2))
    print(log)

    # It lets tasks run that were created before it.
    log.clear()
    t = asyncio.create_task(stepper("t", 1))
    print(log, t.done())
    await asyncio.sleep(0)
    print(log)
    await t

    # A negative delay is zero.
    log.clear()
    t = asyncio.create_task(stepper("t", 2))
    await asyncio.sleep(-1)
    await asyncio.sleep(-0.001)
    print(log)
    await t

    # A result.
    print(await asyncio.sleep(0), await asyncio.sleep(0, "now"), await asyncio.sleep(0.01, [1]))
    print(await asyncio.sleep(delay=0.01, result="by name"))

    # Hundreds of sleepers.
    log.clear()
    await asyncio.gather(*[sleeper(i % 7, 0.02 * (i % 7)) for i in range(140)])
    print([log.count(i) for i in range(7)], log == sorted(log))

    # Months: they stay where they are while short ones come and go, and can be cancelled.
    months = [asyncio.create_task(asyncio.sleep(d * 86400)) for d in (30, 90, 365, 1)]
    for _ in range(3):
        await asyncio.sleep(0.01)
    print([t.done() for t in months])
    for t in months:
        t.cancel()
    r = await asyncio.gather(*months, return_exceptions=True)
    print([isinstance(x, asyncio.CancelledError) for x in r])

    # Cancelling some of many sleepers leaves the others in order.
    log.clear()
    ts = [asyncio.create_task(sleeper(i, 0.02 * (i % 5) + 0.02)) for i in range(20)]
    await asyncio.sleep(0.01)
    for i in range(0, 20, 3):
        ts[i].cancel()
    await asyncio.gather(*ts, return_exceptions=True)
    print(sorted(log), [i % 5 for i in log] == sorted([i % 5 for i in log]))


asyncio.run(main())
