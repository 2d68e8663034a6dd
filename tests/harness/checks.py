# SPDX-License-Identifier: MIT
"""Tests that are commands: cargo's, what is in the linked image, and scripts that report for themselves."""

import re
import sys
from pathlib import Path

from harness.process import Process, run

CARGO_RESULT = re.compile(r"test (?P<test>.+) \.\.\. (?P<result>ok|FAILED|ignored)")
SCRIPT_RESULT = re.compile(r"(?P<mark>PASS|FAIL|SKIP)(?: (?P<test>.*?))?(?:: (?P<why>.*))?$")


def command(report, name, words, timeout=900, env=None):
    """One test: the command succeeds."""
    if not report.wanted(name):
        return
    process = run(words, timeout, env=env)
    if process.status == 0:
        report.passed(name)
    else:
        report.failed(name, process.ending(), process.tail())


def cargo_test(report):
    """Every test of the crate, counted one by one."""
    if not report.wanted("cargo/"):
        return
    process = Process(["cargo", "test", "--no-fail-fast"], 1800)
    passed, failed = 0, []
    for line in process:
        match = CARGO_RESULT.match(line)
        if not match:
            continue
        name = "cargo/" + match["test"]
        if match["result"] == "ok":
            passed += 1
            report.passed(name)
        elif match["result"] == "ignored":
            report.skipped(name, "marked #[ignore] in the source")
        else:
            failed.append(name)
    for name in failed:
        report.failed(name, "", process.tail(200) if name is failed[0] else "see the first one's output")
    if process.status != 0 and not failed or not passed:
        report.failed("cargo/test", process.ending(), process.tail())


def script(report, group, path, env, timeout=1200):
    """A Python program that prints a line `PASS name`, `FAIL name: why` or `SKIP name: why` a test."""
    if not report.wanted(group):
        return
    process = Process([sys.executable, "-u", path], timeout, env=env)
    results, failures, notes = 0, [], []
    for line in process:
        match = SCRIPT_RESULT.match(line)
        if not match:
            notes.append(line)
            continue
        results += 1
        name = group + (f"/{match['test']}" if match["test"] else "")
        why = match["why"] or ""
        if match["mark"] == "PASS":
            report.passed(name)
        elif match["mark"] == "SKIP":
            report.skipped(name, why or "no reason given")
        else:
            failures.append((name, why, notes))
        notes = []
    for name, why, before in failures:
        report.failed(name, why, "\n".join(before + notes))
    if not failures and (process.status != 0 or not results):
        report.failed(group, f"{results} results, {process.ending()}", process.tail())


def symbol_names(symbols):
    """The names in what nm prints."""
    return [line.split()[-1] for line in symbols.splitlines() if line.strip()]


def panics(names):
    """The functions of Rust's panics among them."""
    return [n for n in names if re.search(r"9panicking|rust_begin_unwind|rust_panic|panic_fmt|panic_bounds", n)]


def no_panic(report, binary):
    """The linked image holds no panic of Rust's: each would be a way to stop the firmware."""
    name = "image/no-panic"
    if not report.wanted(name):
        return
    symbols = run(["nm", binary], 60)
    names = symbol_names(symbols.text)
    found = panics(names)
    if symbols.status != 0 or not any("micropython_asyncio" in n for n in names):
        report.failed(name, "nm shows none of the crate's symbols, so it could not show a panic either", symbols.tail(5))
    elif found:
        report.failed(name, "panic code is linked", "\n".join(found))
    else:
        report.passed(name)


def no_stock_asyncio(report, binary):
    """Neither half of MicroPython's own asyncio, frozen or C, is in our image."""
    name = "image/no-stock-asyncio"
    if not report.wanted(name):
        return
    binary = Path(binary)
    found = []
    if b"asyncio/core.py" in binary.read_bytes():
        found.append("the frozen package")
    compiled = run(["nm", "--defined-only", binary.parent / "extmod/modasyncio.o"], 60)
    if compiled.status != 0:
        found.append("perhaps its C half, extmod/modasyncio.o cannot be read: " + compiled.text)
    elif re.search(r" [A-Za-z] ", compiled.text):
        found.append("its C half, extmod/modasyncio.c")
    if found:
        report.failed(name, "the image holds " + " and ".join(found))
    else:
        report.passed(name)
