# SPDX-License-Identifier: MIT
# An idle unix firmware blocks in one system call until its next deadline (by strace).
import os
import shutil
import tempfile

from _report import binary, calls_between, finish, free_port, in_threads, result, run, skip

BINARY = binary()
MOST = 2

SCRIPT = """
import asyncio

async def waits(aw):
    await aw

async def main():
    flag, event, lock = asyncio.ThreadSafeFlag(), asyncio.Event(), asyncio.Lock()
    await lock.acquire()
    SETUP
    await asyncio.sleep_ms(50)
    # One write each: what lies between them is the idle time.
    print("BEGIN\\n", end="")
    await asyncio.sleep(SECONDS)
    print("END\\n", end="")

asyncio.run(main())
"""

SETUPS = {
    "nothing else": "",
    "a ThreadSafeFlag waited for": "asyncio.create_task(flag.wait())",
    "ten sleepers": "[asyncio.create_task(asyncio.sleep(60 + i)) for i in range(10)]",
    "an event and a lock waited for": "asyncio.create_task(event.wait()); "
    "asyncio.create_task(lock.acquire())",
    "a server": "await asyncio.start_server(print, '127.0.0.1', PORT)",
    "a server and a flag": "await asyncio.start_server(print, '127.0.0.1', PORT); "
    "asyncio.create_task(flag.wait())",
    "a task parked by wait_for": "asyncio.create_task(asyncio.wait_for(flag.wait(), 60))",
}


def check(name, setup, seconds):
    name = "%d idle seconds with %s" % (seconds, name)
    with tempfile.NamedTemporaryFile(suffix=".strace") as log:
        text = SCRIPT.replace("SETUP", setup).replace("SECONDS", str(seconds))
        text = text.replace("PORT", str(free_port()))
        status, out, err = run(["strace", "-o", log.name, BINARY], text)
        calls = calls_between(log.name)
    if status != 0 or calls is None:
        result(name, "status %r, stdout %r, stderr %r" % (status, out, err[-300:]))
    elif len(calls) > MOST:
        some = "; ".join(calls[:4])
        result(name, "%d system calls, at most %d may be: %s" % (len(calls), MOST, some))
    else:
        result(name)


def main():
    if not shutil.which("strace"):
        skip("idle_syscalls", "strace is not installed")
        finish()
    status, out, err = run(["strace", "-o", os.devnull, BINARY], "print('traced')")
    if status != 0 or out != "traced\n":
        skip("idle_syscalls", "strace cannot trace here: %s" % err.strip()[-200:])
        finish()
    jobs = []
    for name, setup in SETUPS.items():
        jobs.append(lambda n=name, s=setup: check(n, s, 1))
    jobs.append(lambda: check("nothing else", "", 3))
    in_threads(jobs)
    finish()


main()
