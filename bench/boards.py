# SPDX-License-Identifier: MIT
"""The same scripts on emulated boards, where nothing disturbs: a figure repeats to the last digit."""

import re
import sys
from pathlib import Path

from engines import BENCH, SCRIPTS

ROOT = BENCH.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests/arm")]

from raw_repl import BoardError  # noqa: E402, F401

# With `-icount shift=6` QEMU lets 64 ns pass for each instruction.
INSTRUCTION_NS = 64

QEMU_BOARDS = {"Cortex-M3": "qemu-MPS2_AN385", "Cortex-M0": "qemu-MICROBIT"}
PICO_CYCLE_NS = 8

# Name, case of cpu.py, n, operations for each n, must, aim; where the cores differ, (Cortex-M3, Cortex-M0).
CASES = [
    ("switch, 1 task", "switch(%d, 1)", 500, 1, None, None),
    ("switch, 100 tasks", "switch(%d, 100)", 5, 100, (1450, 2000), (920, 1190)),
    ("create_task + await", "create(%d)", 200, 1, None, None),
    ("create, cancel, await (storms of 100)", "cancel(%d)", 2, 100, None, None),
    ("Event ping-pong", "event(%d)", 100, 1, "stock/10", "stock/20"),
    ("Lock async with", "lock(%d)", 200, 1, "stock/10", "stock/20"),
    ("ThreadSafeFlag ping-pong", "flag(%d)", 100, 1, None, None),
    ("gather of 100", "gather(%d, 100)", 2, 1, "stock/5", "stock/10"),
    ("wait_for, in time", "wait_for(%d)", 50, 1, "stock/5", "stock/10"),
]
BOUND = {"switch, 1 task": "await, 1", "switch, 100 tasks": "await, 100"}


def program(script, *lines):
    """A script of bench/scripts with what it imports from common.py put in front, and other last lines."""
    text = (SCRIPTS / "common.py").read_text() + (SCRIPTS / script).read_text()
    text = re.sub(r"^from common import .*\n", "", text, flags=re.M)
    # Its own last lines look at the command line.
    text = text.split("\nmain(CASES)")[0].split("\nhow, _, tasks")[0]
    # Comments need not travel over the serial line.
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.M)
    return text + "\n" + "\n".join(lines) + "\n"


def qemu(board, code):
    """What `code` prints on the image in build/`board`, whose last part names the machine."""
    import _qemu

    _qemu.MACHINES.setdefault(board, _qemu.MACHINES[Path(board).name])
    with _qemu.Qemu(board) as machine:
        return machine.exec(code)


def qemu_instructions(board, make, n, per_n):
    """Instructions of one operation: what 2 * n take more than n. `make` makes the program for a count."""
    took = [int(qemu(board, make(count)).split()[-1]) for count in (n, 2 * n)]
    return (took[1] - took[0]) * 1000 / INSTRUCTION_NS / (n * per_n)


def cpu_program(case):
    return lambda n: program("cpu.py", f"run({case % n})", "print(watch.us)")


def bound_program(case):
    how, _, tasks = case.partition(", ")
    return lambda n: program("bound.py", f"print(measure({how!r}, {n}, {tasks}))")


def heap_program():
    return (SCRIPTS / "heap.py").read_text()
