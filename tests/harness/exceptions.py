# SPDX-License-Identifier: MIT
"""Reads tests/exceptions.txt, the list of tests that are not expected to pass."""

import fnmatch
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "exceptions.txt"


class Listed:
    """What is listed for one target."""

    def __init__(self):
        self._lines = []

    def add(self, pattern, outcome, reason):
        self._lines.append((pattern, outcome, reason))

    def get(self, test):
        """(outcome, reason) of the first line that fits the test's name, or None."""
        for pattern, outcome, reason in self._lines:
            if fnmatch.fnmatchcase(test, pattern):
                return outcome, reason
        return None


def load(target, path=FILE):
    """What is listed for a target such as "unix"."""
    listed = Listed()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        words = line.split(None, 3)
        if len(words) < 4 or words[2] not in ("fails", "skips"):
            raise SystemExit(f"{path}:{number}: expected TARGET TEST fails|skips REASON")
        pattern, test, outcome, reason = words
        if fnmatch.fnmatchcase(target, pattern):
            listed.add(test, outcome, reason)
    return listed
