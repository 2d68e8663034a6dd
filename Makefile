# SPDX-License-Identifier: MIT
# The one command to know. `make` alone says what there is.

ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
MPY := $(abspath $(or $(MPY_DIR),$(ROOT)/micropython))
JOBS ?= $(shell nproc)
PORT ?= unix
SCRIPT ?= examples/blink_two_leds.py

# Rust's installer puts cargo here and tells only login shells about it.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin
# A MicroPython tree without a repository of its own must not take ours for it.
export GIT_CEILING_DIRECTORIES := $(ROOT)
# What is said to this Makefile (BOARD=, PORT=, ...) is not meant for MicroPython's.
MAKEOVERRIDES =
unexport PORT BOARD SCRIPT ARGS ONLY JOBS
export MPY_DIR

.PHONY: help run test firmware flash size clean FORCE
.DEFAULT_GOAL := help

help:
	@echo "micropython-asyncio: MicroPython's asyncio as a native module."
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'
	@echo
	@echo "  PORT      $(PORTS); BOARD= as the port names it"
	@echo "  MPY_DIR   a MicroPython checkout to build from; without it, one is fetched"

run: build/unix/micropython ## run SCRIPT=path (default: two blinking LEDs) on this computer
	@test -f "$(SCRIPT)" || { echo "error: there is no script $(SCRIPT)" >&2; exit 1; }
	@build/unix/micropython "$(SCRIPT)" $(ARGS)

test: ## run every test, or with ONLY="word ..." those with a word in their name
	@tools/setup test
	@MPY="$(MPY)" python3 tests/run.py $(ONLY)

firmware: firmware-$(PORT) ## build the firmware for PORT= and BOARD=

flash: flash-$(PORT) ## put it on the board that is plugged in

size: ## flash used on ARM boards, with our asyncio, with MicroPython's and without
	@python3 tools/size.py $(BOARD)

clean: ## remove what was built, keep what was fetched
	rm -rf build target

# The MicroPython tree. tools/get-micropython says where it may come from.
$(MPY)/py/mpconfig.h:
	@tools/setup
	@tools/get-micropython >/dev/null

# Changes when another tree is in use.
build/tree: FORCE | $(MPY)/py/mpconfig.h
	@mkdir -p build && { echo '$(MPY)' | cmp -s - $@ || echo '$(MPY)' >$@; }

# Compiles what an image freezes. In our own folder: a user's checkout is left as it is.
MPY_CROSS := $(ROOT)/build/mpy-cross/mpy-cross
$(MPY_CROSS): build/tree
	@tools/setup
	@tools/get-micropython >/dev/null
	@tools/same-build build/mpy-cross "$(MPY)"
	+@$(MAKE) --no-print-directory -C $(MPY)/mpy-cross -j$(JOBS) BUILD=$(@D) USER_C_MODULES=
	@touch $@

# Each port's rules.mk makes `firmware-PORT`.
PORTS := $(patsubst ports/%/rules.mk,%,$(wildcard ports/*/rules.mk))
include $(wildcard ports/*/rules.mk bench/rules.mk)

firmware-%:
	@echo "error: no port $*; there are: $(PORTS)" >&2; exit 1

flash-%:
	@echo "error: the port $* has no board to flash" >&2; exit 1
