# SPDX-License-Identifier: MIT
# On the emulated Pico: an edge at GP2 interrupts, its handler sets a flag, the task that waits for the flag sets GP3.
import asyncio
from machine import Pin

flag = asyncio.ThreadSafeFlag()
output = Pin(3, Pin.OUT, value=0)
source = Pin(2, Pin.IN)
source.irq(lambda pin: flag.set(), Pin.IRQ_RISING)


async def main():
    for _ in range(EDGES):
        await flag.wait()
        output.on()
        await asyncio.sleep_ms(1)
        output.off()


print("ready")
asyncio.run(main())
