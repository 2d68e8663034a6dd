# SPDX-License-Identifier: MIT
# users.md item 11: an exception nobody awaits is reported once: soon, or at the end of run().
import asyncio


def handler(loop, context):
    er = context["exception"]
    print("handler:", type(er).__name__, er.args, context["future"] in tasks)
    print(" ", context["message"])


async def bad(name):
    raise ValueError(name)


async def bad_later(name, ms):
    await asyncio.sleep_ms(ms)
    raise ValueError(name)


async def bad_cleanup(name):
    try:
        await asyncio.sleep_ms(1000)
    finally:
        raise ValueError(name)


def start(*coros):
    asyncio.get_event_loop().set_exception_handler(handler)
    tasks.extend([asyncio.create_task(c) for c in coros])
    return tasks[-1]


async def soon():
    start(bad("soon"))
    for i in range(4):
        await asyncio.sleep(0)
    print("main goes on")


async def just_before_the_end():
    start(bad_later("just before the end", 10))
    while not tasks[-1].done():
        await asyncio.sleep(0)
    print("main returns")


async def in_the_last_pass():
    start(bad("in the last pass"))
    print("main returns")


async def in_the_teardown():
    start(bad_cleanup("in the teardown"))
    await asyncio.sleep(0)
    print("main returns")


async def reported_then_awaited():
    t = start(bad("reported, then awaited"))
    await asyncio.sleep_ms(10)
    try:
        await t
    except ValueError as er:
        print("await raises it still", er.args)
    await asyncio.sleep_ms(10)


async def retrieved():
    # None of these is reported.
    t = start(bad_later("awaited", 10))
    try:
        await t
    except ValueError as er:
        print("awaited", er.args)
    r = await asyncio.gather(start(bad("gathered")), return_exceptions=True)
    print("gathered", r[0].args)
    try:
        await asyncio.wait_for(start(bad_later("wait_for", 1)), 5)
    except ValueError as er:
        print("wait_for", er.args)
    await asyncio.sleep_ms(10)


async def looked_at():
    # Looking at it is retrieving it; a wait by many is one too.
    t = start(bad("exception()"))
    await asyncio.sleep(0)
    print("exception()", t.exception().args)
    t = start(bad_later("two waiters", 10))
    r = await asyncio.gather(t, t, return_exceptions=True)
    print([x.args for x in r])
    await asyncio.sleep_ms(10)


async def cancelled():
    # A cancellation is no failure.
    t = start(bad_later("never", 1000))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep_ms(10)
    print(t.cancelled())


tasks = []
for main in (
    soon,
    just_before_the_end,
    in_the_last_pass,
    in_the_teardown,
    reported_then_awaited,
    retrieved,
    cancelled,
    looked_at,
):
    print("----", main.__name__)
    asyncio.run(main())
