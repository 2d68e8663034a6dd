# SPDX-License-Identifier: MIT
# cpython: users.md item 9, a KeyboardInterrupt: everybody cleans up and the next run() works.
import asyncio


async def interrupter():
    await asyncio.sleep(0.02)
    raise KeyboardInterrupt


async def worker():
    try:
        await asyncio.sleep(10)
    finally:
        print("worker's finally")
        await asyncio.sleep(0.01)
        print("worker is clean")


async def suspended_main():
    asyncio.create_task(interrupter())
    try:
        await asyncio.sleep(10)
    finally:
        print("main's finally")


async def main_with_worker():
    t = asyncio.create_task(worker())
    asyncio.create_task(interrupter())
    await t


async def raising_main():
    asyncio.create_task(worker())
    await asyncio.sleep(0)
    raise KeyboardInterrupt


for main in (suspended_main, main_with_worker, raising_main):
    try:
        asyncio.run(main())
        print("not reached")
    except KeyboardInterrupt:
        print("KeyboardInterrupt")

    # Nothing of it is left.
    try:
        asyncio.current_task()
    except RuntimeError:
        print("no current task")

    async def after():
        await asyncio.sleep(0.01)
        return "the next run"

    print(asyncio.run(after()))
    print("----")
