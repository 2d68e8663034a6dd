# SPDX-License-Identifier: MIT
"""The measurements on the emulated boards. The images are those that `make bench ARM=1` makes."""

import os
import shutil
import subprocess

import boards
import cases
from engines import BENCH, in_parallel, spread
from measure import say

ROOT = BENCH.parent


def qemu(bench):
    if not shutil.which("qemu-system-arm"):
        say("SKIP the Cortex-M: qemu-system-arm is not installed")
        return
    jobs = []

    def measured(row, who, *args):
        def job():
            try:
                row.put(who, boards.qemu_instructions(*args))
            except (boards.BoardError, ValueError) as e:
                row.failed[who] = str(e).strip().splitlines()[-1]

        jobs.append(job)

    heaps = []
    for core, (cpu, board) in enumerate(boards.QEMU_BOARDS.items()):
        images = {"ours": board, "stock": f"bench/{board}"}
        absent = [image for image in images.values() if not (ROOT / "build" / image / "firmware.elf").exists()]
        if absent:
            say(f"SKIP {cpu}: no image build/{absent[0]}; make bench ARM=1 makes it")
            continue
        for name, case, n, per_n, *budget in boards.CASES:
            must, aim = (b[core] if isinstance(b, tuple) else b for b in budget)
            row = bench.row(f"{cpu}: {name}", "instructions", must=must, aim=aim)
            for who, image in images.items():
                measured(row, who, image, boards.cpu_program(case), n, per_n)
            if name in boards.BOUND:
                measured(row, "bound", images["stock"], boards.bound_program(boards.BOUND[name]), n, per_n)
        heaps.append((cpu, images))
    in_parallel(jobs)
    for cpu, images in heaps[:1]:
        printed = {who: boards.qemu(image, boards.heap_program()) for who, image in images.items()}
        bench.heap_rows("32-bit", printed, cases.HEAP_32)


def pico(bench):
    images = {"ours": "rp2-RPI_PICO", "stock": "rp2-RPI_PICO-stock"}
    absent = [i for i in images.values() if not (ROOT / "build" / i / "firmware.uf2").exists()]
    if absent:
        say(f"SKIP the Pico: no image build/{absent[0]}; make bench ARM=1 makes it")
        return
    python = subprocess.run([ROOT / "tools/arm-python"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    rows = {
        "switch": bench.row("Pico: switch, 10 tasks", "cycles"),
        "event": bench.row("Pico: Event ping-pong", "cycles"),
        "latency": bench.row("Pico: from a pin's interrupt to the waiting task's answer", "cycles"),
    }
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for who, image in images.items():
        command = [python, BENCH / "pico_bench.py", ROOT / "build" / image / "firmware.uf2"]
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        for line in done.stdout.splitlines():
            name, *values = line.split()
            values = [float(value) for value in values]
            rows[name].put(who, spread(values) if len(values) > 1 else values[0])
        if done.returncode != 0:
            for row in rows.values():
                if who not in row.figures:
                    row.failed[who] = (done.stderr.strip().splitlines() or ["no word why"])[-1]


def arm(bench):
    qemu(bench)
    pico(bench)
