# SPDX-License-Identifier: MIT
# How firmware for an ARM board that QEMU emulates is built: make firmware PORT=qemu BOARD=MPS2_AN385

include ports/arm.mk

QEMU_BOARDS := $(notdir $(wildcard ports/qemu/boards/*))
QEMU_BOARD := $(or $(BOARD),MPS2_AN385)
QEMU_BUILD := build/qemu-$(QEMU_BOARD)$(ASYNCIO_SUFFIX)

.PHONY: firmware-qemu flash-qemu
firmware-qemu: $(QEMU_BUILD)/firmware.elf

flash-qemu:
	@echo "error: qemu's boards are emulated, there is nothing to flash. A REPL (Ctrl-A X ends it):" >&2; \
	echo "  make firmware PORT=qemu && qemu-system-arm -M mps2-an385 -nographic -kernel build/qemu-MPS2_AN385/firmware.elf" >&2; exit 1

$(QEMU_BUILD)/firmware.elf: $(MPY_CROSS) $(ARM_INPUTS) $(shell find ports/qemu)
	@[ -d ports/qemu/boards/$(QEMU_BOARD) ] || { echo "error: no qemu board $(QEMU_BOARD); there are: $(QEMU_BOARDS)" >&2; exit 1; }
	@tools/arm-setup
	@tools/same-build $(@D) "$(MPY)" $(wildcard modules/*/micropython.mk ports/qemu/*.mk ports/qemu/boards/$(QEMU_BOARD)/*)
	+@rust=$$(tools/arm-rust thumbv6m-none-eabi thumbv7m-none-eabi thumbv7em-none-eabihf) && \
	    $(MAKE) --no-print-directory -C $(MPY)/ports/qemu -j$(JOBS) BOARD=$(QEMU_BOARD) BOARD_DIR=$(ROOT)/ports/qemu/boards/$(QEMU_BOARD) \
	    BUILD=$(ROOT)/$(@D) $(ARM_MAKE_ARGS) ASYNCIO_RUSTC="$$rust"
	@touch $@
