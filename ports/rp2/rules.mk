# SPDX-License-Identifier: MIT
# How firmware for a Raspberry Pi Pico and its kin is built: make firmware PORT=rp2 BOARD=RPI_PICO

include ports/arm.mk

RP2_BOARD := $(or $(BOARD),RPI_PICO)
RP2_BUILD := build/rp2-$(RP2_BOARD)$(ASYNCIO_SUFFIX)
RP2_BOARD_DIR = $(MPY)/ports/rp2/boards/$(RP2_BOARD)
RP2_CHIP = $(shell cat $(RP2_BOARD_DIR)/mpconfigboard.cmake $(RP2_BOARD_DIR)/mpconfigvariant.cmake 2>/dev/null | \
	sed -n 's/.*PICO_PLATFORM "\{0,1\}\(rp2[0-9]*\).*/\1/p')
# pico-sdk passes floats in integer registers on the RP2350, too.
RP2_RUST = $(if $(filter rp2350,$(RP2_CHIP)),thumbv8m.main-none-eabi,thumbv6m-none-eabi)

# A board's own manifest stays (it may bring what its network needs); for all others, ours.
RP2_MANIFEST = $(if $(filter stock,$(ASYNCIO)),$(ROOT)/ports/rp2/manifest_stock.py,\
	$(or $(wildcard $(RP2_BOARD_DIR)/manifest.py),$(ROOT)/ports/rp2/manifest.py))

RP2_CMAKE_ARGS = -DMICROPY_BOARD=$(RP2_BOARD) -DPICO_NO_PICOTOOL=1 -DMICROPY_FROZEN_MANIFEST=$(strip $(RP2_MANIFEST)) \
	$(if $(PICO_SDK_PATH),-DPICO_SDK_PATH_OVERRIDE=$(abspath $(PICO_SDK_PATH))) \
	$(if $(wildcard $(MPY)/lib/micropython-lib/README.md),,-DMICROPY_LIB_DIR=$(MPY)) \
	"-DUSER_C_MODULES=$(if $(ASYNCIO_SUFFIX),,$(ROOT)/modules/micropython.cmake)"

.PHONY: firmware-rp2 flash-rp2
firmware-rp2: $(RP2_BUILD)/firmware.uf2

$(RP2_BUILD)/firmware.uf2: $(RP2_BUILD)/firmware.elf tools/uf2.py
	@python3 tools/uf2.py $< $@ $(or $(RP2_CHIP),rp2040)

$(RP2_BUILD)/firmware.elf: $(MPY_CROSS) $(ARM_INPUTS) $(wildcard ports/rp2/*)
	@[ -e $(RP2_BOARD_DIR)/mpconfigboard.cmake ] || \
	    { echo "error: no rp2 board $(RP2_BOARD); there are: $$(cd $(MPY)/ports/rp2/boards && echo [A-Z]*)" >&2; exit 1; }
	@tools/arm-setup cmake
	@PICO_SDK_PATH=$(abspath $(PICO_SDK_PATH)) tools/rp2-sources $(MPY) $(RP2_BOARD)
	@tools/same-build $(@D) "$(MPY) $(PICO_SDK_PATH)" $(wildcard modules/micropython.cmake modules/*/micropython.cmake ports/rp2/*.mk)
	+@rust=$$(tools/arm-rust $(RP2_RUST)) && unset PICO_SDK_PATH && \
	    export MICROPY_MPYCROSS=$(MPY_CROSS) ASYNCIO_RUSTC="$$rust" ASYNCIO_CARGO_TARGET=$(RP2_RUST) && \
	    $(if $(filter none,$(ASYNCIO)),export CFLAGS_EXTRA='$(ARM_NO_ASYNCIO)' &&) \
	    cmake -S $(MPY)/ports/rp2 -B $(@D) $(RP2_CMAKE_ARGS) >$(@D)/cmake.log 2>&1 || { cat $(@D)/cmake.log >&2; exit 1; } && \
	    $(MAKE) --no-print-directory -C $(@D) -j$(JOBS)
	@touch $@

# picotool restarts a board that runs MicroPython into its boot loader; without it, mpremote can, and the file is copied.
flash-rp2: firmware-rp2
	@tools/flash-rp2 $(RP2_BUILD)/firmware.uf2
