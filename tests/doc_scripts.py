# SPDX-License-Identifier: MIT
# Runs the documents' scripts, ../shared/doc-scripts, verbatim: `doc_scripts.py BINARY`.
import glob
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "host"))
from _report import ROOT, binary, finish, in_threads, result, skip, start, wait  # noqa: E402

FOLDER = os.path.join(os.path.dirname(ROOT), "shared", "doc-scripts")

# A simulated pin that changes prints its name, its level and the time.
PIN_LINE = re.compile(r"(D\d+) ([01]) (\d+\.\d{6})$")

# time.sleep may be as inexact as the system makes it; the loop's sleeps never end early.
SLACK = {"time.sleep": 0.002, "asyncio": 0.000001}


class Wrong(Exception):
    pass


def expect(condition, text, *args):
    if not condition:
        raise Wrong(text % args)


def run(path, environment=None):
    t0 = time.monotonic()
    status, out, err = wait(start([binary(), path], env={**os.environ, **(environment or {})}))
    expect(status is not None, "does not end; it printed %r", out[-200:])
    expect(status == 0, "exit status %d, stderr %r", status, err[-300:])
    expect(err == "", "stderr %r", err[-300:])
    return out, time.monotonic() - t0


def pins(out):
    """Splits what was printed into the pins' changes and the other lines."""
    changes, others = [], []
    for i, line in enumerate(out.splitlines()):
        m = PIN_LINE.match(line)
        if m:
            changes.append((m.group(1), int(m.group(2)), float(m.group(3)), i))
        else:
            others.append(line)
    expect(changes, "no pin changes in %r", out[:200])
    times = [t for _, _, t, _ in changes]
    expect(times == sorted(times), "the changes' times go back")
    return changes, others


def blinks(changes, pin, count):
    """The times of `pin`'s changes: on and off, `count` times, beginning with on."""
    mine = [(level, t) for name, level, t, _ in changes if name == pin]
    levels = [level for level, _ in mine]
    expect(levels == [1, 0] * count, "%s should go on and off %d times: %r", pin, count, levels)
    return [t for _, t in mine]


def intervals(times, interval, slack):
    for a, b in zip(times, times[1:]):
        expect(b - a >= interval - slack, "%.6f s between two changes, not %s", b - a, interval)


################################################################################
# One check a script: what the document says it does


def one_led(path, slack):
    changes, others = pins(run(path)[0])
    times = blinks(changes, "D1", 10)
    expect(len(changes) == 20, "%d changes instead of 20", len(changes))
    intervals(times, 0.25, slack)
    expect(others == ["done"], "printed %r", others)


def circuitpython_blink_one_led_asyncio(path):
    one_led(path, SLACK["asyncio"])


def circuitpython_blink_one_led_no_asyncio(path):
    one_led(path, SLACK["time.sleep"])


def two_leds(path):
    out = run(path)[0]
    changes, others = pins(out)
    one, two = blinks(changes, "D1", 10), blinks(changes, "D2", 20)
    expect(len(changes) == 60, "%d changes instead of 60", len(changes))
    expect(others == ["done"] and out.endswith("done\n"), "printed %r", others)
    # They blink at the same time.
    expect(two[0] < one[-1] and one[0] < two[-1], "one blinks after the other")
    return changes, one, two


def circuitpython_blink_two_leds_asyncio(path):
    changes, one, two = two_leds(path)
    intervals(one, 0.25, SLACK["asyncio"])
    intervals(two, 0.1, SLACK["asyncio"])
    first = [(name, level) for name, level, _, _ in changes[:2]]
    expect(first == [("D1", 1), ("D2", 1)], "begins with %r", first)


def circuitpython_blink_two_leds_no_asyncio(path):
    _, one, two = two_leds(path)
    # This one looks at the clock, and counts each interval from the last look.
    for times, interval in ((one, 0.25), (two, 0.1)):
        for i, t in enumerate(times):
            expect(t >= interval * (i + 1), "change %d already at %.6f s", i, t)


def circuitpython_blink_two_leds_no_asyncio_broken(path):
    changes, others = pins(run(path)[0])
    one, two = blinks(changes, "D1", 10), blinks(changes, "D2", 20)
    intervals(one, 0.25, SLACK["time.sleep"])
    intervals(two, 0.1, SLACK["time.sleep"])
    # "Second LED blinks only after the first one is finished."
    names = [name for name, _, _, _ in changes]
    expect(names == ["D1"] * 20 + ["D2"] * 40, "not one after the other")
    expect(others == [], "printed %r", others)


def openmv_heartbeat(path):
    # Endless: some ticks, and then Ctrl-C.
    ticks = 4
    t0 = time.monotonic()
    process = start([binary(), path])
    lines = []
    for line in process.stdout:
        lines.append(line)
        if len(lines) == ticks:
            break
    passed = time.monotonic() - t0
    process.send_signal(signal.SIGINT)
    status, out, err = wait(process)
    expect(lines == [b"tick\n"] * ticks and out == "", "printed %r %r", lines, out)
    expect(passed >= 0.5 * (ticks - 1), "%d ticks in %.3f s", ticks, passed)
    expect(status == 1, "exit status %r after Ctrl-C", status)
    expect(err.count("KeyboardInterrupt") == 1, "stderr after Ctrl-C: %r", err[-300:])


def openmv_two_heartbeats(path):
    out, passed = run(path)
    lines = out.splitlines()
    fast, slow = lines.count("fast"), lines.count("slow")
    expect(len(lines) == fast + slow, "printed %r", out[:200])
    expect(lines[:3] == ["fast", "slow", "fast"], "begins with %r", lines[:3])
    expect(passed >= 5, "main sleeps 5 s, but it ended after %.3f s", passed)
    # Never early: no more ticks than there is time for.
    expect(10 <= fast <= passed / 0.1 + 1, "%d times fast in %.3f s", fast, passed)
    expect(3 <= slow <= passed / 0.5 + 1, "%d times slow in %.3f s", slow, passed)
    # Between two slow ones there are several fast ones.
    expect("slow\nslow" not in out, "slow twice in a row")


def openmv_two_line_rule(path):
    out, _ = run(path)
    expect(out == "", "printed %r", out)


def programmers_python_sleep(path):
    out, passed = run(path)
    compare(path, out)
    expect(passed >= 10, "it sleeps 10 s, but it ended after %.3f s", passed)


def compare(path, out):
    with open(path + ".exp") as f:
        exp = f.read()
    expect(out == exp, "printed %r instead of %r", out, exp)


################################################################################


def check(path):
    name = os.path.basename(path)[:-3]
    by_hand = globals().get(name)
    try:
        if by_hand is not None:
            by_hand(path)
        elif os.path.exists(path + ".exp"):
            compare(path, run(path)[0])
        else:
            raise Wrong("has no .exp, and no check in doc_scripts.py")
        result(name)
    except Wrong as e:
        result(name, e)


def main():
    scripts = sorted(glob.glob(os.path.join(FOLDER, "*.py")))
    if not scripts:
        skip("all of them", "the folder ../shared/doc-scripts is not there")
    in_threads([lambda p=p: check(p) for p in scripts])
    finish()


main()
