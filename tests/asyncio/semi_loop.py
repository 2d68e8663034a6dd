# SPDX-License-Identifier: MIT
# Loop without an instance, get_event_loop's old arguments, the default handler's context.
import asyncio
from uasyncio import Loop as loop


async def work(x):
    await asyncio.sleep_ms(1)
    return x * 2


async def bad():
    raise ValueError("bad")


print(asyncio.get_event_loop(16, 8) is asyncio.get_event_loop())
print(asyncio.get_event_loop(runq_len=16, waitq_len=8) is asyncio.new_event_loop())
print(asyncio.get_event_loop() is loop)

t = loop.create_task(work(2))
print(loop.run_until_complete(t))
print(asyncio.Loop.run_until_complete(work(3)))


def handler(l, context):
    t = context["future"]
    print(l is loop, sorted(context), context["message"])
    print(context["exception"].args, t is task, t.coro is coro, isinstance(t, asyncio.Task))


async def main():
    global task, coro
    coro = bad()
    task = loop.create_task(coro)
    await asyncio.sleep_ms(10)
    loop.stop()


loop.set_exception_handler(handler)
loop.create_task(main())
loop.run_forever()
print("stopped")
print(loop.get_exception_handler() is handler)
loop.set_exception_handler(None)
print(loop.get_exception_handler())
print(loop.close())


# What happened in one life of the loop is not in the next.
async def ticker():
    while True:
        await asyncio.sleep_ms(1)
        ticks.append(1)


ticks = []
loop.create_task(ticker())
loop.run_until_complete(asyncio.sleep_ms(20))
n = len(ticks)
print(n > 0)
asyncio.new_event_loop()
loop.run_until_complete(asyncio.sleep_ms(20))
print(len(ticks) == n)

# A task made before run() runs in it.
asyncio.create_task(work(1))
t = asyncio.create_task(work(21))


async def waits():
    return await t


print(asyncio.run(waits()))
