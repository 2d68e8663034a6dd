# SPDX-License-Identifier: MIT
"""Figures of an image on the emulated Raspberry Pi Pico, one `name number ...` a line. Started by run.py in the Python
that has the emulator.

    pico_bench.py FIRMWARE.uf2
"""

import sys

from boards import PICO_CYCLE_NS, SCRIPTS, cpu_program

from pico import Pico

EDGES = 20


def cycles(pico, case, n, per_n):
    """Cycles of one operation: what 2 * n take more than n. The clock of the emulated board is exact, its ticks_us too."""
    make = cpu_program(case)
    took = []
    for count in (n, 2 * n):
        pico.soft_reset()
        took.append(int(pico.exec(make(count)).split()[-1]))
    return (took[1] - took[0]) * 1000 / PICO_CYCLE_NS / (n * per_n)


def latencies(pico):
    """Cycles from an edge at GP2 to the task's at GP3, each time."""
    pico.soft_reset()
    pico.edges.clear()
    pico.watch(3)
    driven = []

    def up():
        driven.append(pico.now)
        pico.drive(2, 1)

    begin = 200_000_000
    for i in range(EDGES):
        # Not in step with the milliseconds.
        at = begin + i * 10_370_000
        pico.at(at, up)
        pico.at(at + 3_000_000, lambda: pico.drive(2, 0))
    pico.start(f"EDGES = {EDGES}\n" + (SCRIPTS / "pico_irq.py").read_text())
    pico.finish()
    rises = [t for t, gpio, level in pico.edges if gpio == 3 and level == 1]
    if len(rises) != EDGES:
        raise SystemExit(f"{EDGES} interrupts, but {len(rises)} times the task ran")
    return [(rise - start) / PICO_CYCLE_NS for start, rise in zip(driven, rises)]


def main():
    pico = Pico(sys.argv[1])
    print("switch", cycles(pico, "switch(%d, 10)", 10, 10))
    print("event", cycles(pico, "event(%d)", 10, 1))
    print("latency", *sorted(latencies(pico)))


main()
