# SPDX-License-Identifier: MIT
# What the host tests share: finding the binary, running scripts, PASS, FAIL and SKIP lines.
import atexit
import concurrent.futures
import os
import socket
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TIMEOUT = 60

_lock = threading.Lock()
_failed = []


def binary():
    """The firmware under test: the first argument, or $MICROPYTHON, or what `make` builds."""
    args = [a for a in sys.argv[1:] if not a.startswith("-")]
    built = os.environ.get("MICROPYTHON") or os.path.join(ROOT, "build/unix/micropython")
    path = os.path.abspath(args[0] if args else built)
    if not os.access(path, os.X_OK):
        print("SKIP: no firmware at %s, build it first" % os.path.relpath(path))
        sys.exit(0)
    return path


def result(name, problem=None):
    """One line for one test. `problem` is None, or says what is wrong."""
    with _lock:
        if problem:
            _failed.append(name)
            print("FAIL %s: %s" % (name, problem), flush=True)
        else:
            print("PASS %s" % name, flush=True)


def skip(name, reason):
    with _lock:
        print("SKIP %s: %s" % (name, reason), flush=True)


def finish():
    """Ends the program: status 1 if anything failed."""
    sys.exit(1 if _failed else 0)


def calls_between(log):
    """The system calls in a log of strace between the writes of "BEGIN" and "END", one a line; None without them."""
    with open(log, errors="replace") as f:
        lines = f.read().splitlines()
    begin = [i for i, line in enumerate(lines) if '"BEGIN\\n"' in line]
    end = [i for i, line in enumerate(lines) if '"END\\n"' in line]
    if len(begin) != 1 or len(end) != 1:
        return None
    return lines[begin[0] + 1 : end[0]]


def free_port():
    """A TCP port of 127.0.0.1 that nobody else gets for some time."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def script(text):
    """Writes a script to a temporary file and gives its path; it is removed at the end."""
    f = tempfile.NamedTemporaryFile("w", suffix=".py", delete=False)
    with f:
        f.write(text)
    atexit.register(os.unlink, f.name)
    return f.name


def start(command, text=None, **kw):
    """Starts `command`, with the path of the script `text` behind it."""
    if text is not None:
        command = command + [script(text)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, **kw
    )


def wait(process):
    """Waits for the end; gives (status, stdout, stderr). Status None: it did not end."""
    try:
        out, err = process.communicate(timeout=TIMEOUT)
        status = process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        status = None
    return status, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")


def run(command, text):
    """Runs a script to its end; gives (status, stdout, stderr)."""
    return wait(start(command, text))


def in_threads(jobs):
    """Calls all the functions of `jobs`, each in a thread, and waits for them."""
    with concurrent.futures.ThreadPoolExecutor(len(jobs) or 1) as pool:
        # What one of them raises is raised here, so that the program fails.
        list(pool.map(lambda job: job(), jobs))
