# SPDX-License-Identifier: MIT
# Adds this folder to a firmware built with make (unix, stm32, qemu, ...).
BOARD_MOD_DIR := $(USERMOD_DIR)
SRC_USERMOD_C += $(BOARD_MOD_DIR)/modboard.c
