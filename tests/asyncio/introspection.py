# SPDX-License-Identifier: MIT
# cpython: current_task, all_tasks, get_running_loop, iscoroutine, kinds of exceptions.
import asyncio


async def child(parent):
    me = asyncio.current_task()
    print(me is not parent, me in asyncio.all_tasks(), parent in asyncio.all_tasks())
    await asyncio.sleep(0)
    print(asyncio.current_task() is me)


async def nested():
    return asyncio.current_task()


def names():
    return sorted([t.get_name() for t in asyncio.all_tasks()])


async def main():
    me = asyncio.current_task()
    me.set_name("main")
    print(await nested() is me)
    await asyncio.create_task(child(me))
    print(names())

    e = asyncio.Event()
    f = asyncio.Future()
    lock = asyncio.Lock()
    await lock.acquire()
    ready = asyncio.create_task(asyncio.sleep(0), name="ready")
    ts = [
        asyncio.create_task(asyncio.sleep(5), name="sleeping"),
        asyncio.create_task(e.wait(), name="waiting for an event"),
        asyncio.create_task(asyncio.wait_for(f, None), name="waiting for a future"),
        asyncio.create_task(lock.acquire(), name="waiting for a lock"),
    ]
    ts.append(asyncio.create_task(asyncio.wait_for(ts[0], None), name="waiting for a task"))
    print(names())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(names())
    for t in ts:
        t.cancel()
    await asyncio.gather(*ts, return_exceptions=True)
    print(names())
    print(asyncio.get_running_loop() is asyncio.get_event_loop())


for f in (asyncio.current_task, asyncio.get_running_loop, asyncio.all_tasks):
    try:
        print(f())
    except RuntimeError as er:
        print("RuntimeError", er.args)

asyncio.run(main())

c = nested()
print(asyncio.iscoroutine(c), asyncio.iscoroutine(nested), asyncio.iscoroutine(None))
c.close()

print(issubclass(asyncio.CancelledError, Exception), issubclass(asyncio.CancelledError, BaseException))
print(issubclass(asyncio.TimeoutError, Exception), issubclass(asyncio.InvalidStateError, Exception))
for c in (asyncio.CancelledError, asyncio.TimeoutError, asyncio.InvalidStateError):
    print(c.__name__, c("x").args)
