# SPDX-License-Identifier: MIT
# Lower bounds: of a task switch, generators that a C loop resumes; of an echo, its four system calls and nothing else.
# Needs the module of bench/modules/bound.
#   bound.py LOOP:TASKS N    LOOP: array, fifo, clock (fifo and a look at the clock), await (that, and each awaits a call)
#   bound.py echo:CONNECTIONS N    prints requests per second
import bound, gc, sys
from common import watch


def bare(n):
    for _ in range(n):
        yield


async def awaiting(n):
    pause, same = bound.pause(), bound.same
    for _ in range(n):
        await same(pause, 0)


def start(how, n, tasks):
    gens = []
    for _ in range(tasks):
        gens.append((awaiting if how == "await" else bare)(n))
        if tasks > 20000:
            # Why: see cpu.py.
            object()
    return gens


def measure(how, n, tasks):
    gens = start(how, n, tasks)
    with watch:
        if how == "array":
            bound.array(gens)
        else:
            bound.fifo(gens, how != "fifo")
    return watch.us


how, _, tasks = sys.argv[1].partition(":")
n = int(sys.argv[2])
if how == "echo":
    print(n * 1000000 // bound.echo(int(tasks), n))
else:
    print(measure(how, n, int(tasks)))
