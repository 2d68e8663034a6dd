# SPDX-License-Identifier: MIT
"""Who runs the scripts of bench/scripts, and the ways to look at a run."""

import concurrent.futures
import os
import re
import statistics
import subprocess
import tempfile
from pathlib import Path

BENCH = Path(__file__).resolve().parent
SCRIPTS = BENCH / "scripts"


class Failed(Exception):
    """A script that did not end well; the text says how."""


class Engine:
    """A command that runs a script; `tail` are words that follow the script's own arguments."""

    def __init__(self, name, command, tail=(), micropython=False):
        self.name, self.command, self.tail, self.micropython = name, list(command), list(tail), micropython

    def words(self, script, *args, heap=None):
        # The heap is what MicroPython would have otherwise on a big computer, unless a case needs more.
        option = ["-X", f"heapsize={heap}"] if heap and self.micropython else []
        return [*self.command, *option, str(SCRIPTS / script), *map(str, args), *self.tail]

    def run(self, script, *args, heap=None, timeout=120, prefix=()):
        """What the script prints."""
        command = [*prefix, *self.words(script, *args, heap=heap)]
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(command, env=env, timeout=timeout, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        except subprocess.TimeoutExpired:
            raise Failed(f"more than {timeout} s") from None
        if done.returncode != 0:
            # The exception, not what valgrind says after it.
            said = [line for line in (done.stderr + done.stdout).splitlines() if line and not line.startswith("==")]
            raise Failed(said[-1] if said else f"status {done.returncode}")
        return done.stdout

    def instructions(self, script, *args, heap=None, timeout=400, profile=None):
        """How many instructions the whole process executes; with `profile`, the file for callgrind_annotate."""
        with tempfile.TemporaryDirectory() as folder:
            out = profile or f"{folder}/out"
            prefix = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
            self.run(script, *args, heap=heap, timeout=timeout, prefix=prefix)
            return int(re.search(r"^(?:summary|totals): (\d+)", Path(out).read_text(), re.M).group(1))

    def instructions_each(self, script, case, n, per_n=1, heap=None):
        """Instructions of one operation: what a run of 2 * n has more than one of n."""
        counts = [self.instructions(script, case, count, heap=heap) for count in (n, 2 * n)]
        return (counts[1] - counts[0]) / (n * per_n)


def in_parallel(jobs):
    """Calls the functions, as many at once as there are processors: only for what does not measure time."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = [pool.submit(job) for job in jobs]
    return [future.result() for future in futures]


def interleaved(engines, rounds, script, *args, **options):
    """Runs engine after engine, `rounds` times over, so that what disturbs the machine disturbs all.

    For each engine the lists of the numbers it printed, or a Failed.
    """
    found = {engine.name: [] for engine in engines}
    for _ in range(rounds):
        for engine in engines:
            if isinstance(found[engine.name], Failed):
                continue
            try:
                words = engine.run(script, *args, **options).split()
                found[engine.name].append([float(word) for word in words])
            except Failed as e:
                found[engine.name] = e
    return found


def spread(values):
    return [min(values), statistics.median(values), max(values)]
