# SPDX-License-Identifier: MIT
# A ThreadSafeFlag is a stream that select.poll and the loop's own queue_read can wait for.
import asyncio, select
from asyncio import core

poll = select.poll()
a, b = asyncio.ThreadSafeFlag(), asyncio.ThreadSafeFlag()
poll.register(a, select.POLLIN)
poll.register(b, select.POLLIN)


def ready():
    return sorted(["ab"[obj is b] + str(ev) for obj, ev in poll.poll(0)])


print(ready())
a.set()
print(ready())
b.set()
print(ready(), ready())
a.clear()
print(ready())
b.clear()
print(ready())

# With a time-out: it comes back for the flag, not for the time.
a.set()
print(len(poll.poll(60000)))
poll.unregister(b)
a.clear()
print(ready(), poll.poll(1))


# A wait on the flag by the loop clears it for the poller too.
class Switch(asyncio.ThreadSafeFlag):
    def __init__(self):
        super().__init__()
        self.name = "switch"


async def main():
    a.set()
    await a.wait()
    print(ready())
    t = asyncio.create_task(a.wait())
    await asyncio.sleep_ms(10)
    a.set()
    await t
    print(ready())

    # queue_read waits until it is set and leaves it set.
    async def by_queue(flag):
        await core._io_queue.queue_read(flag)
        print("readable")

    for flag in (a, Switch()):
        t = asyncio.create_task(by_queue(flag))
        await asyncio.sleep_ms(10)
        print(t.done())
        flag.set()
        await asyncio.wait_for_ms(t, 5000)
        await asyncio.wait_for_ms(flag.wait(), 5000)

    # A subclass is as good as a flag.
    s = Switch()
    poll.register(s, select.POLLIN)
    print(len(poll.poll(0)))
    s.set()
    print([x[0].name for x in poll.poll(0)])
    t = asyncio.create_task(s.wait())
    await t
    print(len(poll.poll(0)))
    t = asyncio.create_task(s.wait())
    await asyncio.sleep_ms(10)
    s.set()
    await asyncio.wait_for_ms(t, 5000)
    print("subclass woken", s.name)


asyncio.run(main())
