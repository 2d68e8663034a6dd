# SPDX-License-Identifier: MIT
# cpython: users.md item 4, run() and its relatives inside a running loop; stock segfaults.
import asyncio


async def inner():
    print("inner must not run")


def attempt(what, f, coro):
    try:
        f(coro)
        print(what, "accepted")
    except RuntimeError:
        print(what, "RuntimeError")
    coro.close()


async def main():
    loop = asyncio.get_event_loop()
    for i in range(3):
        attempt("run", asyncio.run, inner())
        await asyncio.sleep(0.01)
        print("main goes on", i)
    attempt("run_until_complete", loop.run_until_complete, inner())
    await asyncio.sleep(0.01)
    print("in the same task:", asyncio.current_task() is me)
    return "main's result"


async def work():
    await asyncio.sleep(0.02)
    return "background"


async def outer():
    global me
    me = asyncio.current_task()
    background = asyncio.create_task(work())
    r = await main()
    return r, await background


print(asyncio.run(outer()))


# The same below a few levels of calls, and from a done-callback.
def callback(f):
    attempt("callback", asyncio.run, inner())


async def with_callback():
    f = asyncio.Future()
    f.add_done_callback(callback)
    f.set_result(None)
    await asyncio.sleep(0.01)


asyncio.run(with_callback())


# And without a loop there is no task.
try:
    asyncio.current_task()
except RuntimeError as er:
    print("RuntimeError", er.args)
