# SPDX-License-Identifier: MIT
# What the benchmark scripts share. They run on MicroPython, with either asyncio, and on CPython:
#   script.py CASE N [uvloop]    does N times what CASE says and prints the microseconds it took (or its own figures)
import asyncio, gc, sys, time

MICROPYTHON = sys.implementation.name == "micropython"

if MICROPYTHON:
    ticks_us, ticks_diff = time.ticks_us, time.ticks_diff
    sleep_ms = asyncio.sleep_ms
else:

    def ticks_us():
        return time.perf_counter_ns() / 1000

    def ticks_diff(a, b):
        return a - b

    def sleep_ms(ms):
        return asyncio.sleep(ms / 1000)


class Random:
    # The same numbers everywhere.
    def __init__(self, seed=1):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) & 0x3FFFFFFF
        return (self.state >> 8) % n


def percentile(values, percent):
    # `values` in order.
    return values[min(len(values) - 1, len(values) * percent // 100)]


def run(coro, loop=None):
    if loop == "uvloop":
        import uvloop

        return uvloop.run(coro)
    return asyncio.run(coro)


class Stopwatch:
    # `with`: what is inside takes how long, with the heap clean at the start.
    us = 0

    def __enter__(self):
        gc.collect()
        self.began = ticks_us()

    def __exit__(self, *exc):
        self.us = ticks_diff(ticks_us(), self.began)


watch = Stopwatch()


def main(cases):
    case, n = sys.argv[1], int(sys.argv[2])
    loop = sys.argv[3] if len(sys.argv) > 3 else None
    name, _, arg = case.partition(":")
    result = run(cases[name](n, int(arg)) if arg else cases[name](n), loop)
    print(watch.us if result is None else result)
