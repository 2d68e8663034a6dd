# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the shell scripts of tools/: how they speak, and where they cache.

say() { printf '%s\n' "$*" >&2; }

die() {
    printf 'error: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# Downloads and built toolchains of the project; kept between clones, safe to delete.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/micropython-asyncio
export CACHE

# Rust's installer puts cargo here and tells only login shells about it.
PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin

# need PACKAGE "what it is for" CHECK...: notes the Debian package as missing unless CHECK succeeds.
# Checks ask for the thing itself, not for the package, so that other ways to have it count too.
missing=()
reasons=()
need() {
    local package=$1 reason=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    missing+=("$package")
    reasons+=("$reason")
}

has_header() { printf '#include <%s>\n' "$1" | cc -E -x c -o /dev/null -; }

# Installs what need() noted. Where it may not, it prints the list and stops; with "optional", it
# prints the list and goes on.
install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    local i as_root=() obstacle=""
    say "These packages are missing:"
    for i in "${!missing[@]}"; do
        printf '  %-16s %s\n' "${missing[i]}" "${reasons[i]}" >&2
    done
    if ! command -v apt-get >/dev/null; then
        obstacle="this machine has no apt-get; the names are Debian's"
    elif [ "$(id -u)" != 0 ]; then
        as_root=(sudo)
        # Without a terminal sudo could not ask for the password.
        if ! command -v sudo >/dev/null || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
            obstacle="installing them takes root: apt-get install ${missing[*]}"
        fi
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get)
    local install=("${as_root[@]}" install -y -qq --no-install-recommends "${missing[@]}")
    if [ -z "$obstacle" ]; then
        say "Installing them: ${install[*]}"
        # The first try fails on a machine that has never fetched its package lists.
        "${install[@]}" >/dev/null || { "${as_root[@]}" update -qq >/dev/null && "${install[@]}" >/dev/null; } \
            || obstacle="apt-get could not install ${missing[*]}"
    fi
    missing=()
    reasons=()
    hash -r
    if [ -z "$obstacle" ]; then
        return
    elif [ "${1:-}" = optional ]; then
        say "Going on without them: $obstacle."
    else
        die "$obstacle" "Have it done, then run this again."
    fi
}

# private_python NAME PACKAGE...: prints the path of a Python of our own in the cache that has PyPI's packages, made once a machine.
private_python() {
    local name=$1 folder version
    shift
    version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    folder=$CACHE/$name-$version-$(printf '%s\n' "$@" | sha256sum | cut -c 1-8)
    mkdir -p "$CACHE"
    exec 9>"$CACHE/$name.lock"
    flock 9
    # A virtual environment knows its own path and cannot be renamed: the stamp says that it is whole. The Python it was
    # made with may have gone since.
    if [ ! -e "$folder/complete" ] || ! "$folder/bin/python3" -c '' 2>/dev/null; then
        say "Installing $* into $folder ..."
        rm -rf "$folder"
        python3 -m venv "$folder" >&2 || die "python3 cannot make a virtual environment" "On Debian: apt-get install python3-venv"
        "$folder/bin/python3" -m pip install --quiet --disable-pip-version-check "$@" >&2 || die "pip could not install $*"
        touch "$folder/complete"
    fi
    printf '%s\n' "$folder/bin/python3"
}
