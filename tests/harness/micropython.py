# SPDX-License-Identifier: MIT
"""Runs tests in MicroPython's own form through the runners of its own tree, unmodified."""

import difflib
import os
import re
import shutil
import sys
from pathlib import Path

from harness.process import Process

# How each runner reports one test.
RESULT = {
    "run-tests.py": re.compile(r"(?P<result>pass|FAIL|skip)\s+(?P<test>\S+)"),
    "run-multitests.py": re.compile(r"(?P<test>\S+) on .*: (?P<result>pass|FAIL|skip)$"),
}


class Suite:
    """A set of test files below one folder, for one target.

    tree: the MicroPython tree whose runners are used. target: a name for tests/exceptions.txt.
    folder and prefix: test NAME is folder/NAME and is reported as prefix + NAME.
    scratch: where the runner may put results. args, env: what the runner needs to reach the target.
    """

    def __init__(self, report, tree, target, exceptions, folder, prefix, scratch, args=(), env=None):
        self.report = report
        self.runners = Path(tree) / "tests"
        self.target = target
        self.exceptions = exceptions
        self.folder = Path(folder)
        self.prefix = prefix
        self.scratch = Path(scratch)
        self.args = list(args)
        self.env = {
            "MICROPY_CPYTHON3": sys.executable,
            "PYTHONDONTWRITEBYTECODE": "1",  # leave the tree as it is
            **(env or {}),
        }

    def run(self, names, runner="run-tests.py", jobs=1, timeout=900):
        """Runs the tests, each name relative to the folder, and reports every one of them."""
        names = [name for name in names if self.report.wanted(self.prefix + name)]
        listed = {name: self.exceptions.get(self.prefix + name) for name in names}
        # The ones expected to fail go by themselves, so that their output stays out of the way.
        for group in (
            [name for name in names if not self._fails(listed[name])],
            [name for name in names if self._fails(listed[name])],
        ):
            if group:
                results, process = self._run(group, runner, jobs, timeout)
                for name in group:
                    self._report(name, results.get(name), listed[name], process, runner)

    @staticmethod
    def _fails(entry):
        return entry is not None and entry[0] == "fails"

    def _run(self, names, runner, jobs, timeout):
        command = [sys.executable, "-u", self.runners / runner, *self.args]
        if runner == "run-tests.py":
            shutil.rmtree(self.scratch, ignore_errors=True)
            command += ["-r", self.scratch, "-j", jobs]
        results = {}
        process = Process(command + names, timeout, cwd=self.folder, env=self.env)
        for line in process:
            match = RESULT[runner].match(line)
            if match:
                # Some versions of the runner say the whole path, some say it as it was given.
                name = os.path.relpath(self.folder / match["test"], self.folder)
                results[name] = match["result"].lower()
        return results, process

    def _report(self, name, result, entry, process, runner):
        full_name = self.prefix + name
        outcome, reason = entry or (None, None)
        if result is None:
            self.report.failed(full_name, f"no result; {runner}: {process.ending()}", process.tail())
        elif outcome == "fails":
            if result == "fail":
                self.report.skipped(full_name, "fails as listed. " + reason)
            else:
                self.report.failed(full_name, f"listed as failing, but: {result}")
        elif result == "pass":
            self.report.passed(full_name)
        elif result == "skip" and outcome == "skips":
            self.report.skipped(full_name, reason)
        elif result == "skip":
            self.report.failed(full_name, "it skipped itself, and tests/exceptions.txt does not list that")
        else:
            self.report.failed(full_name, "", self._difference(name, process, runner))

    def _difference(self, name, process, runner):
        if runner != "run-tests.py":
            return process.tail()
        # The runner keeps what was expected and what was printed, under a name made of the path.
        texts = []
        for suffix in (".exp", ".out"):
            kept = list(self.scratch.glob("*" + name.replace("/", "_") + suffix))
            texts.append(kept[0].read_text(errors="replace") if kept else "")
        if not any(texts):
            return process.tail()
        lines = (text.splitlines() for text in texts)
        return "\n".join(difflib.unified_diff(*lines, "expected", "printed", lineterm=""))
