# SPDX-License-Identifier: MIT
# The .exp files that CPython makes: makes them again and compares; --write writes them.
import concurrent.futures
import glob
import os
import subprocess
import sys

from _report import ROOT, finish, result, skip

MARK = "# cpython:"
OLDEST = (3, 11)


def files():
    """The tests whose second line begins with the mark."""
    for path in sorted(glob.glob(os.path.join(ROOT, "tests", "asyncio", "*.py"))):
        with open(path) as f:
            if [f.readline(), f.readline()][1].startswith(MARK):
                yield path


def output(path):
    # Off the tests' folder, so that nothing in it is imported by accident.
    return subprocess.run(
        [sys.executable, "-I", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60
    )


def check(path):
    name = os.path.relpath(path, ROOT)
    r = output(path)
    if r.returncode != 0:
        return result(name, "CPython ends with status %d: %s" % (r.returncode, r.stderr[-300:]))
    exp = path + ".exp"
    if "--write" in sys.argv:
        with open(exp, "wb") as f:
            f.write(r.stdout)
        return result(name + " written")
    if not os.path.exists(exp):
        return result(name, "has no .exp: run this program with --write")
    with open(exp, "rb") as f:
        same = f.read() == r.stdout
    result(name, None if same else "CPython %s prints something else" % sys.version.split()[0])


def main():
    if sys.version_info < OLDEST:
        skip("exp_is_cpython", "needs Python %d.%d, this is %s" % (*OLDEST, sys.version.split()[0]))
        finish()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(check, files()))
    finish()


if __name__ == "__main__":
    main()
