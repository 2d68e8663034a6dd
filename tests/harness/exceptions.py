# SPDX-License-Identifier: MIT
"""Reads tests/exceptions.txt, the list of tests that are not expected to pass."""

import fnmatch
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "exceptions.txt"


def load(target, path=FILE):
    """What is listed for a target such as "unix": {test: (outcome, reason)}."""
    listed = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        words = line.split(None, 3)
        if len(words) < 4 or words[2] not in ("fails", "skips"):
            raise SystemExit(f"{path}:{number}: expected TARGET TEST fails|skips REASON")
        pattern, test, outcome, reason = words
        if fnmatch.fnmatchcase(target, pattern):
            listed[test] = (outcome, reason)
    return listed
