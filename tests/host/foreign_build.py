# SPDX-License-Identifier: MIT
# Somebody else's firmware: MicroPython's own standard unix variant with stock asyncio switched on and
# frozen, built as its maker would, plus USER_C_MODULES. The native module is there and wins.
import os
import shutil
import subprocess

from _report import ROOT, finish, result, run

TREE = os.environ.get("MPY") or os.path.join(ROOT, "micropython")
BUILD = os.path.join(ROOT, "build/foreign")

# What the source package of MicroPython lacks is left out; a full checkout does without these.
LACKING = ["MICROPY_PY_BTREE=0", "MICROPY_PY_SSL=0", "MICROPY_PY_FFI=0", "MPY_LIB_DIR=" + TREE]

MANIFEST = 'include("$(MPY_DIR)/extmod/asyncio")\n'

SCRIPT = """
import asyncio, uasyncio, asyncio.core
print(hasattr(asyncio, "__file__"), uasyncio.sleep is asyncio.sleep, asyncio.core.Task)

async def one():
    await asyncio.sleep_ms(1)
    return 1

async def main():
    print(await asyncio.gather(one(), one()))
    print(issubclass(asyncio.Task, asyncio.Future))

asyncio.run(main())
"""
EXPECTED = "False True <class 'Task'>\n[1, 1]\nTrue\n"


def build():
    os.makedirs(BUILD, exist_ok=True)
    manifest = os.path.join(BUILD, "manifest.py")
    if not os.path.exists(manifest):
        with open(manifest, "w") as f:
            f.write(MANIFEST)
    command = ["make", "-j%d" % os.cpu_count(), "-C", os.path.join(TREE, "ports/unix")]
    command += ["USER_C_MODULES=" + os.path.join(ROOT, "modules"), "BUILD=" + BUILD]
    command += ["FROZEN_MANIFEST=" + manifest, *LACKING]
    command += ["MICROPY_MPYCROSS=" + os.path.join(ROOT, "build/mpy-cross/mpy-cross")]
    command += ["MICROPY_MPYCROSS_DEPENDENCY="]
    # As from a shell of their own, not from inside our make.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE") and k != "MFLAGS"}
    p = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900,
    )  # fmt: skip
    if p.returncode != 0:
        return "make ended with status %d:\n%s" % (p.returncode, p.stdout[-2000:])


def native_wins():
    status, out, err = run([os.path.join(BUILD, "micropython")], SCRIPT)
    if (status, out) != (0, EXPECTED):
        return "status %r, printed %r, stderr %r" % (status, out, err[-500:])


def main():
    # Objects of another tree or of changed flags are no good.
    key = os.path.join(ROOT, "build/unix/built-from")
    kept = os.path.join(BUILD, "built-from")
    same = os.path.exists(kept) and open(kept).read() == open(key).read()
    if not same:
        shutil.rmtree(BUILD, ignore_errors=True)
    problem = build()
    result("a standard unix build with USER_C_MODULES", problem)
    if not problem:
        shutil.copy(key, kept)
        result("the native module wins over the frozen one", native_wins())
    finish()


main()
