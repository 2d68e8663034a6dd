# SPDX-License-Identifier: MIT
# users.md item 5: new_event_loop() inside a task is refused and breaks nothing; stock hangs.
import asyncio


async def ticker():
    for i in range(3):
        print("tick", i)
        await asyncio.sleep_ms(10)


def attempt(what, f, *args):
    try:
        f(*args)
        print(what, "accepted")
    except RuntimeError:
        print(what, "RuntimeError")


async def main():
    t = asyncio.create_task(ticker())
    await asyncio.sleep(0)
    attempt("new_event_loop", asyncio.new_event_loop)
    await t
    loop = asyncio.get_event_loop()
    attempt("run_until_complete", loop.run_until_complete, t)
    attempt("run_forever", loop.run_forever)
    await asyncio.sleep_ms(10)
    return "main's result"


print(asyncio.run(main()))

# Outside it gives a fresh loop, as often as one likes.
for i in range(2):
    loop = asyncio.new_event_loop()
    print(loop.run_until_complete(ticker()))
