# SPDX-License-Identifier: MIT
# Adds this folder to a firmware built with make (unix, stm32, qemu, ...).
DIGITALIO_MOD_DIR := $(USERMOD_DIR)
SRC_USERMOD_C += $(DIGITALIO_MOD_DIR)/moddigitalio.c
