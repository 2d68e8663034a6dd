# SPDX-License-Identifier: MIT
# What goes to stderr, and the exit status: uncaught exceptions of tasks and of main.
from _report import binary, finish, in_threads, result, run

BINARY = binary()

HEAD = """
import asyncio

async def bad(name):
    raise ValueError(name)

async def later(name):
    await asyncio.sleep_ms(10)
    raise ValueError(name)
"""

# A name, the script, its stdout, how often each text is in its stderr, its exit status.
CASES = (
    (
        "a background task's exception",
        "async def main():\n"
        "    asyncio.create_task(bad('background'))\n"
        "    await asyncio.sleep_ms(20)\n"
        "    print('main ends')\n"
        "asyncio.run(main())\n"
        "print('goes on')\n",
        "main ends\ngoes on\n",
        {
            "Task exception wasn't retrieved": 1,
            "future: ": 1,
            "coro= ": 1,
            "<generator object 'bad'": 1,
            "Traceback": 1,
            "in bad": 1,
            "ValueError: background": 1,
        },
        0,
    ),
    (
        "an exception just before main ends",
        "async def main():\n"
        "    asyncio.create_task(bad('last'))\n"
        "asyncio.run(main())\n"
        "print('goes on')\n",
        "goes on\n",
        {"Task exception wasn't retrieved": 1, "ValueError: last": 1},
        0,
    ),
    (
        "a retrieved exception",
        "async def main():\n"
        "    t = asyncio.create_task(later('retrieved'))\n"
        "    try:\n"
        "        await t\n"
        "    except ValueError:\n"
        "        print('caught')\n"
        "asyncio.run(main())\n",
        "caught\n",
        {"": 1},
        0,
    ),
    (
        "main's exception",
        "asyncio.run(later('from main'))\n",
        "",
        {"Traceback": 1, "ValueError: from main": 1, "wasn't retrieved": 0, "in later": 1},
        1,
    ),
    (
        "an exception main awaits",
        "async def main():\n"
        "    await asyncio.gather(later('awaited'), asyncio.sleep(0))\n"
        "asyncio.run(main())\n",
        "",
        {"Traceback": 1, "ValueError: awaited": 1, "wasn't retrieved": 0},
        1,
    ),
    (
        "SystemExit of main",
        "async def main():\n    raise SystemExit(3)\nasyncio.run(main())\n",
        "",
        {"": 1},
        3,
    ),
    (
        "SystemExit of a task",
        "async def leave():\n"
        "    raise SystemExit(4)\n"
        "async def main():\n"
        "    asyncio.create_task(leave())\n"
        "    try:\n"
        "        await asyncio.sleep(1000)\n"
        "    finally:\n"
        "        print('cleaned up')\n"
        "asyncio.run(main())\n",
        "cleaned up\n",
        {"": 1},
        4,
    ),
    (
        "the message of a nested run",
        "async def main():\n    asyncio.run(later('x'))\nasyncio.run(main())\n",
        "",
        {"RuntimeError: ": 1, "run": 1},
        1,
    ),
)


def check(name, text, out, err, status):
    s, o, e = run([BINARY], HEAD + text)
    problem = None
    if (s, o) != (status, out):
        problem = "status %r, stdout %r, stderr %r" % (s, o, e)
    for part, count in err.items():
        if part == "":
            if e:
                problem = "stderr should be empty: %r" % e
        elif (e.count(part) == 0) != (count == 0) or (part[0].isupper() and e.count(part) != count):
            problem = "%r should be in stderr %d times: %r" % (part, count, e)
    result(name, problem)


in_threads([lambda c=c: check(*c) for c in CASES])
finish()
