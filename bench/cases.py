# SPDX-License-Identifier: MIT
"""What is measured, and the budget of each row. A budget is a number, or a share of stock's figure ("stock/10")."""

# Name, case of cpu.py, n, operations for each n, heap, in the quick run; then `must` and `aim` if there are any.
# Small n: under callgrind everything takes fifty times as long.
INSTRUCTIONS = [
    ("switch, 1 task", "switch:1", 2000, 1, None, False, None, None),
    ("switch, 10 tasks", "switch:10", 200, 10, None, False, None, None),
    ("switch, 100 tasks", "switch:100", 30, 100, None, True, 1900, 1320),
    ("switch, 1 000 tasks", "switch:1000", 4, 1000, None, False, None, None),
    ("switch, 10 000 tasks", "switch:10000", 1, 10000, "32M", False, 2600, 1700),
    ("wake-up of 1 000 random sleepers", "sleepers:1000", 3, 1000, None, False, None, None),
    ("create_task + await", "create", 1000, 1, None, True, None, None),
    ("await a coroutine", "await_coroutine", 1000, 1, None, False, None, None),
    ("await a done task", "await_done", 1000, 1, None, False, None, None),
    ("create, cancel, await (storms of 100)", "cancel", 5, 100, None, True, None, None),
    ("Event ping-pong", "event", 500, 1, None, True, "stock/10", "stock/20"),
    ("Event.wait, already set", "event_set", 1000, 1, None, False, None, None),
    ("Event.set waking 100, each", "event_all", 10, 100, None, False, None, None),
    ("Lock async with", "lock", 1000, 1, None, True, "stock/10", "stock/20"),
    ("Lock, 2 contending, each turn", "lock_contended", 500, 2, None, False, None, None),
    ("ThreadSafeFlag ping-pong", "flag", 300, 1, None, True, None, None),
    ("gather of 2", "gather:2", 200, 1, None, False, None, None),
    ("gather of 100", "gather:100", 5, 1, None, True, "stock/5", "stock/10"),
    ("gather of 1 000", "gather:1000", 1, 1, "8M", False, None, None),
    ("wait_for, in time", "wait_for", 200, 1, None, True, "stock/5", "stock/10"),
    ("wait_for, times out", "wait_for_late", 50, 1, None, False, None, None),
]

# The rows above that have a lower bound, and the case of bound.py: a C loop that resumes coroutines from a FIFO list,
# looks at the clock each time, and each coroutine awaits what a C function returned, as it does with sleep_ms(0).
BOUNDS = {
    "switch, 1 task": "await:1",
    "switch, 10 tasks": "await:10",
    "switch, 100 tasks": "await:100",
    "switch, 1 000 tasks": "await:1000",
    "switch, 10 000 tasks": "await:10000",
    "switch, 100 000 tasks": "await:100000",
}
# What that consists of, one step after the other.
BOUND_LOOPS = [
    ("C loop over an array of 100 generators", "array:100"),
    ("C loop over a FIFO list of 100 generators", "fifo:100"),
    ("the same, with a look at the clock", "clock:100"),
    ("the same, and each awaits what a C call returns", "await:100"),
]

# Name, case, n, operations for each n, heap, quick, must, aim (microseconds). The same n for all: of the order of 0.1 s on ours.
TIMES = [
    ("switch, 100 tasks", "switch:100", 300, 100, "32M", True, None, None),
    ("switch, 10 000 tasks", "switch:10000", 3, 10000, "32M", False, None, None),
    ("create_task + await", "create", 20000, 1, "32M", True, None, None),
    ("create, cancel, await (storms of 100)", "cancel", 50, 100, "32M", False, None, None),
    ("Event ping-pong", "event", 10000, 1, "32M", True, None, None),
    ("Lock async with", "lock", 20000, 1, "32M", True, None, None),
    ("ThreadSafeFlag ping-pong", "flag", 500, 1, "32M", True, 20, 5),
    ("gather of 100", "gather:100", 50, 1, "32M", True, None, None),
    ("wait_for, in time", "wait_for", 5000, 1, "32M", True, None, None),
]

# Name, case of echo.py, requests, quick, must, aim (requests per second).
ECHO = [
    ("echo, readexactly, 1 connection", "exactly:1", 20000, True, "stock*3", "cpython"),
    ("echo, readexactly, 50", "exactly:50", 20000, False, "stock*3", "cpython"),
    ("echo, readexactly, 500", "exactly:500", 20000, True, "stock*3", "cpython"),
    ("echo, readexactly, 2 000", "exactly:2000", 20000, False, None, None),
    ("echo, readline, 1 connection", "line:1", 20000, True, "stock*3", "stock*4"),
    ("echo, readline, 50", "line:50", 20000, False, None, None),
    ("echo, readline, 500", "line:500", 20000, False, None, None),
    ("echo, readline, 2 000", "line:2000", 20000, False, None, None),
    ("echo, 10 busy among 2 000 idle", "idle:2000", 4000, False, None, None),
]

# Bytes of heap, by the names that heap.py prints: must and aim on 32 bits.
HEAP_32 = {
    "import": (400, 0),
    "Event": (16, 16),
    "Lock": (16, 16),
    "ThreadSafeFlag": (16, 16),
    "sleep_ms": (0, 0),
    "Event.wait": (0, 0),
    "async with Lock": (0, 0),
    "await done task": (0, 0),
    "create_task + await": (80, 80),
}
