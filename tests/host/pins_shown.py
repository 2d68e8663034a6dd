# SPDX-License-Identifier: MIT
# How the simulated pins are shown: one live line on a terminal, plain lines elsewhere, nothing if asked.
import fcntl
import os
import re
import struct
import subprocess
import termios

from _report import binary, finish, in_threads, result, run, script

BINARY = binary()

BLINK = """
import board
from digitalio import DigitalInOut

ios = [DigitalInOut(p) for p in (board.D1, board.D2)]
for io in ios:
    io.switch_to_output()
ios[0].value = True
ios[1].value = True
ios[0].value = False
"""

LIVE = r"\r  ([^\r]*)   \d+\.\d{3} s\x1b\[K"


def on_terminal(text, columns=80, environment=None):
    """Runs a script on a terminal of its own; gives all that reached the terminal."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST  # line ends as they were written
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    path = script(text)
    process = subprocess.Popen(
        [BINARY, path], stdin=slave, stdout=slave, stderr=slave, env={**os.environ, **(environment or {})}
    )
    os.close(slave)
    out = b""
    while True:
        try:
            data = os.read(master, 4096)
        except OSError:  # the other side is closed
            data = b""
        if not data:
            break
        out += data
    process.wait()
    os.close(master)
    os.unlink(path)
    return out.decode()


def states(text):
    """The live line's states, and what is left when they are taken out."""
    return re.findall(LIVE, text), re.sub(LIVE, "", text)


def compare(name, got, expected):
    result(name, None if got == expected else "%r instead of %r" % (got, expected))


def one_line():
    got = states(on_terminal(BLINK))
    line = ["D1 ○", "D1 ○  D2 ○", "D1 ●  D2 ○", "D1 ●  D2 ●", "D1 ○  D2 ●"]
    compare("one live line, ended at exit", got, (line, "\n"))


def prints():
    text = 'print("a")\n' + BLINK + 'print("b")\nios[0].value = True\nprint("c", end="")\nios[0].value = False\n'
    got = re.sub(r"(\r  .*?\x1b\[K)+", "~", on_terminal(text))
    compare("prints get lines of their own", got, "a\n~\nb\n~\nc\n~\n")


def traceback():
    got = on_terminal(BLINK + "1 / 0\n")
    compare("a traceback gets lines of its own", "\x1b[K\nTraceback (most recent" in got, True)


def narrow():
    many = 'from machine import Pin\nfor i in range(12):\n    Pin("LONG_NAME_%d" % i, Pin.OUT, value=1)\n'
    lines, rest = states(on_terminal(many, columns=40))
    too_long = [s for s in lines if len(s) + len("     0.000 s") > 40]
    compare("no longer than the terminal", (too_long, rest, lines[-1][-1]), ([], "\n", "…"))


def plain(out):
    return re.sub(r"\d+\.\d{6}$", "TIME", out, flags=re.M)


def lines_on_terminal():
    got = plain(on_terminal(BLINK, environment={"MICROPY_PIN_SIM": "lines"}))
    compare("MICROPY_PIN_SIM=lines", got, "D1 1 TIME\nD2 1 TIME\nD1 0 TIME\n")


def lines_in_pipe():
    text = 'print("a")\n' + BLINK + 'print("b", end="")\nios[0].value = True\nprint("c")\n'
    status, out, err = run([BINARY], text)
    expected = (0, "a\nD1 1 TIME\nD2 1 TIME\nD1 0 TIME\nb\nD1 1 TIME\nc\n", "")
    compare("plain lines in order with prints", (status, plain(out), err), expected)


def off():
    command = ["env", "MICROPY_PIN_SIM=off", BINARY]
    status, out, err = run(command, BLINK + 'print("only this")\n')
    compare("MICROPY_PIN_SIM=off", (status, out, err), (0, "only this\n", ""))
    got = on_terminal(BLINK + 'print("only this")\n', environment={"MICROPY_PIN_SIM": "off"})
    compare("MICROPY_PIN_SIM=off on a terminal", got, "only this\n")


in_threads([one_line, prints, traceback, narrow, lines_on_terminal, lines_in_pipe, off])
finish()
