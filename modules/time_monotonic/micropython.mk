# SPDX-License-Identifier: MIT
# Adds this folder to a firmware built with make (unix, stm32, qemu, ...).
TIME_MONOTONIC_MOD_DIR := $(USERMOD_DIR)
SRC_USERMOD_C += $(TIME_MONOTONIC_MOD_DIR)/modmonotonic.c
