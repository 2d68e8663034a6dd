# SPDX-License-Identifier: MIT
"""An image under QEMU, and its raw REPL over the emulated serial line."""

import os
import selectors
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from raw_repl import BoardError, RawRepl  # noqa: E402

# Time in the machine is virtual: it follows the instructions, and jumps ahead when the CPU sleeps.
VIRTUAL_TIME = ["-icount", "shift=6,align=off,sleep=off"]

NRF51_MEMORY = ["-global", "nrf51-soc.flash-size=1048576", "-global", "nrf51-soc.sram-size=262144"]

# What QEMU is told for each board.
MACHINES = {
    "qemu-MPS2_AN385": ["-machine", "mps2-an385", "-semihosting"],
    "qemu-MPS2_AN500": ["-machine", "mps2-an500", "-semihosting"],
    "qemu-MICROBIT": ["-machine", "microbit", "-semihosting", *NRF51_MEMORY],
    "stm32-QEMU_F405": ["-machine", "netduinoplus2"],
}


def image(board):
    return ROOT / "build" / board / "firmware.elf"


def command(board):
    """QEMU with a board's image; what carries its serial line is still to be added."""
    machine = [*MACHINES[board], "-display", "none", "-monitor", "none", *VIRTUAL_TIME]
    return ["qemu-system-arm", *machine, "-kernel", str(image(board))]


class Qemu(RawRepl):
    """`with Qemu("qemu-MPS2_AN385") as board: print(board.exec("print(1)"))`."""

    # Only so that a hang ends.
    PATIENCE = 120

    def __init__(self, board):
        super().__init__()
        self.command = command(board) + ["-chardev", "stdio,id=line,signal=off", "-serial", "chardev:line"]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.read_until(b">>> ")
        self.enter_raw()
        return self

    def __exit__(self, *exc):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.selector.close()
        self.process.stdin.close()
        self.process.stdout.close()

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def receive(self, mark):
        if not self.selector.select(self.PATIENCE):
            raise BoardError(f"no {mark!r} within {self.PATIENCE} s; the board said {self.inbox[-300:]!r}")
        data = os.read(self.process.stdout.fileno(), 65536)
        if not data:
            raise BoardError(f"QEMU ended; the board had said {self.inbox[-300:]!r}")
        self.inbox += data
