# SPDX-License-Identifier: MIT
# Random programs of tasks, events, locks, futures and cancellations run as on CPython, step by step.
import subprocess
import sys

from _report import binary, finish, in_threads, result, script, skip, start, wait

OLDEST = (3, 11)
RUNS = 8
SEEDS_A_RUN = 40

# The program logs whatever happens, in its order. Its choices come from one random number
# generator that all tasks share, so the first step in another order changes all that follow.
#
# Of three programs, one has no locks, one has no cancellations, and one has both. In the last only
# the locks themselves are looked at: when a waiter is cancelled just before the release, CPython
# wakes the next one a few steps later than it could, and nobody depends on that.
PROGRAM = """
import asyncio

state = 0
kind = 0  # 0: no locks, 1: no cancellations, 2: both
log = []
wrong = []

def random(n):
    global state
    state = (state * 1103515245 + 12345) % 2147483648
    return (state >> 16) % n

class World:
    def __init__(self):
        self.events = [asyncio.Event() for _ in range(2)]
        self.locks = [asyncio.Lock() for _ in range(2)]
        self.held = [0, 0]
        self.futures = [asyncio.Future() for _ in range(2)]
        self.tasks = []

    def start(self):
        i = len(self.tasks)
        self.tasks.append(asyncio.create_task(worker(self, i)))
        return i

def callback(name):
    def called(f):
        log.append((name, "callback", f.cancelled()))
    return called

# What does not wait.
def act(w, me):
    what = random(9)
    e, f = w.events[random(2)], w.futures[random(2)]
    if what == 0:
        e.set()
    elif what == 1:
        e.set()
        e.clear()
    elif what == 2:
        e.clear()
    elif kind != 1 and (what == 3 or what == 4):
        t = random(len(w.tasks))
        log.append((me, "cancels", t, w.tasks[t].cancel()))
        return
    elif what == 5:
        if f.done():
            w.futures[w.futures.index(f)] = asyncio.Future()
        elif random(3):
            f.set_result(me)
        else:
            f.set_exception(ValueError(me))
            f.exception()
    elif what == 6:
        f.add_done_callback(callback(me))
    elif what == 7:
        w.tasks[random(len(w.tasks))].add_done_callback(callback(me))
    elif len(w.tasks) < 20:
        log.append((me, "starts", w.start()))
        return
    log.append((me, "acts", what))

# What waits.
async def wait(w, me):
    what = random(8)
    if what == 0 or what == 1:
        await asyncio.sleep(0)
        return
    e = w.events[random(2)]
    if what == 2:
        log.append((me, "event", await e.wait()))
    elif kind and (what == 3 or what == 4):
        i = random(2)
        async with w.locks[i]:
            w.held[i] += 1
            if w.held[i] != 1 or not w.locks[i].locked():
                wrong.append((me, "is not alone in the lock"))
            log.append((me, "locked"))
            try:
                await asyncio.sleep(0)
                act(w, me)
                if random(2):
                    await asyncio.sleep(0)
            finally:
                w.held[i] -= 1
    elif kind and what == 7:
        lock = w.locks[random(2)]
        await lock.acquire()
        log.append((me, "acquired", lock.locked()))
        lock.release()
    elif what == 5:
        log.append((me, "future", await w.futures[random(2)]))
    elif me + 1 < len(w.tasks) and what == 6:
        # Only younger tasks are awaited, so that nobody waits in a circle.
        t = me + 1 + random(len(w.tasks) - me - 1)
        log.append((me, "result", await w.tasks[t]))
    elif len(w.tasks) < 20:
        t = w.start()
        log.append((me, "child", await w.tasks[t]))

async def worker(w, me):
    log.append((me, "runs"))
    try:
        for _ in range(2 + random(8)):
            try:
                if random(3):
                    await wait(w, me)
                else:
                    act(w, me)
            except asyncio.CancelledError:
                log.append((me, "cancelled"))
                if random(3):
                    raise
            except ValueError as er:
                log.append((me, "ValueError", er.args))
        if random(6) == 0:
            raise ValueError(me)
    finally:
        log.append((me, "ends"))
        if random(4) == 0:
            await asyncio.sleep(0)
            log.append((me, "has cleaned up"))
    return me

async def main():
    w = World()
    for _ in range(5):
        w.start()
    for i in range(40):
        log.append(("main", i))
        await asyncio.sleep(0)
        if random(2):
            act(w, "main")
    # The end: all are cancelled until all have ended.
    while not all([t.done() for t in w.tasks]):
        for t in w.tasks:
            t.cancel()
        await asyncio.sleep(0)
    for t in w.tasks:
        if t.cancelled():
            log.append("cancelled")
        elif t.exception() is not None:
            log.append(t.exception().args)
        else:
            log.append(t.result())
    if any([lock.locked() for lock in w.locks]):
        wrong.append("a lock is still locked")

for seed in range(FIRST, FIRST + COUNT):
    state = seed
    kind = seed % 3
    log.clear()
    wrong.clear()
    asyncio.run(main())
    print("seed", seed)
    for x in wrong if kind == 2 else log + wrong:
        print(x)
"""


def first_difference(ours, theirs):
    seed = None
    for i, (a, b) in enumerate(zip(ours + [None], theirs + [None])):
        if b is not None and b.startswith("seed"):
            seed = b
        if a != b:
            return "%s: %r where CPython has %r; before: %r" % (seed, a, b, theirs[max(0, i - 6) : i])
    return None


def check(first):
    name = "random programs %d to %d as on CPython" % (first, first + SEEDS_A_RUN - 1)
    text = PROGRAM.replace("FIRST", str(first)).replace("COUNT", str(SEEDS_A_RUN))
    path = script(text)
    theirs = subprocess.run(
        [sys.executable, "-W", "ignore", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=120,
    )
    status, out, err = wait(start([binary(), path]))
    if theirs.returncode or status:
        problem = "exit status %r, CPython's %d, stderr %r" % (status, theirs.returncode, err[-300:])
    else:
        problem = first_difference(out.splitlines(), theirs.stdout.decode().splitlines())
    result(name, problem)


def main():
    binary()
    if sys.version_info < OLDEST:
        skip("fuzz_vs_cpython", "needs Python %d.%d" % OLDEST)
        finish()
    for i in range(0, RUNS, 2):
        in_threads([lambda n=n: check(n * SEEDS_A_RUN) for n in (i, i + 1)])
    finish()


main()
