# SPDX-License-Identifier: MIT
"""Runs a command and hands out its lines as they come."""

import os
import signal
import subprocess
import threading


class Process:
    """Iterate over it for the lines (stdout and stderr together); then `status` and `text` are set.

    When the time is up, the command and whatever it started are killed and `status` is None.
    """

    def __init__(self, command, timeout, cwd=None, env=None):
        self.text = ""
        self.status = None
        self._timed_out = False
        self._child = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # a group of its own, to be killed as one
        )
        self._timer = threading.Timer(timeout, self._time_is_up)
        self._timer.start()

    def _time_is_up(self):
        self._timed_out = True
        self._kill()

    def _kill(self):
        try:
            os.killpg(self._child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it was faster

    def __iter__(self):
        try:
            for line in self._child.stdout:
                self.text += line
                yield line.rstrip("\n")
            status = self._child.wait()
            self.status = None if self._timed_out else status
        finally:
            self._timer.cancel()
            if self._child.poll() is None:
                self._kill()
                self._child.wait()

    def ending(self):
        """How it ended, in words."""
        if self.status is None:
            return "took too long and was stopped"
        if self.status < 0:
            return f"died of signal {-self.status}"
        return f"exit status {self.status}"

    def tail(self, lines=60):
        return "\n".join(self.text.splitlines()[-lines:])


def run(command, timeout, cwd=None, env=None):
    process = Process(command, timeout, cwd, env)
    for _ in process:
        pass
    return process
