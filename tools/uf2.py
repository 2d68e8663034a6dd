#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Converts the ELF file of an RP2040 or RP2350 firmware to the UF2 file that is dropped on the board.

uf2.py FIRMWARE.elf FIRMWARE.uf2 rp2040|rp2350
"""

import struct
import sys

PAGE = 256
FLASH = range(0x10000000, 0x15000000)
FAMILY = {"rp2040": 0xE48BFF56, "rp2350": 0xE48BFF59}

FAMILY_PRESENT = 0x2000
# Erratum E10 of the RP2350: unless the file begins with a block of this family, outside of what is flashed, the
# boot ROM may take a wrong sector for done. The extension tag says that the block is to be ignored.
ABSOLUTE = 0xE48BFF57
E10_ADDRESS = 0x10FFFF00
EXTENSION_PRESENT = 0x8000
E10_EXTENSION = struct.pack("<I", 0x9957E304)


def loaded_parts(elf):
    """The (physical address, bytes) of everything that a 32-bit little-endian ELF file loads."""
    if elf[:6] != b"\x7fELF\x01\x01":
        raise ValueError("not a 32-bit little-endian ELF file")
    offset, size, count = struct.unpack_from("<I", elf, 28)[0], *struct.unpack_from("<HH", elf, 42)
    for i in range(count):
        kind, at, _, address, length = struct.unpack_from("<5I", elf, offset + i * size)
        if kind == 1 and length:
            yield address, elf[at : at + length]


def pages(elf):
    """What goes into flash, as {page address: 256 bytes}."""
    result = {}
    for address, data in loaded_parts(elf):
        if address not in FLASH:
            raise ValueError(f"loads to {address:#x}, which is not flash")
        for at, byte in enumerate(data, address):
            result.setdefault(at - at % PAGE, bytearray(PAGE))[at % PAGE] = byte
    return result


def block(address, data, number, total, family, flags=FAMILY_PRESENT, extension=b""):
    head = struct.pack("<8I", 0x0A324655, 0x9E5D5157, flags, address, len(data), number, total, family)
    return head + (bytes(data) + extension).ljust(476, b"\0") + struct.pack("<I", 0x0AB16F30)


def convert(elf, chip):
    content = pages(elf)
    blocks = [
        block(address, content[address], i, len(content), FAMILY[chip])
        for i, address in enumerate(sorted(content))
    ]
    if chip == "rp2350":
        first = block(
            E10_ADDRESS, b"\xef" * PAGE, 0, 2, ABSOLUTE, FAMILY_PRESENT | EXTENSION_PRESENT, E10_EXTENSION
        )
        blocks.insert(0, first)
    return b"".join(blocks)


def main():
    if len(sys.argv) != 4 or sys.argv[3] not in FAMILY:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as f:
        elf = f.read()
    try:
        uf2 = convert(elf, sys.argv[3])
    except ValueError as e:
        sys.exit(f"error: {sys.argv[1]}: {e}")
    with open(sys.argv[2], "wb") as f:
        f.write(uf2)


if __name__ == "__main__":
    main()
