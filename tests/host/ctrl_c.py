# SPDX-License-Identifier: MIT
# Ctrl-C: everybody cleans up, KeyboardInterrupt is reported, the next run() works.
import signal

from _report import binary, finish, free_port, in_threads, result, start, wait

BINARY = binary()

# The script says "ready" when it may be interrupted; WAIT is what main does then.
SCRIPT = """
import asyncio

async def worker(name):
    try:
        await asyncio.sleep(1000)
    finally:
        print(name, "cleans up")
        await asyncio.sleep_ms(10)
        print(name, "is clean")

async def busy():
    while True:
        await asyncio.sleep_ms(0)

async def never(flag):
    await flag.wait()

async def main():
    flag = asyncio.ThreadSafeFlag()
    asyncio.create_task(worker("worker"))
    await asyncio.sleep_ms(10)
    try:
        print("ready")
        WAIT
        print("not reached")
    finally:
        print("main's finally")

START
"""

RUN = "asyncio.run(main())"
CAUGHT = """
for i in range(3):
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("caught", i)
    try:
        asyncio.current_task()
    except RuntimeError:
        pass
    else:
        print("a task is left")

async def after():
    await asyncio.sleep_ms(10)
    return "all is well"

print(asyncio.run(after()))
"""

WAITS = {
    "idle": "await asyncio.sleep(1000)",
    "busy tasks": "asyncio.create_task(busy()); await asyncio.sleep(1000)",
    "busy code": "while True: pass",
    "a flag": "await flag.wait()",
    "an event": "await asyncio.Event().wait()",
    "a task": "await asyncio.create_task(never(flag))",
    "gather": "await asyncio.gather(never(flag), asyncio.sleep(1000))",
    "wait_for": "await asyncio.wait_for(never(flag), 1000)",
    "a server": "s = await asyncio.start_server(None, '127.0.0.1', PORT); await s.wait_closed()",
}
CLEAN = ["main's finally", "worker cleans up", "worker is clean"]


def interrupt(process, times=1):
    """Sends the signal each time the script says it is ready; gives what it printed."""
    lines = []
    for _ in range(times):
        for line in process.stdout:
            lines.append(line.decode().rstrip("\n"))
            if lines[-1] == "ready":
                process.send_signal(signal.SIGINT)
                break
    status, out, err = wait(process)
    return status, lines + out.splitlines(), err


def sorted_after_ready(lines):
    # Who cleans up first is not said anywhere; that everybody does, is.
    return sorted(lines[lines.index("ready") + 1 :]) if "ready" in lines else lines


# MicroPython 1.25 reports it on the error output and ends with status 1; 1.29 reports on the standard output, and ends with 130.
ENDS = (1, 130)


def split_report(lines, err):
    """The lines before the traceback, and the traceback wherever it is."""
    at = next((i for i, line in enumerate(lines) if line.startswith("Traceback")), len(lines))
    return lines[:at], err + "\n".join(lines[at:])


def uncaught(name, code):
    status, lines, err = interrupt(start([BINARY], code))
    lines, err = split_report(lines, err)
    problem = None
    if status is None:
        problem = "does not end; it printed %r" % lines
    elif sorted_after_ready(lines) != sorted(CLEAN):
        problem = "printed %r" % lines
    elif err.count("KeyboardInterrupt") != 1:
        problem = "KeyboardInterrupt should be reported once: %r" % err
    elif status not in ENDS:
        problem = "exit status %r" % status
    result("Ctrl-C in " + name, problem)


def caught(name, code):
    status, lines, err = interrupt(start([BINARY], code), 3)
    expected = ["all is well"]
    for i in range(3):
        expected += ["ready", "caught %d" % i] + CLEAN
    problem = None
    if status != 0 or err or sorted(lines) != sorted(expected) or lines[-1] != "all is well":
        problem = "status %r, printed %r, stderr %r" % (status, lines, err)
    result("Ctrl-C in %s, caught, three times" % name, problem)


# A clean-up that hangs is ended by a second Ctrl-C.
HANGS = """
import asyncio

async def main():
    try:
        print("ready")
        await asyncio.sleep(1000)
    finally:
        print("ready")
        await asyncio.sleep(1000)

asyncio.run(main())
"""


def hanging_cleanup():
    status, lines, err = interrupt(start([BINARY], HANGS), 2)
    lines, err = split_report(lines, err)
    problem = None
    if status is None:
        problem = "does not end"
    elif status not in ENDS or "KeyboardInterrupt" not in err:
        problem = "status %r, stderr %r" % (status, err)
    result("a second Ctrl-C in a clean-up that hangs", problem)


# Again and again, in the midst of all kinds of work.
STRESS = """
import asyncio

async def ticker(lock, event):
    while True:
        async with lock:
            event.set()
            event.clear()
        await asyncio.sleep_ms(1)
        await asyncio.gather(asyncio.sleep_ms(0), event.wait())

async def other(event):
    while True:
        try:
            await asyncio.wait_for_ms(event.wait(), 1)
        except asyncio.TimeoutError:
            pass
        event.set()

async def main():
    lock, event = asyncio.Lock(), asyncio.Event()
    tasks = [asyncio.create_task(ticker(lock, event)) for _ in range(10)]
    tasks.append(asyncio.create_task(other(event)))
    print("ready")
    await asyncio.gather(*tasks)

for i in range(TIMES):
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("caught")
print("end")
"""
TIMES = 50


def stress():
    status, lines, err = interrupt(start([BINARY], STRESS.replace("TIMES", str(TIMES))), TIMES)
    problem = None
    if (status, lines.count("caught"), lines[-1:], err) != (0, TIMES, ["end"], ""):
        problem = "status %r, %d times caught, last %r, stderr %r" % (
            status,
            lines.count("caught"),
            lines[-1:],
            err[-300:],
        )
    result("Ctrl-C %d times in the midst of work" % TIMES, problem)


def main():
    jobs = [hanging_cleanup, stress]
    for name, code in WAITS.items():
        for check, how in ((uncaught, RUN), (caught, CAUGHT)):
            text = SCRIPT.replace("WAIT", code).replace("START", how)
            text = text.replace("PORT", str(free_port()))
            jobs.append(lambda check=check, name=name, text=text: check(name, text))
    in_threads(jobs)
    finish()


main()
