#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a script on an emulated Raspberry Pi Pico.

    tools/pico-run.py [--image FILE.uf2] [--watch GPIO,...] [--seconds N] SCRIPT.py

Shows what it prints, and the pins' changes with their time since the script's start; with --seconds, stops it
after so many seconds of the board's time as if by Ctrl-C. Exit status: 1 if an exception ended the script.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, default=ROOT / "build/rp2-RPI_PICO/firmware.uf2")
    parser.add_argument("--watch", default="16,17,25", help="the pins to show (default: %(default)s)")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("script", type=Path)
    args = parser.parse_args()
    if not args.image.exists():
        sys.exit(f"error: no image {args.image}; make one: make firmware PORT=rp2 BOARD=RPI_PICO")
    code = args.script.read_text()

    try:
        from pico import BoardError, Pico
    except ImportError:
        # Not in this Python; in the one that tools/arm-python makes.
        python = subprocess.run([ROOT / "tools/arm-python"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        os.execv(python, [python, *sys.argv])

    pico = Pico(args.image)
    for gpio in args.watch.split(","):
        pico.watch(int(gpio))
    begin, awake = pico.now, pico.awake_ns

    def show_edges():
        for t, gpio, level in pico.edges:
            print(f"{(t - begin) / 1e9:11.6f} s  GP{gpio} {level}")
        pico.edges.clear()

    pico.on_edge = show_edges
    pico.on_output = lambda data: (sys.stdout.buffer.write(data), sys.stdout.flush())
    pico.patience_ns = 3600_000_000_000
    status = 0
    try:
        pico.start(code)
        if args.seconds is not None:
            pico.at(int(args.seconds * 1e9), pico.interrupt)
        pico.finish()
    except BoardError as e:
        sys.stdout.flush()
        print(e, file=sys.stderr)
        status = 1
    share = (pico.awake_ns - awake) / (pico.now - begin)
    print(f"{(pico.now - begin) / 1e9:11.6f} s, awake {share:.2%} of it", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
