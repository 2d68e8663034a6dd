# SPDX-License-Identifier: MIT
# Task's old attributes, core.cur_task, and the task queue.
import asyncio
from asyncio import core


async def value():
    await asyncio.sleep_ms(5)
    return "value"


async def bad():
    raise ValueError("bad")


async def sleeper(ms):
    await asyncio.sleep_ms(ms)


class Duck:
    # Something with send and throw is as good as a coroutine.
    def __init__(self):
        self.n = 0

    def send(self, x):
        self.n += 1
        if self.n > 2:
            raise StopIteration("quack")
        core._task_queue.push(core.cur_task)

    def throw(self, er):
        raise er


async def parked():
    print("parked")
    yield
    print("pushed")
    yield
    print("not reached")


async def main():
    print(core.cur_task is asyncio.current_task())
    q = core._task_queue

    coro = value()
    t = asyncio.create_task(coro)
    print(t.coro is coro, bool(t.state), t.data is None, isinstance(t.ph_key, int))
    await t
    print(t.state, isinstance(t.data, StopIteration), t.data.value)

    t = asyncio.create_task(bad())
    try:
        await t
    except ValueError as er:
        print(bool(t.state), t.data is er)

    t = asyncio.create_task(sleeper(1000))
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print(isinstance(t.data, asyncio.CancelledError) or t.data is asyncio.CancelledError)

    # The queue: the first to run comes first. main itself runs, so it is not in it.
    print(q.peek())
    for f in (q.pop, q.pop):
        try:
            f()
        except IndexError:
            print("IndexError")
    late, soon = asyncio.create_task(sleeper(40)), asyncio.create_task(sleeper(20))
    print(q.peek() is late)
    await asyncio.sleep_ms(0)
    print(q.peek() is soon, late.ph_key - soon.ph_key > 0)

    # A bare yield parks a task: it is woken by a push, or cancelled.
    t = asyncio.create_task(parked())
    await asyncio.sleep_ms(10)
    q.push(t)
    await asyncio.sleep_ms(10)
    print(t.done())
    t.cancel()
    await asyncio.sleep_ms(10)
    print(t.done())

    # Taken out of the queue a task does not run until it is pushed.
    t = asyncio.create_task(value())
    q.remove(t)
    await asyncio.sleep_ms(10)
    print(t.done())
    q.push(t)
    print(await t)

    # Pushed with a time, as ticks().
    t = asyncio.create_task(value())
    q.remove(t)
    q.push(t, core.ticks_add(core.ticks(), 20))
    await asyncio.sleep_ms(0)
    print(t.done(), await t)

    print(await asyncio.create_task(Duck()))
    await late
    print(len({late, soon, t, t}))


print(core.cur_task)
asyncio.run(main())
print(core.cur_task)
