# SPDX-License-Identifier: MIT
# How firmware for an STM32 board is built: make firmware PORT=stm32 BOARD=PYBV11 MPY_DIR=/path/to/micropython
#
# MicroPython's boards need ST's whole library: a checkout with its submodule lib/stm32lib (MPY_DIR=), or STM32LIB_DIR=.
# Our own board, QEMU_F405, builds with what a package registry has and runs in QEMU.

include ports/arm.mk

STM32_BOARD := $(or $(BOARD),QEMU_F405)
STM32_BUILD := build/stm32-$(STM32_BOARD)$(ASYNCIO_SUFFIX)
STM32_OURS := $(wildcard ports/stm32/boards/$(STM32_BOARD))
STM32_BOARD_MK = $(or $(STM32_OURS),$(MPY)/ports/stm32/boards/$(STM32_BOARD))/mpconfigboard.mk
STM32_LIB = $(abspath $(or $(STM32LIB_DIR),$(MPY)/lib/stm32lib))

STM32_SERIES = $(shell sed -n 's/^MCU_SERIES *= *\([a-z0-9]*\).*/\1/p' $(STM32_BOARD_MK) 2>/dev/null)
STM32_RUST = $(if $(filter f0 g0 l0,$(STM32_SERIES)),thumbv6m-none-eabi,\
	$(if $(filter l1,$(STM32_SERIES)),thumbv7m-none-eabi,\
	$(if $(filter h5 n6 u5,$(STM32_SERIES)),thumbv8m.main-none-eabihf,\
	$(if $(filter wl,$(STM32_SERIES)),thumbv7em-none-eabi,thumbv7em-none-eabihf))))

# A board's own manifest stays (it may bring what its radio needs) where micropython-lib is there for it; else ours.
STM32_MANIFEST = $(if $(wildcard $(MPY)/lib/micropython-lib/README.md),\
	$(if $(shell grep FROZEN_MANIFEST $(STM32_BOARD_MK)),,FROZEN_MANIFEST=$(ROOT)/ports/stm32/manifest.py),\
	MPY_LIB_DIR=$(MPY) FROZEN_MANIFEST=$(ROOT)/ports/stm32/manifest.py)

# Where the library is, as arguments for the port's Makefile. `hal` is the folder of tools/stm32-sources.
STM32_THEIR_LIB = STM32LIB_DIR=$(STM32_LIB) $(STM32_MANIFEST)
STM32_OUR_LIB = BOARD_DIR=$(ROOT)/$(STM32_OURS) STM32LIB_CMSIS_DIR="$$hal/Drivers/CMSIS/Device/ST/STM32F4xx" \
	STM32LIB_HAL_DIR="$$hal/Drivers/STM32F4xx_HAL_Driver" HAL_SRC_C="$$(echo "$$hal"/Drivers/STM32F4xx_HAL_Driver/Src/*.c)" USBDEV_SRC_C=

STM32_MAKE = $(MAKE) --no-print-directory -C $(MPY)/ports/stm32 -j$(JOBS) BOARD=$(STM32_BOARD) BUILD=$(ROOT)/$(STM32_BUILD) \
	$(ARM_MAKE_ARGS) $(if $(filter none,$(ASYNCIO)),CFLAGS_EXTRA='$(ARM_NO_ASYNCIO)') $(if $(STM32_OURS),$(STM32_OUR_LIB),$(STM32_THEIR_LIB))

.PHONY: firmware-stm32 flash-stm32 stm32-board
firmware-stm32: $(STM32_BUILD)/firmware.elf

stm32-board: $(MPY_CROSS)
	@[ -e $(STM32_BOARD_MK) ] || { echo "error: no stm32 board $(STM32_BOARD); there are, besides our QEMU_F405:" >&2; \
	    cd $(MPY)/ports/stm32/boards && echo */mpconfigboard.mk | sed 's|/mpconfigboard.mk||g' >&2; exit 1; }
	@[ -n "$(STM32_OURS)" ] || [ -d $(STM32_LIB)/CMSIS ] || { echo "error: $(STM32_BOARD) needs ST's library, and there is none in $(STM32_LIB)" >&2; \
	    echo "       From your own MicroPython checkout: make -C micropython/ports/stm32 BOARD=$(STM32_BOARD) submodules" >&2; \
	    echo "       then make firmware PORT=stm32 BOARD=$(STM32_BOARD) MPY_DIR=/path/to/micropython" >&2; \
	    echo "       (or STM32LIB_DIR=/path/to/stm32lib if the board needs nothing else)" >&2; exit 1; }

$(STM32_BUILD)/firmware.elf: $(ARM_INPUTS) $(shell find ports/stm32) | stm32-board
	@tools/arm-setup
	@tools/same-build $(@D) "$(MPY) $(STM32_LIB)" $(wildcard modules/*/micropython.mk ports/stm32/*.mk $(STM32_BOARD_MK))
	+@rust=$$(tools/arm-rust $(strip $(STM32_RUST))) && $(if $(STM32_OURS),hal=$$(tools/stm32-sources) &&) \
	    $(STM32_MAKE) ASYNCIO_RUSTC="$$rust" all_main $(ROOT)/$(@D)/firmware.hex
	@touch $@

flash-stm32: firmware-stm32
	@tools/flash-stm32 $(STM32_BUILD) $(STM32_BOARD_MK)
