# SPDX-License-Identifier: MIT
# cpython: a task that awaits itself is told so, and so is one that gathers itself.
import asyncio


async def awaits_itself():
    try:
        await asyncio.current_task()
        print("not reached")
    except RuntimeError:
        print("RuntimeError")
    await asyncio.sleep(0)
    return "goes on"


async def not_caught():
    await asyncio.current_task()


async def main():
    print(await asyncio.create_task(awaits_itself()))
    try:
        await asyncio.create_task(not_caught())
    except RuntimeError:
        print("main: RuntimeError")
    print(await awaits_itself())


asyncio.run(main())
