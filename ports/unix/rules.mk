# SPDX-License-Identifier: MIT
# How the unix firmware is built.

.PHONY: firmware-unix
firmware-unix: build/unix/micropython

# Everything of ours that goes into it; folders too, so that a removed file counts as a change.
# MicroPython's own files are watched only in a user's checkout: nobody edits the fetched tree.
UNIX_INPUTS := $(shell find src modules ports/unix Cargo.toml Cargo.lock build.rs \
	$(if $(MPY_DIR),$(addprefix $(MPY)/,py extmod shared lib ports/unix) -name build\* -prune -o -print) 2>/dev/null)

UNIX_MAKE = $(MAKE) --no-print-directory -C $(MPY)/ports/unix -j$(JOBS) BUILD=$(ROOT)/build/unix \
	VARIANT_DIR=$(ROOT)/ports/unix USER_C_MODULES=$(ROOT)/modules \
	MICROPY_MPYCROSS=$(MPY_CROSS) MICROPY_MPYCROSS_DEPENDENCY= STRIP=

build/unix/micropython: $(MPY_CROSS) $(UNIX_INPUTS) build/tree
	@tools/setup
	@tools/get-micropython >/dev/null
	@tools/same-build build/unix "$(MPY)" $(wildcard modules/*/micropython.mk ports/unix/*.mk)
	+@$(UNIX_MAKE)
	@touch $@

# Part of the tests.
.PHONY: clippy-unix
clippy-unix: build/unix/micropython
	+@$(UNIX_MAKE) asyncio-clippy
