# SPDX-License-Identifier: MIT
# cpython: run_until_complete, run_forever and stop, tasks made outside, handlers, leftovers kept.
import asyncio

log = []


async def work(name, n):
    for i in range(n):
        log.append(name + str(i))
        await asyncio.sleep(0.01)
    return name


async def bad():
    await asyncio.sleep(0)
    raise ValueError("bad")


loop = asyncio.new_event_loop()
if hasattr(asyncio, "set_event_loop"):
    asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)

# A coroutine, a task, a failure.
print(loop.run_until_complete(work("c", 1)))
t = loop.create_task(work("t", 1))
print(t.done(), loop.run_until_complete(t), t.done(), t.result())
try:
    loop.run_until_complete(bad())
except ValueError as er:
    print("ValueError", er.args)
print(log)

# What is not finished stays, and goes on with the next run.
log.clear()
background = loop.create_task(work("b", 5))
print(loop.run_until_complete(work("m", 2)))
print(background.done(), "b0" in log, "b4" in log)
n = len(log)
print(loop.run_until_complete(background), len(log) > n, log[-1])


# run_forever until stop.
async def stopper(after):
    await asyncio.sleep(after)
    loop.stop()
    log.append("stopped")
    await asyncio.sleep(0.01)
    log.append("later")


for _ in range(2):
    log.clear()
    loop.create_task(stopper(0.02))
    loop.run_forever()
    print(log)

# Exception handlers.
print(loop.get_exception_handler())


def handler(loop_, context):
    print("handler", loop_ is loop, sorted(context)[:2], context["exception"].args)


loop.set_exception_handler(handler)
print(loop.get_exception_handler() is handler)
loop.call_exception_handler({"message": "text", "exception": ValueError("direct")})
loop.set_exception_handler(None)
print(loop.get_exception_handler())

# A callback that stops the loop.
f = loop.create_future()
f.add_done_callback(lambda f: loop.stop())
f.set_result(1)
loop.run_forever()
print("stopped by a callback")

# The loop is found from inside.
async def inside():
    return asyncio.get_running_loop() is loop, asyncio.get_event_loop() is loop


print(loop.run_until_complete(inside()))
print(loop.run_until_complete(asyncio.gather(*[loop.create_task(work(n, 1)) for n in "xy"])))
loop.run_until_complete(asyncio.sleep(0.02))
loop.close()
