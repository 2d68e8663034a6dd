# SPDX-License-Identifier: MIT
# An STM32F405/F407 with a REPL on USART1, for QEMU's netduinoplus2. It builds with the part of ST's HAL that
# tools/stm32-sources fetches; rest_of_hal.h is what that part lacks.

MCU_SERIES = f4
# The F405 is an F407 without Ethernet and camera interface; the partial HAL has the F407's header.
CMSIS_MCU = STM32F407xx
AF_FILE = boards/stm32f405_af.csv
LD_FILES = $(BOARD_DIR)/memory.ld boards/common_basic.ld

STARTUP_FILE = vectors.o
SYSTEM_FILE = $(abspath $(STM32LIB_HAL_DIR)/../../Core/Src)/system_stm32f4xx.o

MICROPY_PY_SSL = 0
MICROPY_SSL_MBEDTLS = 0
MICROPY_PY_LWIP = 0
MICROPY_VFS_LFS2 = 0

CFLAGS += -DMP_CONFIGFILE='"mpconfig_qemu.h"'
ifeq ($(ASYNCIO),stock)
FROZEN_MANIFEST ?= $(TOP)/extmod/asyncio/manifest.py
MPY_LIB_DIR = $(TOP)
endif
FROZEN_MANIFEST ?=

$(BUILD)/vectors.c: $(BOARD_DIR)/make-vectors.py $(STM32LIB_CMSIS_DIR)/Include/stm32f407xx.h
	$(ECHO) "GEN $@"
	$(Q)mkdir -p $(BUILD)
	$(Q)$(PYTHON) $^ >$@
