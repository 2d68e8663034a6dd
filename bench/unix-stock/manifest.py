# SPDX-License-Identifier: MIT
# What the firmware to compare with freezes: what ours does, and MicroPython's own asyncio.

include("../../modules/manifest.py", ssl=True)
include("$(MPY_DIR)/extmod/asyncio")
