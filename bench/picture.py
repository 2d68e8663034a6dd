# SPDX-License-Identifier: MIT
"""Draws build/bench.json as an SVG: how many times better than stock, row by row. Run by the Python that bench/venv makes.

    picture.py bench.json bench.svg
"""

import json
import sys

import matplotlib

matplotlib.use("svg")
# The same file from the same figures; text stays text.
matplotlib.rcParams.update({"svg.hashsalt": "bench", "svg.fonttype": "none", "font.size": 9})
from matplotlib import pyplot  # noqa: E402

# The rows worth a bar, by unit and name, as far as they were measured.
SHOWN = [
    ("instructions", "switch, 1 task"),
    ("instructions", "switch, 100 tasks"),
    ("instructions", "switch, 10 000 tasks"),
    ("instructions", "create_task + await"),
    ("instructions", "Event ping-pong"),
    ("instructions", "Lock async with"),
    ("instructions", "ThreadSafeFlag ping-pong"),
    ("instructions", "gather of 100"),
    ("instructions", "wait_for, in time"),
    ("instructions", "import asyncio"),
    ("requests/s", "echo, readexactly, 1 connection"),
    ("requests/s", "echo, readexactly, 500"),
    ("requests/s", "echo, readline, 1 connection"),
    ("requests/s", "echo, 10 busy among 2 000 idle"),
]


def main(source, target):
    rows = {(row["unit"], row["name"]): row for row in json.load(open(source))["rows"]}
    bars = []
    for key in SHOWN:
        better = rows.get(key, {}).get("times_better")
        if better:
            bars.append((f"{key[1]} [{key[0]}]", better))
    if not bars:
        sys.exit("no row to draw")
    bars.reverse()
    names, values = zip(*bars)
    figure, axes = pyplot.subplots(figsize=(8, 0.6 + 0.3 * len(bars)), layout="constrained")
    drawn = axes.barh(names, values, left=0, color=["#2a7ab0" if value >= 1 else "#c0504d" for value in values])
    axes.bar_label(drawn, [f"{value:.3g} ×" for value in values], padding=3)
    axes.set_xscale("log")
    axes.set_xlim(min(0.5, min(values) * 0.8), max(values) * 2.5)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xlabel("times better than MicroPython's own asyncio on the same build (logarithmic)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(target, metadata={"Date": None})


main(*sys.argv[1:])
