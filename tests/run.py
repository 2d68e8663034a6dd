#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every test and ends with the line `N passed, N failed[, N skipped]`.

    make test                      all of it
    make test ONLY="gather lint"   what has one of these words in its name
"""

import contextlib
import fcntl
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

from harness import checks, exceptions
from harness.micropython import Suite
from harness.report import Report

ROOT = Path(__file__).resolve().parents[1]
TREE = Path(os.environ.get("MPY") or ROOT / "micropython").resolve()
BINARY = ROOT / "build/unix/micropython"
SCRATCH = ROOT / "build/test-results"

# Folders of tests/ whose files are not tests that run on every port.
NOT_BEHAVIOUR = {"harness", "host", "arm"}


def files(folder, *patterns):
    """The files below a folder that match, as names relative to it."""
    return sorted({str(p.relative_to(folder)) for pattern in patterns for p in folder.glob(pattern)})


@contextlib.contextmanager
def fixed_ports():
    """MicroPython's network tests listen on fixed ports, so only one run on a machine may be at them."""
    path = Path(tempfile.gettempdir()) / f"micropython-asyncio-tests-{os.getuid()}.lock"
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(report):
    """Everything below needs the firmware, so it is built whatever ONLY= says; counted all the same."""
    process = checks.run(["make", "--no-print-directory", "firmware", "PORT=unix"], 3600)
    if process.status == 0:
        report.passed("build/unix")
    else:
        report.failed("build/unix", process.ending(), process.tail())
    return process.status == 0


def rust(report):
    checks.cargo_test(report)
    checks.command(report, "lint/rustfmt", ["cargo", "fmt", "--check"])
    checks.command(report, "lint/clippy", ["cargo", "clippy", "--all-targets", "--", "-D", "warnings"])


def rust_firmware(report):
    checks.command(report, "lint/clippy-firmware", ["make", "--no-print-directory", "clippy-unix"])


def image(report):
    checks.no_panic(report, BINARY)
    checks.no_stock_asyncio(report, BINARY)


def upstream(report):
    """MicroPython's own asyncio tests, from its tree."""
    tests = TREE / "tests"
    suite = Suite(
        report, TREE, "unix", exceptions.load("unix"), tests, "upstream/", SCRATCH / "upstream",
        env={"MICROPY_MICROPYTHON": str(BINARY)},
    )  # fmt: skip
    suite.run(files(tests, "extmod/asyncio_*.py") + ["micropython/ringio_async.py"])
    with fixed_ports():
        suite.run(files(tests, "net_hosted/asyncio_*.py"), jobs=1)
        multi = files(tests, "multi_net/asyncio_tcp_*.py", "multi_net/asyncio_tls_*.py")
        suite.run(multi, runner="run-multitests.py")


def behaviour(report):
    """Our own behaviour tests: every x.py in a folder of tests/, with x.py.exp or CPython as the oracle."""
    names = [n for n in files(ROOT, "tests/*/**/*.py") if n.split("/")[1] not in NOT_BEHAVIOUR]
    suite = Suite(
        report, TREE, "unix", exceptions.load("unix"), ROOT, "", SCRATCH / "behaviour",
        env={"MICROPY_MICROPYTHON": str(BINARY)},
    )  # fmt: skip
    suite.run(names)


def scripts(report):
    """Tests that need a whole computer: they start the firmware themselves and look at it from outside."""
    env = {"MPY": str(TREE), "MICROPYTHON": str(BINARY), "PYTHONDONTWRITEBYTECODE": "1"}
    env["PYTHONPATH"] = str(ROOT / "tests")
    checks.script(report, "doc-scripts", "tests/doc_scripts.py", env)
    for name in files(ROOT, "tests/host/[!_]*.py"):
        checks.script(report, "host/" + Path(name).stem, name, env)


def boards(report):
    """Tests of images for boards, under emulators. They build what they need."""
    env = {"MPY": str(TREE), "PYTHONDONTWRITEBYTECODE": "1"}
    for name in files(ROOT, "tests/arm/[!_]*.py"):
        checks.script(report, "arm/" + Path(name).stem, name, env, timeout=3600)


def main():
    os.chdir(ROOT)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    report = Report(only=sys.argv[1:])

    def timed(group):
        started = time.monotonic()
        result = group(report)
        print(f"     ({group.__name__} took {time.monotonic() - started:.0f} s)", flush=True)
        return result

    built = timed(build)
    timed(rust)
    if built:
        for group in (rust_firmware, image, upstream, behaviour, scripts, boards):
            timed(group)
    else:
        print("The tests that need the firmware were not run: it could not be built.")
    sys.exit(report.finish())


if __name__ == "__main__":
    main()
