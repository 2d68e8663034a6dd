# SPDX-License-Identifier: MIT
# Imports asyncio with all that it loads when it is first used, or with N = 0 does not.
import sys

if sys.argv[1] == "1":
    import asyncio

    for name in ("Event", "Lock", "ThreadSafeFlag", "gather", "wait_for", "open_connection", "run"):
        getattr(asyncio, name)
