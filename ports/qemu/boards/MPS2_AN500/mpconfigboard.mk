# SPDX-License-Identifier: MIT
# Cortex-M7 with hardware floating point: a board that MicroPython's tree does not have.

QEMU_ARCH = arm
QEMU_MACHINE = mps2-an500
QEMU_CPU_HZ = 25000000

CFLAGS += -mthumb -mcpu=cortex-m7 -mfpu=fpv5-d16 -mfloat-abi=hard
CFLAGS += -DQEMU_SOC_MPS2
CFLAGS += -DMICROPY_HW_MCU_NAME='"Cortex-M7"'
LDSCRIPT = mcu/arm/mps2.ld
SRC_BOARD_O = shared/runtime/gchelper_native.o shared/runtime/gchelper_thumb2.o
MPY_CROSS_FLAGS += -march=armv7emdp

include $(BOARD_DIR)/../../common.mk
