# SPDX-License-Identifier: MIT
"""Runs code on a board through MicroPython's raw REPL, whatever carries the bytes."""


class BoardError(Exception):
    """What a board said instead of what was expected; or, as its text, the traceback of code that failed there."""


class RawRepl:
    """A subclass provides write(data) and receive(); receive() appends to self.inbox or raises BoardError."""

    def __init__(self):
        self.inbox = b""

    def read_until(self, mark):
        """What the board says up to and with `mark`."""
        while mark not in self.inbox:
            self.receive(mark)
        at = self.inbox.index(mark) + len(mark)
        said, self.inbox = self.inbox[:at], self.inbox[at:]
        return said

    def enter_raw(self):
        self.write(b"\r\x03\x01")
        self.read_until(b"raw REPL; CTRL-B to exit\r\n>")

    def start(self, code):
        """Runs code without waiting for its end."""
        self.write(code.encode() + b"\x04")
        self.read_until(b"OK")

    def finish(self):
        """What the started code has printed at its end. If an exception ended it, a BoardError with its traceback."""
        output = self.read_until(b"\x04")[:-1].decode().replace("\r\n", "\n")
        error = self.read_until(b"\x04>")[:-2].decode().replace("\r\n", "\n")
        if error:
            raise BoardError(output + error)
        return output

    def exec(self, code):
        self.start(code)
        return self.finish()

    def interrupt(self):
        """Ctrl-C. The started code must have printed something: only then does the board listen to it."""
        self.write(b"\x03")

    def soft_reset(self):
        """Ctrl-D; back in the raw REPL afterwards."""
        self.write(b"\x04")
        said = self.read_until(b"soft reboot\r\n")
        said += self.read_until(b"raw REPL; CTRL-B to exit\r\n>")
        return said.decode()
