#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Soft reset (Ctrl-D) while tasks, flags, timers and streams are alive: a clean start, and the heap back where it was."""

import sys

import _boards
import _qemu

_boards.require_python()
_boards.require_tools("qemu", "cmake")

from pico import Pico  # noqa: E402
from raw_repl import BoardError  # noqa: E402

# Leaves one of everything alive: what waits for time, for each other, for an interrupt, for a stream.
ALIVE = """
import asyncio, machine, sys
log = []
flag, event, lock = asyncio.ThreadSafeFlag(), asyncio.Event(), asyncio.Lock()
async def sleeper():
    while True:
        await asyncio.sleep_ms(1)
        log.append(1)
async def waits(awaitable):
    await awaitable
    log.append(2)
async def locks():
    async with lock:
        await event.wait()
async def ticks():
    while True:
        await flag.wait()
        flag.set()
        await asyncio.sleep_ms(3)
timer = machine.Timer(-1, period=2, callback=lambda timer: flag.set())
async def main():
    for awaitable in (sleeper(), ticks(), locks(), locks(), waits(event.wait()),
            waits(asyncio.gather(sleeper(), waits(event.wait()))), waits(asyncio.wait_for(event.wait(), 1000)),
            waits(asyncio.StreamReader(sys.stdin).readline())):
        asyncio.create_task(awaitable)
    await asyncio.sleep_ms(20)
    assert len(log) > 5
"""

# The ways to a soft reset. After the first two the loop is at rest with all its tasks; the last two leave from the midst of it.
WAYS = {
    "left_pending": "asyncio.get_event_loop().run_until_complete(main())",
    "never_run": "asyncio.create_task(main())\nlock_holder = asyncio.create_task(locks())",
    "exit_in_a_task": "async def leaves():\n    await main()\n    raise SystemExit\nasyncio.get_event_loop().run_until_complete(leaves())",
    "reset_in_a_task": "async def leaves():\n    await main()\n    machine.soft_reset()\nasyncio.get_event_loop().run_until_complete(leaves())",
}

# A new VM: nothing of before is there, and the loop works.
CLEAN = """
import asyncio
ran = []
async def child():
    await asyncio.sleep_ms(5)
    ran.append('child')
async def main():
    flag = asyncio.ThreadSafeFlag()
    await asyncio.gather(child(), child())
    try:
        await asyncio.wait_for_ms(flag.wait(), 30)
    except asyncio.TimeoutError:
        ran.append('no flag of before')
    return len(asyncio.all_tasks())
print(asyncio.run(main()), ran)
"""

# The collector takes any word on the C stack for a pointer, so what was there before keeps a few blocks, sometimes
# others. The tasks of ALIVE are ten times as large.
SLACK = 160

FREE = "import gc\ngc.collect()\nprint(gc.mem_free())"


def check(board, way):
    board.soft_reset()
    free = int(board.exec(FREE))
    for _ in range(3):
        board.start(ALIVE + WAYS[way] + "\n")
        output, error = board.read_until(b"\x04")[:-1], board.read_until(b"\x04")[:-1]
        if error:
            raise BoardError((output + error).decode())
        if way.endswith("in_a_task"):
            # The VM has ended by itself.
            board.read_until(b"raw REPL; CTRL-B to exit\r\n>")
        else:
            board.read_until(b">")
            board.soft_reset()
        now = int(board.exec(FREE))
        if now < free - SLACK:
            raise BoardError(f"{free - now} bytes of the heap are gone")
        said = board.exec(CLEAN)
        if said != "1 ['child', 'child', 'no flag of before']\n":
            raise BoardError(f"the new VM printed {said!r}")
        board.soft_reset()


def main():
    report = _boards.LockedReport()
    for name in ("qemu-MPS2_AN385", "qemu-MICROBIT", "stm32-QEMU_F405", "rp2-RPI_PICO"):
        if not report.wanted(name) or not _boards.build(report, name):
            continue
        for way in WAYS:
            test = f"{name}/soft_reset/{way}"
            if not report.wanted(test):
                continue
            try:
                if name.startswith("rp2"):
                    check(Pico(_boards.ROOT / "build" / name / "firmware.uf2"), way)
                else:
                    with _qemu.Qemu(name) as board:
                        check(board, way)
                report.passed(test)
            except BoardError as e:
                report.failed(test, str(e).replace("\n", " | "))
    sys.exit(report.finish())


main()
