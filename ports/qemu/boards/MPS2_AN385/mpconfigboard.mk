# SPDX-License-Identifier: MIT
# MicroPython's own MPS2_AN385, with our clock and interrupts.

include boards/MPS2_AN385/mpconfigboard.mk
QEMU_CPU_HZ = 25000000
include $(BOARD_DIR)/../../common.mk
