# SPDX-License-Identifier: MIT
# The old attributes of Event and Lock: state and waiting.
import asyncio


async def waits(e):
    await e.wait()


async def acquires(lock):
    async with lock:
        pass


async def main():
    e = asyncio.Event()
    print(e.state, e.waiting.peek())
    t = asyncio.create_task(waits(e))
    await asyncio.sleep_ms(0)
    print(e.state, e.waiting.peek() is t)
    e.set()
    print(e.state, e.waiting.peek())
    await t
    e.clear()
    print(e.state)

    lock = asyncio.Lock()
    print(lock.state, lock.waiting.peek())
    await lock.acquire()
    print(lock.state)
    t = asyncio.create_task(acquires(lock))
    await asyncio.sleep_ms(0)
    print(lock.state, lock.waiting.peek() is t)
    lock.release()
    print(lock.state is t, lock.waiting.peek())
    await t
    print(lock.state)

    flag = asyncio.ThreadSafeFlag()
    print(bool(flag.state))
    flag.set()
    print(bool(flag.state))
    print(flag.ioctl(3, 5), flag.ioctl(3, 1))
    flag.clear()
    print(flag.ioctl(3, 5), flag.ioctl(4, 0) < 0)


asyncio.run(main())
