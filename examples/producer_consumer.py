# SPDX-License-Identifier: MIT
# One task measures, two others work on what it has measured: an Event to wake them, a Lock to take turns.

import asyncio

measured = []
available = asyncio.Event()
display = asyncio.Lock()  # only one at a time may use the display


async def sensor():
    for value in (20, 21, 23, 22, 24, 21):
        await asyncio.sleep(0.1)
        measured.append(value)
        available.set()


async def show(name, value):
    async with display:
        print(name, "shows", value, end="")
        await asyncio.sleep(0.05)  # a slow display; without the lock the lines would mix
        print(" degrees")


async def worker(name):
    while True:
        while not measured:
            available.clear()
            await available.wait()  # sleeps until the sensor calls set()
        await show(name, measured.pop(0))


async def main():
    workers = [asyncio.create_task(worker(name)) for name in ("left", "right")]
    await sensor()
    await asyncio.sleep(0.2)  # time for the last value
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    print("done")


asyncio.run(main())
