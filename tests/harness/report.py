# SPDX-License-Identifier: MIT
"""Counts results, shows each as it comes, and the failures once more at the end."""

import sys


class Report:
    def __init__(self, only=()):
        self.only = only
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}
        self.failures = []

    def wanted(self, name):
        """Whether the words of ONLY= let a test, or a group of that name, run."""
        return not self.only or any(word in name or name in word for word in self.only)

    def _show(self, mark, name, why=""):
        if len(why) > 200:
            why = why[:200] + " ..."  # a failure's is shown in full at the end
        print(f"{mark} {name}" + (f": {why}" if why else ""), flush=True)

    def passed(self, name):
        self.counts["passed"] += 1
        self._show("PASS", name)

    def failed(self, name, why="", detail=""):
        self.counts["failed"] += 1
        self.failures.append((name, why, detail))
        self._show("FAIL", name, why)

    def skipped(self, name, why):
        self.counts["skipped"] += 1
        self._show("SKIP", name, why)

    def finish(self):
        """Prints the failures and, as the last line, the counts. Returns the exit status."""
        if self.failures:
            print("\nWhat failed:", flush=True)
        above = ""
        for name, why, detail in self.failures:
            print(f"\n--- {name}" + (f": {why}" if why else ""))
            lines = detail.rstrip().splitlines()
            for line in ["(as above)"] if lines and detail == above else lines:
                print("    " + line)
            above = detail
        counts = self.counts
        if not any(counts.values()):
            print("No test has any of these words in its name:", *self.only)
        line = f"{counts['passed']} passed, {counts['failed']} failed"
        if counts["skipped"]:
            line += f", {counts['skipped']} skipped"
        sys.stdout.flush()
        print("\n" + line, flush=True)
        return 0 if counts["passed"] and not counts["failed"] else 1
