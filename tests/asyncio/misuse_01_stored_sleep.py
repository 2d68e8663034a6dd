# SPDX-License-Identifier: MIT
# cpython: users.md item 1, a sleep() that is stored and awaited later sleeps its own time.
import asyncio

log = []


async def mark(t, name):
    await asyncio.sleep(t)
    log.append(name)


async def main():
    # The stored sleep counts from its await: 20 + 80 ms, after the mark at 60 and before the one at 180.
    marks = asyncio.gather(mark(0.06, "60 ms"), mark(0.18, "180 ms"))
    await asyncio.sleep(0)
    stored = asyncio.sleep(0.08)
    await asyncio.sleep(0.02)
    log.append("20 ms")
    await stored
    log.append("100 ms")
    await marks
    print(log)

    # Two of them, awaited in the other order.
    log.clear()
    marks = asyncio.gather(mark(0.03, "30 ms"), mark(0.12, "120 ms"), mark(0.24, "240 ms"))
    await asyncio.sleep(0)
    a = asyncio.sleep(0.15)
    b = asyncio.sleep(0.06)
    await b
    log.append("60 ms")
    await a
    log.append("210 ms")
    await marks
    print(log)

    # Awaited a second time it is an error, not a silent nothing.
    try:
        await a
        print("awaited twice")
    except RuntimeError:
        print("RuntimeError")

    # A sleep in another task does not disturb a stored one.
    log.clear()
    s = asyncio.sleep(0.1)
    t = asyncio.create_task(mark(0.02, "other"))
    await s
    log.append("mine")
    print(log, t.done())

    # Three tasks with one stored sleep each.
    async def use(s, name):
        await s
        log.append(name)

    log.clear()
    sleeps = [asyncio.sleep(0.03 * (3 - i)) for i in range(3)]
    await asyncio.gather(*[use(s, i) for i, s in enumerate(sleeps)])
    print(log)


asyncio.run(main())
