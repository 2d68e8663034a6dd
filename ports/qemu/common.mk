# SPDX-License-Identifier: MIT
# What our boards of MicroPython's qemu port share: its configuration and clock, without a change to the port.
# ASYNCIO = native (ours, through USER_C_MODULES), stock (MicroPython's own) or none.

QEMU_ASYNCIO_DIR := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
ASYNCIO ?= native

CFLAGS += -DMP_CONFIGFILE='"$(QEMU_ASYNCIO_DIR)/mpconfig_asyncio.h"'
CFLAGS += -DQEMU_CPU_HZ=$(QEMU_CPU_HZ) $(if $(filter none,$(ASYNCIO)),-DASYNCIO_NONE=1)
ifeq ($(ASYNCIO),stock)
CFLAGS += -DASYNCIO_STOCK=1
FROZEN_MANIFEST ?= $(TOP)/extmod/asyncio/manifest.py
# The manifest uses nothing of micropython-lib; the build only looks for a README in its folder.
MPY_LIB_DIR = $(TOP)
endif
FROZEN_MANIFEST ?=

SRC_C += $(QEMU_ASYNCIO_DIR)/systick.c shared/runtime/softtimer.c
QEMU_WRAPPED = SysTick_Handler uart_rx_chr mp_hal_stdio_poll gc_collect \
	$(if $(findstring -mfloat-abi=hard,$(CFLAGS)),mp_semihosting_init)
LDFLAGS += $(foreach f,$(QEMU_WRAPPED),-Wl,--wrap=$(f))
LDFLAGS += -T $(QEMU_ASYNCIO_DIR)/no_unwind.ld
