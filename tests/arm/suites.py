#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""MicroPython's own asyncio tests and ours, on every ARM board that QEMU emulates.

suites.py [WORD...]     what has one of the words in its name, e.g. qemu-MICROBIT
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import _boards
import _qemu

_boards.require_python()
_boards.require_tools("qemu")

from harness import exceptions  # noqa: E402
from harness.micropython import Suite  # noqa: E402

SCRATCH = _boards.ROOT / "build/test-results/arm"


def run(report, board):
    """Every test on one board. MicroPython's runner finds the serial line by the name that QEMU prints."""
    target = "execpty:" + " ".join(_qemu.command(board)) + " -serial pty"

    def suite(folder, prefix):
        return Suite(
            _boards.BoardReport(report, board), _boards.TREE, board, exceptions.load(board), folder, prefix,
            SCRATCH / board / prefix.strip("/"), args=["-t", target],
        )  # fmt: skip

    upstream = _boards.TREE / "tests"
    names = sorted("extmod/" + p.name for p in upstream.glob("extmod/asyncio_*.py"))
    suite(upstream, "upstream/").run(names + ["micropython/ringio_async.py"])
    ours = sorted(str(p.relative_to(_boards.ROOT)) for p in (_boards.ROOT / "tests/asyncio").rglob("*.py"))
    suite(_boards.ROOT, "").run(ours)


def main():
    report = _boards.LockedReport()
    wanted = [board for board in _qemu.MACHINES if report.wanted(board)]
    built = [board for board in wanted if _boards.build(report, board)]
    # QEMU is one busy thread a board.
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda board: run(report, board), built))
    sys.exit(report.finish())


main()
