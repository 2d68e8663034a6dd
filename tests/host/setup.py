# SPDX-License-Identifier: MIT
# The set-up scripts: a half-finished download never counts as done, and what is missing is said.
#
# They run in an empty copy of the project's tools, with programs of ours in place of apt-get, git,
# tar and the like, so no network and no package is touched.
import os
import shutil
import subprocess
import tempfile

from _report import ROOT, finish, result

# What the scripts need of the system; everything else is ours or not there at all.
BASICS = "awk bash cat chmod chown cp cut dirname env head id ls mkdir mktemp mv printf rm sed sha256sum sort".split()

APT = """#!/bin/bash
echo "apt-get $*" >>"$LOG"
case "$*" in
*indextargets*) echo "http://mirror.invalid/debian/ stable main" ;;
*"source --download-only"*)
    # Half of it, and then the connection breaks, or everything is killed; or all of it.
    head -c 100 "$TARBALL" >micropython_1.orig.tar.xz
    case $NETWORK in
    breaks) exit 1 ;;
    killed) kill -9 0 ;;
    esac
    cp "$TARBALL" micropython_1.orig.tar.xz ;;
esac
"""
HALF_TAR = """#!/bin/bash
mkdir -p .micropython.*/py && exit 2
"""
FAILS = "#!/bin/bash\nexit 1\n"


class Place:
    """A folder with the tools, a PATH and a cache of its own."""

    def __init__(self):
        self.top = tempfile.mkdtemp()
        self.bin = self.path("bin")
        self.project = self.path("project")
        os.mkdir(self.bin)
        shutil.copytree(os.path.join(ROOT, "tools"), os.path.join(self.project, "tools"))
        for name in BASICS:
            os.symlink(shutil.which(name), os.path.join(self.bin, name))
        os.symlink(shutil.which("tar"), self.path("real-tar"))
        self.program("apt-get", APT)
        self.program("git", FAILS)
        self.tar_works()
        self.tarball(self.path("whole.tar"), "25")

    def path(self, *names):
        return os.path.join(self.top, *names)

    def tree(self, folder, minor):
        os.makedirs(os.path.join(folder, "py"))
        os.makedirs(os.path.join(folder, "ports/unix"))
        with open(os.path.join(folder, "py/mpconfig.h"), "w") as f:
            f.write("#define MICROPY_VERSION_MAJOR 1\n#define MICROPY_VERSION_MINOR %s\n" % minor)
        open(os.path.join(folder, "ports/unix/Makefile"), "w").close()
        return folder

    def tarball(self, path, minor):
        self.tree(self.path("source", "micropython-1"), minor)
        subprocess.run(["tar", "-cf", path, "-C", self.path("source"), "micropython-1"], check=True)

    def program(self, name, text):
        path = os.path.join(self.bin, name)
        if os.path.lexists(path):
            os.unlink(path)
        with open(path, "w") as f:
            f.write(text)
        os.chmod(path, 0o755)

    def tar_works(self):
        self.program("tar", '#!/bin/bash\nexec "%s" "$@"\n' % self.path("real-tar"))

    def run(self, tool, network="works", **environment):
        """Runs a tool; gives its status, what it said, and what apt-get was called for."""
        log = self.path("log")
        open(log, "w").close()
        environment = {
            "PATH": self.bin, "HOME": self.top, "TMPDIR": self.top, "LOG": log,
            "TARBALL": self.path("whole.tar"), "NETWORK": network, **environment,
        }  # fmt: skip
        p = subprocess.run(
            [os.path.join(self.project, "tools", tool)],
            env=environment, cwd=self.top, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
            start_new_session=True,  # so that all of it can be killed
        )  # fmt: skip
        with open(log) as f:
            return p.returncode, p.stdout, f.read()

    def has_tree(self):
        return os.path.exists(os.path.join(self.project, "micropython"))

    def cached(self):
        """The file in the cache, or None."""
        path = self.path(".cache/micropython-asyncio/debian/trixie/micropython/micropython_1.orig.tar.xz")
        return path if os.path.exists(path) else None


def broken_download(place, network):
    status, said, _ = place.run("get-micropython", network)
    if status == 0 or place.has_tree() or place.cached():
        return "status %r, tree %r, cached %r" % (status, place.has_tree(), place.cached())
    if network == "breaks" and "MPY_DIR=" not in said:
        return "it does not say what else can be done: %r" % said
    # The next try starts afresh and gets there.
    return whole_download(place)


def whole_download(place):
    status, said, _ = place.run("get-micropython")
    if status != 0 or not place.has_tree() or not place.cached():
        return "status %r, tree %r, cached %r: %s" % (status, place.has_tree(), place.cached(), said)


def second_time(place):
    whole_download(place)
    status, said, apt = place.run("get-micropython", "breaks")
    if status != 0 or apt:
        return "status %r, apt-get called: %r, %r" % (status, apt, said)


def from_the_cache(place):
    whole_download(place)
    shutil.rmtree(os.path.join(place.project, "micropython"))
    status, said, apt = place.run("get-micropython", "breaks")
    if status != 0 or apt or not place.has_tree():
        return "status %r, apt-get called: %r, %r" % (status, apt, said)


def damaged_cache(place):
    whole_download(place)
    shutil.rmtree(os.path.join(place.project, "micropython"))
    with open(place.cached(), "r+b") as f:
        f.truncate(100)
    status, said, _ = place.run("get-micropython", "breaks")
    if status == 0 or place.has_tree() or place.cached():
        return "the damaged file was used: status %r, %r" % (status, said)
    return whole_download(place)


def broken_unpacking(place):
    place.program("tar", HALF_TAR)
    status, said, _ = place.run("get-micropython")
    if status == 0 or place.has_tree():
        return "status %r, tree %r, %r" % (status, place.has_tree(), said)
    place.tar_works()
    return whole_download(place)


def own_checkout(place):
    for minor, good in (("23", False), ("24", True), ("30", True)):
        tree = place.tree(place.path("own" + minor), minor)
        status, said, apt = place.run("get-micropython", MPY_DIR=tree)
        if good != (status == 0 and said.strip() == tree) or apt:
            return "1.%s: status %r, %r" % (minor, status, said)
        if not good and "1.24 or newer" not in said:
            return "it does not say which version it needs: %r" % said
    status, said, _ = place.run("get-micropython", MPY_DIR=place.path("nowhere"))
    if status == 0 or "MPY_DIR" not in said:
        return "a folder that is not there: status %r, %r" % (status, said)


def without_root(place):
    place.program("id", "#!/bin/bash\necho 1000\n")
    status, said, apt = place.run("setup")
    if status == 0 or "apt-get install gcc" not in said or "libmbedtls-dev" not in said:
        return "status %r, %r" % (status, said)
    if "install" in apt:
        return "it called apt-get: %r" % apt


def as_root(place):
    place.program("id", "#!/bin/bash\necho 0\n")
    # Fails until the package lists are there, as on a fresh machine.
    place.program(
        "apt-get",
        '#!/bin/bash\necho "apt-get $*" >>"$LOG"\n[ "$1" = update ] && touch "$LOG.lists"\n[ -e "$LOG.lists" ]\n',
    )
    os.symlink(shutil.which("touch"), os.path.join(place.bin, "touch"))
    status, said, apt = place.run("setup")
    calls = [line.split()[1] for line in apt.splitlines()]
    if calls != ["install", "update", "install"] or "libffi-dev" not in apt:
        return "apt-get was called for %r, %r" % (apt, said)
    # There is no cargo in this place either, and no package for it.
    if status == 0 or "rustup" not in said:
        return "it does not say how to get Rust: status %r, %r" % (status, said)


def make_firmware():
    p = subprocess.run(
        ["make", "--no-print-directory", "-C", ROOT, "firmware", "PORT=unix"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900,
    )  # fmt: skip
    return p.returncode, p.stdout


def second_build():
    # The first brings everything up to date, should anybody have edited something meanwhile.
    for _ in range(2):
        status, said = make_firmware()
        if status != 0:
            return "status %r: %s" % (status, said[-500:])
    if said.strip() not in ("", "make: Nothing to be done for 'firmware'."):
        return "nothing had changed, but: %s" % said[-500:]


def main():
    for name, check, *args in (
        ("a download that breaks off", broken_download, "breaks"),
        ("a download that is killed", broken_download, "killed"),
        ("a whole download", whole_download),
        ("the second time takes no network", second_time),
        ("unpacking again takes no network", from_the_cache),
        ("a damaged download is fetched again", damaged_cache),
        ("an unpacking that breaks off", broken_unpacking),
        ("MPY_DIR", own_checkout),
        ("packages without root", without_root),
        ("packages as root", as_root),
    ):
        place = Place()
        try:
            result(name, check(place, *args))
        finally:
            shutil.rmtree(place.top, ignore_errors=True)
    result("the second build does nothing", second_build())
    finish()


main()
