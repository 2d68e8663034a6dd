# SPDX-License-Identifier: MIT
# Adds the module `bound`, the lower bound of a task switch, to a firmware built with make.
BOUND_MOD_DIR := $(USERMOD_DIR)
SRC_USERMOD_C += $(BOUND_MOD_DIR)/modbound.c
