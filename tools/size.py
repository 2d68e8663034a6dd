#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints how large the ARM images are with our asyncio, with MicroPython's own and with none, and our part by file and symbol.

size.py [--symbols N] [BOARD...]     boards as PORT-BOARD; builds what is not there
"""

import argparse
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOARDS = ["qemu-MPS2_AN385", "qemu-MICROBIT", "qemu-MPS2_AN500", "rp2-RPI_PICO", "stm32-QEMU_F405"]
KINDS = ["native", "stock", "none"]

# A line of the linker's map: an input section, its address, its size and the object it came from.
INPUT = re.compile(r"^ (\S+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S.*)$")

# Input sections by what they become.
CLASSES = [
    ("text", r"\.(text|time_critical|after_data|isr_vector|vectors|boot2|reset|init|fini|rom)"),
    ("rodata", r"\.(rodata|binary_info|embedded|init_array|fini_array|preinit_array)"),
    ("data", r"\.(data|ram_vector|uninitialized_data)"),
    ("bss", r"\.(bss|scratch)|COMMON"),
]

# What is ours, by the object's path.
PARTS = [
    ("asyncio, Rust", r"asyncio_rust\.[oa]"),
    ("asyncio, C", r"/asyncio/\w+\.c?\.?o"),
    ("board, digitalio, time.monotonic", r"/(board|digitalio|time_monotonic|machine_pin_unix)/\w+\.c?\.?o"),
]


def image(board, kind):
    """The folder of an image, built if need be."""
    port, name = board.split("-", 1)
    command = ["make", "-C", str(ROOT), "--no-print-directory", "firmware", f"PORT={port}", f"BOARD={name}", f"ASYNCIO={kind}"]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "MAKEFLAGS": ""})
    if made.returncode:
        sys.exit(f"error: {' '.join(command[4:])} failed:\n{made.stdout[-3000:]}")
    return ROOT / "build" / (board if kind == "native" else f"{board}-{kind}")


def linker_map(folder):
    path = next(p for p in (folder / "firmware.elf.map", folder / "firmware.map") if p.exists())
    return path.read_text(errors="replace")


def sections(folder):
    """Every input section in the image: (class, name, size, object)."""
    text = linker_map(folder)
    # Before this come the sections that were thrown away.
    text = text[text.index("Linker script and memory map") :]
    # Long names stand on a line of their own.
    text = re.sub(r"\n (\S{14,})\n\s+0x", r"\n \1 0x", text)
    for line in text.splitlines():
        match = INPUT.match(line)
        if not match or not int(match[3], 16) or not int(match[2], 16) and match[4].endswith(".a"):
            continue
        for kind, pattern in CLASSES:
            if re.match(pattern, match[1]):
                yield kind, match[1], int(match[3], 16), match[4]
                break


def part_of(source):
    return next((part for part, pattern in PARTS if re.search(pattern, source)), None)


def demangled(names):
    out = subprocess.run(["arm-none-eabi-c++filt"], input="\n".join(names), stdout=subprocess.PIPE, text=True).stdout
    return [re.sub(r"::h[0-9a-f]{16}$|\[[0-9a-f]{16}\]", "", line) for line in out.splitlines()]


def handlers():
    """The Rust file of each function that C calls by its name."""
    found = {}
    for path in (ROOT / "src").glob("*/*.rs"):
        for name in re.findall(r"^    fn (asyncio_\w+)\(", path.read_text(), re.M):
            found[name] = str(path.relative_to(ROOT))
    return found


def source_file(symbol, source, known):
    """Where a symbol comes from: a C file, by its object; a Rust file, by its path."""
    if "asyncio_rust" not in source:
        return "modules/asyncio/" + re.sub(r"(\.c)?\.o$", ".c", source.rsplit("/", 1)[-1])
    # The outermost path that is not a wrapper's: Gc<io::entry::Entry> is in io/entry.rs.
    paths = [p for p in re.findall(r"micropython_asyncio::(\w+::\w+)", symbol) if p != "vm::gc"]
    if paths:
        return "src/" + paths[0].replace("::", "/") + ".rs"
    return known.get(symbol, "src, shared by several")


def row(title, sizes):
    flash = sizes["text"] + sizes["rodata"] + sizes["data"]
    cells = "".join(f" {sizes[kind]:>7} |" for kind, _ in CLASSES)
    print(f"| {title:<34} |{cells} {flash:>7} |")


def table(board, symbols):
    print(f"\n### {board}\n")
    print("| bytes                              |    text |  rodata |    data |     bss |   flash |")
    print("|---|---|---|---|---|---|")
    totals, parts, by_symbol = {}, {part: Counter() for part, _ in PARTS}, Counter()
    for kind in KINDS:
        totals[kind] = Counter()
        for section, name, size, source in sections(image(board, kind)):
            totals[kind][section] += size
            part = part_of(source) if kind == "native" else None
            if part:
                parts[part][section] += size
                if section != "bss" and part.startswith("asyncio"):
                    symbol = re.sub(r"^\.(text|rodata|data)\.?(unlikely\.|str1\.\d|cst\d+)?", "", name) or name
                    by_symbol[symbol, source] += size
    for kind, title in (("native", "with our modules"), ("stock", "with MicroPython's asyncio, select"), ("none", "without asyncio and select")):
        row(title, totals[kind])
    for part, sizes in parts.items():
        row("of ours: " + part, sizes)
    for kind in ("native", "stock"):
        difference = Counter(totals[kind])
        difference.subtract(totals["none"])
        row(f"{kind} less none", difference)
    if symbols:
        names = dict(zip(by_symbol, demangled([name for name, _ in by_symbol])))
        known, by_file = handlers(), Counter()
        for (name, source), size in by_symbol.items():
            by_file[source_file(names[name, source], source, known)] += size
        print("\nOur asyncio by file (text, rodata, data):\n")
        for name, size in by_file.most_common():
            print(f"{size:7}  {name}")
        print(f"\nOur asyncio, the {symbols} largest symbols:\n")
        for key, size in by_symbol.most_common(symbols):
            print(f"{size:7}  {names[key]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--symbols", type=int, default=25)
    parser.add_argument("boards", nargs="*", default=BOARDS)
    args = parser.parse_args()
    for board in args.boards:
        table(board, args.symbols)


if __name__ == "__main__":
    main()
