# SPDX-License-Identifier: MIT
"""The measurements on this computer, each a method that adds rows."""

import re
import shutil
import sys
import tempfile
from pathlib import Path

import cases
from engines import Engine, Failed, in_parallel, interleaved, spread
from rows import Row


def say(text):
    print(text, file=sys.stderr, flush=True)


class Bench:
    """The engines, the options and the rows so far."""

    def __init__(self, args, python):
        self.quick = args.quick
        self.ours = Engine("ours", [args.ours], micropython=True)
        self.stock = Engine("stock", [args.stock], micropython=True)
        self.both = [self.ours, self.stock]
        self.everyone = [*self.both, Engine("cpython", [python or sys.executable])]
        if python:
            self.everyone.append(Engine("uvloop", [python], ["uvloop"]))
        self.rows = []

    def row(self, *args, **options):
        self.rows.append(Row(*args, **options))
        return self.rows[-1]

    def chosen(self, table, quick_at):
        return [entry for entry in table if entry[quick_at] or not self.quick]

    def instructions(self):
        """Counted by callgrind; nothing that else happens on the machine changes them."""
        if not shutil.which("valgrind"):
            say("SKIP instructions: valgrind is not installed")
            return
        jobs = []

        def count(row, who, engine, *args, **options):
            def job():
                try:
                    row.put(who, engine.instructions_each(*args, **options))
                except Failed as e:
                    row.failed[who] = str(e)

            jobs.append(job)

        for name, case, n, per_n, heap, _, must, aim in self.chosen(cases.INSTRUCTIONS, 5):
            row = self.row(name, "instructions", must=must, aim=aim)
            for engine in self.both:
                count(row, engine.name, engine, "cpu.py", case, n, per_n, heap=heap)
            if name in cases.BOUNDS:
                count(row, "bound", self.stock, "bound.py", cases.BOUNDS[name], n, per_n, heap=heap)
        if not self.quick:
            # Stock would take the better part of an hour for this one.
            name = "switch, 100 000 tasks"
            row = self.row(name, "instructions")
            count(row, "ours", self.ours, "cpu.py", "switch:100000", 1, 100000, heap="256M")
            count(row, "bound", self.stock, "bound.py", cases.BOUNDS[name], 1, 100000, heap="256M")
        for name, case in cases.BOUND_LOOPS:
            count(self.row(name, "instructions"), "bound", self.stock, "bound.py", case, 30, 100)
        for case, n in [("exactly:1", 200), ("exactly:50", 400)] + ([] if self.quick else [("line:1", 200)]):
            row = self.row(f"echo, {case.replace(':', ', ')} connections", "instructions")
            for engine in self.both:
                count(row, engine.name, engine, "echo.py", case, n, heap="32M")
        row = self.row("import asyncio", "instructions")
        for engine in self.both:

            def imports(engine=engine):
                try:
                    with_it, without = (engine.instructions("imports.py", n) for n in (1, 0))
                    row.put(engine.name, with_it - without)
                except Failed as e:
                    row.failed[engine.name] = str(e)

            jobs.append(imports)
        in_parallel(jobs)

    def times(self):
        """Microseconds of one operation, all engines in turn."""
        for name, case, n, per_n, heap, _, must, aim in self.chosen(cases.TIMES, 5):
            row = self.row(name, "µs", must=must, aim=aim)
            engines = self.both if case == "flag" else self.everyone
            found = interleaved(engines, 3 if self.quick else 5, "cpu.py", case, n, heap=heap)
            for who, runs in found.items():
                self.note(row, who, runs, lambda run: run[0] / (n * per_n))
        if not self.quick:
            row = self.row("switch, 100 000 tasks, one turn each", "µs")
            for engine in self.everyone:
                found = interleaved([engine], 1, "cpu.py", "switch:100000", 1, heap="256M", timeout=90)
                self.note(row, engine.name, found[engine.name], lambda run: run[0] / 100000)

    @staticmethod
    def note(row, who, runs, figure):
        if isinstance(runs, Failed):
            row.failed[who] = str(runs)
        else:
            values = [figure(run) for run in runs]
            row.put(who, spread(values) if len(values) > 1 else values[0])

    def echo(self):
        for name, case, n, _, must, aim in self.chosen(cases.ECHO, 3):
            found = interleaved(self.everyone, 2 if self.quick else 3, "echo.py", case, n, heap="64M")
            rate = self.row(name, "requests/s", less=False, must=must, aim=aim)
            half, most = self.row(name + ", p50", "µs"), self.row(name + ", p99", "µs")
            for at, row in enumerate((rate, half, most)):
                for who, runs in found.items():
                    self.note(row, who, runs, lambda run: run[at])
            # Ten are busy among the idle ones.
            connections = 10 if case.startswith("idle") else case.partition(":")[2]
            found = interleaved([self.stock], 2 if self.quick else 3, "bound.py", f"echo:{connections}", 5 * n, heap="64M")
            self.note(rate, "bound", found["stock"], lambda run: run[0])

    def lateness(self):
        for name, case in (("idle", "late:0"), ("with 100 busy tasks", "late:100")):
            found = interleaved(self.everyone, 1 if self.quick else 5, "late.py", case, 200, heap="32M")
            for at, which in enumerate(("earliest", "p99", "latest")):
                # Never early: a negative figure of ours is a defect.
                row = self.row(f"end of sleep_ms after its time, {name}, {which}", "µs", less=which != "earliest")
                if which == "earliest":
                    row.budget["must"] = 0
                    row.comparable = False
                for who, runs in found.items():
                    if which == "earliest" and not isinstance(runs, Failed):
                        row.put(who, min(run[at] for run in runs))
                    else:
                        self.note(row, who, runs, lambda run: run[at])

    def idle(self):
        """The system calls of an idle second: each that waits is a wake-up."""
        if not shutil.which("strace"):
            say("SKIP idle seconds: strace is not installed")
            return
        for case, name in (("sleep", "nothing else"), ("flag", "a flag waited for"), ("server", "a server")):
            row = self.row(f"system calls in an idle second, {name}", "calls", must=2, aim=1)
            for engine in self.both if case == "flag" else self.everyone:
                with tempfile.NamedTemporaryFile() as log:
                    try:
                        engine.run("idle.py", case, prefix=["strace", "-f", "-o", log.name])
                    except Failed as e:
                        row.failed[engine.name] = str(e)
                        continue
                    trace = Path(log.name).read_text(errors="replace")
                between = re.search(r'"BEGIN\\n".*?\n(.*?)\n[^\n]*"END\\n"', trace, re.S)
                row.put(engine.name, len(between[1].splitlines()) if between else 0)

    def heap(self):
        """Counted by the firmwares themselves; the budgets are for 32 bits."""
        self.heap_rows("64-bit", {engine.name: engine.run("heap.py") for engine in self.both}, {})

    def heap_rows(self, bits, printed, budgets):
        rows = {}
        for who, text in printed.items():
            for line in text.splitlines():
                name, _, size = line.rpartition(" ")
                if name not in rows:
                    must, aim = budgets.get(name, (None, None))
                    rows[name] = self.row(f"heap, {name}", f"bytes, {bits}", must=must, aim=aim)
                rows[name].put(who, int(size))
