# SPDX-License-Identifier: MIT
# cpython: Lock: fair, async with, cancelled waiters, hand-over, wrong release.
import asyncio

log = []


async def holder(name, lock, n=2):
    for i in range(n):
        async with lock:
            log.append((name, i))
            await asyncio.sleep(0)


async def acquirer(name, lock):
    try:
        await lock.acquire()
        log.append(name)
        lock.release()
    except asyncio.CancelledError:
        log.append(name + " cancelled")
        raise


async def main():
    lock = asyncio.Lock()
    print(lock.locked(), await lock.acquire(), lock.locked(), lock.release(), lock.locked())
    try:
        lock.release()
    except RuntimeError:
        print("RuntimeError")

    # async with releases, also on an exception.
    async with lock:
        print(lock.locked())
    try:
        async with lock:
            raise ValueError("inside")
    except ValueError as er:
        print(er.args, lock.locked())

    # In turns.
    await asyncio.gather(*[holder(name, lock) for name in "abc"])
    print(log, lock.locked())

    # In the order of the requests; who comes after the release waits behind those who wait.
    log.clear()
    await lock.acquire()
    ts = [asyncio.create_task(acquirer(n, lock)) for n in "abc"]
    await asyncio.sleep(0)
    lock.release()
    print(lock.locked())
    ts.append(asyncio.create_task(acquirer("late", lock)))
    await lock.acquire()
    log.append("main")
    lock.release()
    await asyncio.gather(*ts)
    print(log)

    # Cancelled while waiting.
    log.clear()
    await lock.acquire()
    ts = [asyncio.create_task(acquirer(n, lock)) for n in "abc"]
    await asyncio.sleep(0)
    ts[1].cancel()
    await asyncio.sleep(0)
    print(log)
    lock.release()
    await asyncio.gather(*ts, return_exceptions=True)
    print(log, lock.locked())

    # Cancelled when the lock has been handed over already: the next one gets it.
    log.clear()
    await lock.acquire()
    ts = [asyncio.create_task(acquirer(n, lock)) for n in "abc"]
    await asyncio.sleep(0)
    lock.release()
    ts[0].cancel()
    await asyncio.gather(*ts, return_exceptions=True)
    print(log, lock.locked())

    # The same with nobody behind it: the lock is free.
    log.clear()
    await lock.acquire()
    t = asyncio.create_task(acquirer("only", lock))
    await asyncio.sleep(0)
    lock.release()
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
    print(log, lock.locked())
    print(await asyncio.wait_for(lock.acquire(), 1))

    # A wait that times out leaves the queue.
    t = asyncio.create_task(acquirer("behind", lock))
    try:
        await asyncio.wait_for(lock.acquire(), 0.01)
    except asyncio.TimeoutError:
        print("TimeoutError")
    lock.release()
    await t
    print(log[-1], lock.locked())

    # Cancelled inside of the block.
    t = asyncio.create_task(holder("h", lock))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
    print(lock.locked())


asyncio.run(main())
