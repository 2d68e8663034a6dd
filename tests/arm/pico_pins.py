#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Raspberry Pi Pico image in an emulator: when its pins change, how fast interrupts wake tasks, how long it sleeps.

All times are the emulated clock's, so they do not depend on the machine that runs the test, and repeat exactly.
"""

import sys

import _boards

_boards.require_python()
_boards.require_tools("cmake")

from pico import Pico  # noqa: E402
from raw_repl import BoardError  # noqa: E402

BOARD = "rp2-RPI_PICO"
IMAGE = _boards.ROOT / "build" / BOARD / "firmware.uf2"
DOCUMENT = _boards.ROOT.parent / "shared/doc-scripts/circuitpython_blink_two_leds_asyncio.py"

MS = 1_000_000
US = 1_000


class Wrong(Exception):
    pass


def expect(condition, text):
    if not condition:
        raise Wrong(text)


def start():
    return Pico(IMAGE)


def gpio_of(pico, name):
    """The number of the pin behind board.NAME."""
    return int(pico.exec(f"import board\nprint(board.{name}.pin)").split("GPIO")[1].split(",")[0])


def boots():
    pico = start()
    said = pico.exec("import asyncio\nprint(asyncio.Future, asyncio.run)")
    expect("closure" not in said and "<function run" not in said, f"asyncio is not the native one: {said}")
    try:
        pico.exec("raise ValueError('a text')")
        raise Wrong("an exception did not arrive")
    except BoardError as e:
        expect("ValueError: a text" in str(e), f"printed {e}")


def blink(code, rhythms):
    """Runs a script that changes board.D1 and board.D2 every so many ms, so many times."""
    pico = start()
    pins = {gpio_of(pico, name): rhythm for name, rhythm in rhythms.items()}
    for gpio in pins:
        pico.watch(gpio)
    begin, awake = pico.now, pico.awake_ns
    said = pico.exec(code)
    share = (pico.awake_ns - awake) / (pico.now - begin)
    return pico, pins, share, said


def check_edges(pico, pins):
    worst = 0
    for gpio, (interval_ms, count) in pins.items():
        # The pin is first made an output, low.
        edges = [(t, level) for t, g, level in pico.edges if g == gpio]
        expect(edges[0][1] == 0, f"GP{gpio} starts high")
        edges = edges[1:]
        expect([level for _, level in edges] == [1, 0] * (count // 2), f"GP{gpio} should change {count} times: {edges}")
        for (a, _), (b, _) in zip(edges, edges[1:]):
            late = b - a - interval_ms * MS
            worst = max(worst, abs(late))
            expect(abs(late) <= 2 * MS, f"GP{gpio}: {(b - a) / MS:.3f} ms instead of {interval_ms}")
    print(f"  the edges' intervals are right within {worst / US:.0f} us")


def own_two_leds():
    code = (_boards.ROOT / "examples/blink_two_leds.py").read_text()
    pico, pins, _, said = blink(code, {"D1": (500, 6), "D2": (150, 16)})
    expect(said.endswith("slow has blinked 3 times\n"), f"printed {said!r}")
    check_edges(pico, pins)


def document_two_leds():
    rhythms = {"D1": (250, 20), "D2": (100, 40)}
    pico, pins, share, said = blink(DOCUMENT.read_text(), rhythms)
    expect(said == "done\n", f"printed {said!r}")
    check_edges(pico, pins)
    print(f"  awake {share:.2%} of the time")
    expect(share < 0.02, f"awake {share:.2%} of the time while two LEDs blink")
    again = blink(DOCUMENT.read_text(), rhythms)[0]
    expect(pico.edges == again.edges, "a second run has other edges")


BUTTON = """
import asyncio
from machine import Pin
flag = asyncio.ThreadSafeFlag()
out = Pin(15, Pin.OUT, value=0)
Pin(14, Pin.IN, Pin.PULL_UP).irq(lambda pin: flag.set(), Pin.IRQ_FALLING, hard={hard})
async def main():
    for i in range(5):
        await flag.wait()
        out.toggle()
asyncio.run(main())
"""


def button(hard):
    """From a pin's edge, through Pin.irq and a ThreadSafeFlag, to what the waiting task does."""
    pico = start()
    pico.drive(14, 1)
    pico.start(BUTTON.format(hard=hard))
    pico.run_for(50 * MS)
    pico.watch(15)
    times = []
    for _ in range(5):
        times.append(pico.now + 1 * MS)
        pico.at(1 * MS, lambda: pico.drive(14, 0))
        pico.at(6 * MS, lambda: pico.drive(14, 1))
        pico.run_for(20 * MS)
    pico.finish()
    expect(len(pico.edges) == 5, f"the task ran {len(pico.edges)} times, not 5")
    latencies = [t - pressed for pressed, (t, _, _) in zip(times, pico.edges)]
    print("  us from the edge to the task's output:", *(f"{ns / US:.0f}" for ns in latencies))
    expect(all(0 < ns < 2 * MS for ns in latencies), "not within 2 ms")


TIMER = """
import asyncio
from machine import Pin, Timer
flag = asyncio.ThreadSafeFlag()
mark, out = Pin(14, Pin.OUT, value=0), Pin(15, Pin.OUT, value=0)
def tick(timer):
    mark.toggle()
    flag.set()
async def main():
    timer = Timer(period=20, mode=Timer.PERIODIC, callback=tick)
    for i in range(5):
        await flag.wait()
        out.toggle()
    timer.deinit()
asyncio.run(main())
"""


def timer():
    """From a timer's callback, through a ThreadSafeFlag, to what the waiting task does."""
    pico = start()
    pico.watch(14)
    pico.watch(15)
    pico.exec(TIMER)
    marks = [t for t, gpio, _ in pico.edges if gpio == 14][1:]
    outs = [t for t, gpio, _ in pico.edges if gpio == 15][1:]
    expect(len(outs) == 5 and len(marks) == 5, f"{len(marks)} ticks and {len(outs)} runs of the task, not 5")
    print("  us from the callback to the task's output:", *(f"{(b - a) / US:.0f}" for a, b in zip(marks, outs)))
    expect(all(0 < b - a < 2 * MS for a, b in zip(marks, outs)), "not within 2 ms")
    gaps = [(b - a) / MS for a, b in zip(marks, marks[1:])]
    expect(all(19 <= gap <= 21 for gap in gaps), f"ticks {gaps} ms apart")


def idle():
    """A task that waits for a flag for a second: the core sleeps all the while."""
    pico = start()
    pico.start(BUTTON.format(hard=False))
    pico.run_for(50 * MS)
    awake, begin = pico.awake_ns, pico.now
    pico.run_for(1000 * MS)
    share = (pico.awake_ns - awake) / (pico.now - begin)
    print(f"  awake {share:.3%} of an idle second")
    expect(share < 0.01, "that is not idle")


def interrupt():
    """Ctrl-C while the loop is idle: tasks are cancelled, their finally runs, the exception comes out."""
    pico = start()
    pico.start(
        "import asyncio\n"
        "async def child():\n"
        "    try:\n        await asyncio.sleep(1000)\n    finally:\n        print('finally')\n"
        "async def main():\n"
        "    asyncio.create_task(child())\n    print('ready')\n    await asyncio.sleep(1000)\n"
        "asyncio.run(main())\n"
    )
    pico.read_until(b"ready\r\n")
    pico.run_for(100 * MS)
    pico.interrupt()
    try:
        pico.finish()
        raise Wrong("the script ended without an exception")
    except BoardError as e:
        expect("finally\n" in str(e) and "KeyboardInterrupt" in str(e), f"printed {e}")


def main():
    report = _boards.LockedReport()
    tests = {
        "boots": boots,
        "own_two_leds": own_two_leds,
        "document_two_leds": document_two_leds,
        "idle": idle,
        "pin_irq": lambda: button(False),
        "pin_irq_hard": lambda: button(True),
        "timer": timer,
        "ctrl_c": interrupt,
    }
    if _boards.build(report, BOARD):
        for name, test in tests.items():
            if not report.wanted(f"{BOARD}/{name}"):
                continue
            if name == "document_two_leds" and not DOCUMENT.exists():
                report.skipped(f"{BOARD}/{name}", "the folder ../shared/doc-scripts is not there")
                continue
            try:
                test()
                report.passed(f"{BOARD}/{name}")
            except (Wrong, BoardError) as e:
                report.failed(f"{BOARD}/{name}", str(e).replace("\n", " | "))
    sys.exit(report.finish())


main()
