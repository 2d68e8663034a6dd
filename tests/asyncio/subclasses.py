# SPDX-License-Identifier: MIT
# cpython: Event, Lock and Future subclassed in Python.
import asyncio


class NamedEvent(asyncio.Event):
    def __init__(self, name):
        super().__init__()
        self.name = name
        self.sets = 0

    def set(self):
        self.sets += 1
        super().set()

    async def wait_and_clear(self):
        r = await self.wait()
        self.clear()
        return self.name, r


class Plain(asyncio.Event):
    pass


class CountingLock(asyncio.Lock):
    def __init__(self):
        super().__init__()
        self.count = 0

    async def acquire(self):
        r = await super().acquire()
        self.count += 1
        return r


class Answer(asyncio.Future):
    def __init__(self, question):
        super().__init__()
        self.question = question

    def answer(self, x):
        self.set_result((self.question, x))


class Further(Answer):
    pass


async def use_lock(lock, log, name):
    await lock.acquire()
    await asyncio.sleep(0)
    log.append(name)
    lock.release()


async def waits(f):
    return await f


async def main():
    e = NamedEvent("door")
    t = asyncio.create_task(e.wait_and_clear())
    w = asyncio.create_task(e.wait())
    await asyncio.sleep(0)
    print(e.is_set(), e.sets, isinstance(e, asyncio.Event))
    e.set()
    print(await t, await w, e.is_set(), e.sets, e.name)

    p = Plain()
    p.set()
    print(await p.wait(), p.is_set())

    lock = CountingLock()
    log = []
    await asyncio.gather(*[use_lock(lock, log, i) for i in range(3)])
    print(log, lock.count, lock.locked())
    async with lock:
        print(lock.locked())

    for cls in (Answer, Further):
        f = cls("how many?")
        ts = [asyncio.create_task(waits(f)) for _ in range(3)]
        await asyncio.sleep(0)
        print(f.done(), f.question)
        f.answer(42)
        print(await asyncio.gather(*ts), await f, f.result())
        print(await asyncio.gather(f, f), await asyncio.wait_for(f, 1))

    # Callbacks are called with a future, and cancelling reaches it.
    f = Answer("who?")
    f.add_done_callback(lambda g: print("callback", isinstance(g, asyncio.Future), g.cancelled(), f.question))
    t = asyncio.create_task(waits(f))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
    print(f.cancelled(), isinstance(f, asyncio.Future))


asyncio.run(main())
