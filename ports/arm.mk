# SPDX-License-Identifier: MIT
# What the bare-metal ARM ports share. Included by their rules.mk, once.

ifndef ARM_INPUTS

# Which asyncio: native (this project's); for comparison stock (MicroPython's own) or none.
ASYNCIO ?= native
ifeq ($(filter native stock none,$(ASYNCIO)),)
$(error ASYNCIO=$(ASYNCIO): it is native, stock or none)
endif
ASYNCIO_SUFFIX := $(if $(filter-out native,$(ASYNCIO)),-$(ASYNCIO))

# Everything of ours that goes into an image, as for unix.
ARM_INPUTS := build/tree ports/arm.mk $(if $(ASYNCIO_SUFFIX),,$(shell find src modules Cargo.toml Cargo.lock build.rs)) \
	$(if $(MPY_DIR),$(shell find $(addprefix $(MPY)/,py extmod shared lib ports/qemu ports/rp2 ports/stm32) -name build\* -prune -o -type f -print))

# MicroPython's C half and select are built in by default.
ARM_NO_ASYNCIO = -DMICROPY_PY_ASYNCIO=0 -DMICROPY_PY_SELECT=0

ARM_MAKE_ARGS = ASYNCIO=$(ASYNCIO) MICROPY_MPYCROSS=$(MPY_CROSS) MICROPY_MPYCROSS_DEPENDENCY= \
	$(if $(ASYNCIO_SUFFIX),,USER_C_MODULES=$(ROOT)/modules)

endif
