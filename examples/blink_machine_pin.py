# SPDX-License-Identifier: MIT
# MicroPython's own way to the pins: machine.Pin, and sleep_ms() instead of sleep().

import asyncio
from machine import Pin


async def heartbeat(led):
    # Two short beats and a pause, for ever.
    while True:
        for _ in range(2):
            led.on()
            await asyncio.sleep_ms(60)
            led.off()
            await asyncio.sleep_ms(140)
        await asyncio.sleep_ms(500)


async def main():
    led = Pin("LED", Pin.OUT)
    asyncio.create_task(heartbeat(led))
    await asyncio.sleep(3)
    # run() ends with main(): it cancels what is left, here the endless heartbeat.


asyncio.run(main())
