# SPDX-License-Identifier: MIT
# What must stay cheap, in instructions (by callgrind): a task switch, and making a task while many others live.
import os
import re
import shutil
import subprocess
import tempfile

from _report import binary, finish, result, script, skip

BINARY = binary()

SWITCH = script("""
import asyncio, sys

async def task():
    while True:
        await asyncio.sleep_ms(0)

async def main(tasks, rounds):
    for _ in range(tasks - 1):
        asyncio.create_task(task())
    for _ in range(rounds):
        await asyncio.sleep_ms(0)

asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
""")

CREATE = script("""
import asyncio, sys

async def task():
    pass

async def main(others, rounds):
    alive = [asyncio.create_task(asyncio.sleep(1000)) for _ in range(others)]
    for _ in range(rounds):
        await asyncio.create_task(task())

asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
""")


def instructions(*command):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "callgrind.out")
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out, BINARY, "-X", "heapsize=16M", *map(str, command)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600,
        )  # fmt: skip
        found = re.search(r"Collected : (\d+)", done.stdout)
        if done.returncode or not found:
            raise RuntimeError(done.stdout[-500:])
        return int(found[1])


def check(name, program, count, rounds, each, most):
    """The difference between 2n and n rounds, so that start and compilation drop out."""
    cost = (instructions(program, count, 2 * rounds) - instructions(program, count, rounds)) // (rounds * each)
    print("  %s: %d instructions" % (name, cost))
    result(name, None if cost <= most else "%d instructions, at most %d are allowed" % (cost, most))


if shutil.which("valgrind") is None:
    skip("instructions", "there is no valgrind")
else:
    check("a task switch with 100 tasks", SWITCH, 100, 200, 100, 1900)
    check("a task switch with 10 000 tasks", SWITCH, 10000, 3, 10000, 2600)
    # With MicroPython's own package: 23 700, and more with every task that lives.
    check("create_task and await among 2 000 tasks", CREATE, 2000, 500, 1, 12000)
finish()
