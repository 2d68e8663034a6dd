# SPDX-License-Identifier: MIT
# How late sleep_ms() ends. CASE: TASKS, that many others sleep 0 ms all the time; N: sleeps of 1 to 7 ms.
# Prints the earliest, the 99th percentile and the latest, microseconds after the time that was asked for.
import asyncio
from common import main, percentile, sleep_ms, ticks_diff, ticks_us


async def late(n, others):
    async def busy():
        while True:
            await sleep_ms(0)

    jobs = [asyncio.create_task(busy()) for _ in range(others)]
    await sleep_ms(1)
    found = []
    for i in range(n):
        ms = 1 + i % 7
        began = ticks_us()
        await sleep_ms(ms)
        found.append(ticks_diff(ticks_us(), began) - ms * 1000)
    found.sort()
    for job in jobs:
        job.cancel()
    return "%d %d %d" % (found[0], percentile(found, 99), found[-1])


main({"late": late})
