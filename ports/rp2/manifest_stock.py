# SPDX-License-Identifier: MIT
# The same image with MicroPython's own asyncio, for comparison.

include("manifest.py")
include("$(MPY_DIR)/extmod/asyncio")
