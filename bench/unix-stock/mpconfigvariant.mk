# SPDX-License-Identifier: MIT
# Build options of the firmware to compare with: the same as ours, and another manifest.

FROZEN_MANIFEST ?= $(VARIANT_DIR)/manifest.py
UNIX_VARIANT := $(abspath $(VARIANT_DIR)/../../ports/unix)
# After our own folder: both have an mpconfigvariant.h.
CFLAGS += -idirafter $(UNIX_VARIANT)
SRC_C += $(wildcard $(UNIX_VARIANT)/*.c)

include $(UNIX_VARIANT)/mpconfigvariant.mk
