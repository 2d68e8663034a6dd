# SPDX-License-Identifier: MIT
# Tasks that wait for each other in a long chain, or in a circle: no crash, no hang.
import asyncio, gc

N = 1000 if gc.mem_free() > 1000000 else 100


async def last():
    await asyncio.sleep_ms(20)
    return 0


async def link(t):
    return 1 + await t


async def chain():
    t = asyncio.create_task(last())
    ts = [t]
    for _ in range(N):
        t = asyncio.create_task(link(t))
        ts.append(t)
    await asyncio.sleep_ms(0)
    return ts


async def circle(i):
    try:
        await asyncio.sleep_ms(0)
        await ring[(i + 1) % len(ring)]
    except asyncio.CancelledError:
        ended.append(i)
        raise


async def main():
    ts = await chain()
    print(await ts[-1] == N)
    print(all([t.done() for t in ts]), ts[10].result())

    ts = await chain()
    print(ts[-1].cancel())
    try:
        await ts[-1]
    except asyncio.CancelledError:
        print("CancelledError")
    print(all([t.cancelled() for t in ts]))

    # A circle, left to the end of run().
    ring.extend([asyncio.create_task(circle(i)) for i in range(3)])
    await asyncio.sleep_ms(10)
    print([t.done() for t in ring])


ring, ended = [], []
asyncio.run(main())
print(sorted(ended))

# A circle, cancelled by hand.
async def main2():
    ring[:] = [asyncio.create_task(circle(i)) for i in range(2)]
    await asyncio.sleep_ms(10)
    ring[0].cancel()
    await asyncio.sleep_ms(10)
    print([t.done() for t in ring])


ended.clear()
asyncio.run(main2())
print(sorted(ended))
