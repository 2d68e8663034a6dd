# SPDX-License-Identifier: MIT
# sleep_ms: stored, by turns, negative, too long, of the wrong type.
import asyncio

log = []


async def mark(ms, name):
    await asyncio.sleep_ms(ms)
    log.append(name)


async def main():
    # Stored ones, awaited in another order; each counts from its await.
    t = asyncio.gather(mark(60, "60"), mark(150, "150"))
    a = asyncio.sleep_ms(30)
    b = asyncio.sleep_ms(90)
    await b
    log.append("90")
    await a
    log.append("120")
    await t
    print(log)
    try:
        await a
        print("awaited twice")
    except RuntimeError:
        print("RuntimeError")

    # One that two tasks wait for.
    c = asyncio.sleep_ms(30)
    r = await asyncio.gather(
        asyncio.create_task(c), asyncio.create_task(c), return_exceptions=True
    )
    print(sorted([type(x).__name__ for x in r]))

    # Zero and below.
    for ms in (0, -1, -(10**6)):
        print(await asyncio.sleep_ms(ms))

    # Wrong types are refused where they are given.
    for ms in ("1", None, [1]):
        for f in (asyncio.sleep_ms, asyncio.sleep):
            try:
                f(ms)
                print("accepted", ms)
            except TypeError:
                print("TypeError")

    # Any number of sleeps may be stored at the same time.
    log.clear()
    sleeps = [asyncio.sleep_ms(20 * i) for i in range(10)]

    async def use(i):
        await sleeps[i]
        log.append(i)

    await asyncio.gather(*[use(i) for i in range(9, -1, -1)])
    print(log)


asyncio.run(main())
