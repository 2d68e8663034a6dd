# SPDX-License-Identifier: MIT
# What tasks and primitives cost. Each case does its operation n times between the stopwatch's start and end.
import asyncio
from common import Random, main, sleep_ms, watch


# MicroPython looks for free blocks from where it last found a single one. Where so many tasks are made, an object of one
# block in between keeps it from looking through all of them each time.
MANY = 20000


async def switch(n, tasks):
    # n turns of each task: n * tasks switches.
    async def turns():
        for _ in range(n):
            await sleep_ms(0)

    jobs = []
    for _ in range(tasks):
        jobs.append(asyncio.create_task(turns()))
        if tasks > MANY:
            object()
    with watch:
        for job in jobs:
            await job


async def sleepers(n, tasks):
    # n sleeps of each task, 1 to 20 ms by chance: n * tasks wake-ups.
    random = Random()

    async def sleeps():
        for _ in range(n):
            await sleep_ms(1 + random.below(20))

    jobs = [asyncio.create_task(sleeps()) for _ in range(tasks)]
    with watch:
        for job in jobs:
            await job


async def nothing():
    pass


async def create(n):
    with watch:
        for _ in range(n):
            await asyncio.create_task(nothing())


async def await_coroutine(n):
    with watch:
        for _ in range(n):
            await nothing()


async def await_done(n):
    done = asyncio.create_task(nothing())
    await done
    with watch:
        for _ in range(n):
            await done


async def forever():
    while True:
        await sleep_ms(100000)


async def cancel(n):
    # Storms of 100: create, let them fall asleep, cancel, await. n storms.
    with watch:
        for _ in range(n):
            jobs = [asyncio.create_task(forever()) for _ in range(100)]
            await sleep_ms(0)
            for job in jobs:
                job.cancel()
            for job in jobs:
                try:
                    await job
                except asyncio.CancelledError:
                    pass


async def ping_pong(make, player):
    # n rounds of `player`: two waits, two sets each.
    ping, pong = make(), make()
    jobs = [asyncio.create_task(player(ping, pong)), asyncio.create_task(player(pong, ping))]
    with watch:
        ping.set()
        for job in jobs:
            await job


async def event(n):
    async def player(mine, other):
        for _ in range(n):
            await mine.wait()
            mine.clear()
            other.set()

    await ping_pong(asyncio.Event, player)


async def event_set(n):
    # One wait for an event that is set.
    event = asyncio.Event()
    event.set()
    with watch:
        for _ in range(n):
            await event.wait()


async def event_all(n):
    # n times: one set() that wakes 100.
    event = asyncio.Event()

    async def waiter():
        for _ in range(n):
            await event.wait()
            await sleep_ms(0)

    jobs = [asyncio.create_task(waiter()) for _ in range(100)]
    with watch:
        for _ in range(n):
            await sleep_ms(0)
            event.set()
            await sleep_ms(0)
            event.clear()
        for job in jobs:
            await job


async def lock(n):
    lock = asyncio.Lock()
    with watch:
        for _ in range(n):
            async with lock:
                pass


async def lock_contended(n):
    # Two tasks take turns in a lock: 2 * n turns.
    lock = asyncio.Lock()

    async def player():
        for _ in range(n):
            async with lock:
                await sleep_ms(0)

    jobs = [asyncio.create_task(player()) for _ in range(2)]
    with watch:
        for job in jobs:
            await job


async def flag(n):
    async def player(mine, other):
        for _ in range(n):
            await mine.wait()
            other.set()

    await ping_pong(asyncio.ThreadSafeFlag, player)


async def gather(n, tasks):
    with watch:
        for _ in range(n):
            await asyncio.gather(*[nothing() for _ in range(tasks)])


async def wait_for(n):
    with watch:
        for _ in range(n):
            await asyncio.wait_for(nothing(), 10)


async def wait_for_late(n):
    with watch:
        for _ in range(n):
            try:
                await asyncio.wait_for(forever(), 0.001)
            except asyncio.TimeoutError:
                pass


CASES = {
    "switch": switch,
    "sleepers": sleepers,
    "create": create,
    "await_coroutine": await_coroutine,
    "await_done": await_done,
    "cancel": cancel,
    "event": event,
    "event_set": event_set,
    "event_all": event_all,
    "lock": lock,
    "lock_contended": lock_contended,
    "flag": flag,
    "gather": gather,
    "wait_for": wait_for,
    "wait_for_late": wait_for_late,
}

main(CASES)
