#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The image for a Raspberry Pi Pico 2. There is no emulator for it here, so what is tested is the file that would be flashed."""

import struct
import sys

import _boards

_boards.require_tools("cmake")

BOARD = "rp2-RPI_PICO2"
UF2_BLOCK = struct.Struct("<8I")
UF2_MAGIC = (0x0A324655, 0x9E5D5157)
FAMILY_RP2350_ARM_S = 0xE48BFF59
FAMILY_ABSOLUTE = 0xE48BFF57


def check(report):
    data = (_boards.ROOT / "build" / BOARD / "firmware.uf2").read_bytes()
    blocks = [UF2_BLOCK.unpack_from(data, at) for at in range(0, len(data), 512)]
    families = {block[7] for block in blocks}
    problems = []
    if len(data) % 512 or any(block[:2] != UF2_MAGIC for block in blocks):
        problems.append("it is not a sequence of UF2 blocks")
    if FAMILY_RP2350_ARM_S not in families or families - {FAMILY_RP2350_ARM_S, FAMILY_ABSOLUTE}:
        problems.append(f"its families are {[hex(f) for f in families]}")
    if b"wait_for" not in data or b"ThreadSafeFlag" not in data:
        problems.append("it does not hold asyncio's names")
    if problems:
        report.failed(f"{BOARD}/uf2", "; ".join(problems))
    else:
        report.passed(f"{BOARD}/uf2")


def main():
    report = _boards.LockedReport()
    if report.wanted(BOARD) and _boards.build(report, BOARD):
        check(report)
    sys.exit(report.finish())


main()
