# SPDX-License-Identifier: MIT
# cpython: what run() returns and raises, and that it can be called again and again.
import asyncio


async def value():
    return 42


async def slow():
    await asyncio.sleep(0.01)
    return "slow"


async def nothing(): ...


async def bad():
    await asyncio.sleep(0)
    raise ValueError("bad", 1)


async def leave():
    raise SystemExit(3)


async def cancelled_by_child():
    main = asyncio.current_task()

    async def child():
        main.cancel()

    asyncio.create_task(child())
    try:
        await asyncio.sleep(10)
    finally:
        print("main's finally")


async def main_of_leaving_child():
    asyncio.create_task(leave())
    try:
        await asyncio.sleep(10)
    finally:
        print("main's finally")


print(asyncio.run(value()))
print(asyncio.run(slow()))
print(asyncio.run(nothing()))

try:
    asyncio.run(bad())
except ValueError as er:
    print("ValueError", er.args)

try:
    asyncio.run(leave())
except SystemExit as er:
    print("SystemExit", er.args)

try:
    asyncio.run(cancelled_by_child())
except asyncio.CancelledError as er:
    print("CancelledError", er.args)

try:
    asyncio.run(main_of_leaving_child())
except SystemExit as er:
    print("SystemExit", er.args)

print(asyncio.run(slow()))
