# SPDX-License-Identifier: MIT
# MicroPython's own MICROBIT, with our clock and interrupts.

include boards/MICROBIT/mpconfigboard.mk
QEMU_CPU_HZ = 16000000
include $(BOARD_DIR)/../../common.mk
