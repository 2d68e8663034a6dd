# SPDX-License-Identifier: MIT
# StreamReader(sys.stdin): lines and single characters from a pipe, while others run.
import subprocess
import time

from _report import TIMEOUT, binary, finish, result, script

SCRIPT = """
import asyncio, sys

ticks = 0

async def ticker():
    global ticks
    while True:
        await asyncio.sleep_ms(1)
        ticks += 1

async def main():
    asyncio.create_task(ticker())
    s = asyncio.StreamReader(sys.stdin)
    print("ready")
    while True:
        try:
            line = await asyncio.wait_for_ms(s.readline(), 10000)
        except asyncio.TimeoutError:
            print("no line came")
            break
        print("line", len(line))
        if not line or len(line) == 1:
            break
    print("char", await s.read(1), await s.read(1))
    print("end", len(await s.read(1)), ticks > 10)

asyncio.run(main())
"""

EXPECTED = """ready
line 6
line 7
line 1
char x y
end 0 True
"""


def main():
    process = subprocess.Popen(
        [binary(), script(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    first = process.stdout.readline()
    # Each line by itself, after the reader has waited for it.
    for part in (b"first\n", b"second\n", b"\n", b"x", b"y"):
        time.sleep(0.05)
        process.stdin.write(part)
        process.stdin.flush()
    time.sleep(0.05)
    out, err = process.communicate(timeout=TIMEOUT)
    out = (first + out).decode()
    good = process.returncode == 0 and not err and out == EXPECTED
    result("lines and characters from stdin", None if good else "%r, stderr %r" % (out, err[-300:]))
    finish()


main()
