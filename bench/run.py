#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures our asyncio against MicroPython's own, and CPython's where that runs the same script. See bench/README.md.

Leaves build/bench.json, build/bench.md and build/bench.svg, and prints the table.
"""

import argparse
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True

from arm import arm
from engines import BENCH
from measure import Bench, say
from rows import failures, table, write_json

ROOT = BENCH.parent
PARTS = ["instructions", "heap", "idle", "lateness", "times", "echo", "arm"]


def about(bench, args):
    """What was measured with what."""
    version = subprocess.run(
        [args.ours, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=True
    ).stdout
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "micropython": version.split("MicroPython ")[-1].split(";")[0].split()[0],
        "cpython": platform.python_version(),
        "processor": model[1] if model else platform.machine(),
        "processors": os.cpu_count(),
        "load_at_start": os.getloadavg()[0],
        "quick": args.quick,
    }


def publish(text, description, picture):
    """Puts the table and the picture into docs/."""
    page = ROOT / "docs/benchmarks.md"
    said = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in description.items())
    new = f"<!-- table -->\nMeasured with: {said}.\n\n{text}<!-- /table -->"
    page.write_text(re.sub(r"<!-- table -->.*<!-- /table -->", lambda _: new, page.read_text(), flags=re.S))
    if picture:
        (ROOT / "docs/img").mkdir(exist_ok=True)
        shutil.copy(picture, ROOT / "docs/img/benchmarks.svg")


def private_python():
    """The Python with uvloop and matplotlib; None, and the reason said, where it cannot be made."""
    made = subprocess.run([BENCH / "venv"], stdout=subprocess.PIPE, text=True)
    if made.returncode == 0:
        return made.stdout.strip()
    say("SKIP uvloop and the picture: the Python for them could not be made, see above")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer cases, fewer runs")
    parser.add_argument("--arm", action="store_true", help="the emulated boards as well")
    parser.add_argument("--publish", action="store_true", help="put table and picture into docs/")
    parser.add_argument("--only", nargs="+", metavar="PART", choices=PARTS, help=" ".join(PARTS))
    parser.add_argument("--ours", default=ROOT / "build/unix/micropython", help="the firmware with our asyncio")
    parser.add_argument("--stock", default=ROOT / "build/bench/unix-stock/micropython", help="and with MicroPython's")
    parser.add_argument("--out", type=Path, default=ROOT / "build", help="folder of the results (default: %(default)s)")
    args = parser.parse_args()

    # Ten thousands of sockets; all engines inherit it.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    python = private_python()
    bench = Bench(args, python)
    description = about(bench, args)
    for part in args.only or (PARTS if args.arm else PARTS[:-1]):
        began = time.monotonic()
        arm(bench) if part == "arm" else getattr(bench, part)()
        say(f"{part}: {time.monotonic() - began:.0f} s")

    args.out.mkdir(parents=True, exist_ok=True)
    text = table(bench.rows)
    (args.out / "bench.md").write_text(text)
    write_json(bench.rows, description, args.out / "bench.json")
    print(text)
    picture = args.out / "bench.svg"
    if python:
        # It says itself what went wrong.
        if subprocess.run([python, BENCH / "picture.py", args.out / "bench.json", picture]).returncode != 0:
            picture = None
    else:
        picture = None
    if args.publish:
        publish(text, description, picture)
    for line in failures(bench.rows):
        print("✗", line)
    for kind in ("must", "aim"):
        for row in bench.rows:
            if row.misses(kind):
                print(f"{kind} missed: {row.name} ({row.unit}): {row.figures['ours']:.4g}, budget {row.limit(kind):.4g}")


if __name__ == "__main__":
    main()
