# SPDX-License-Identifier: MIT
# How the benchmarks are built and run: make bench, make bench QUICK=1, make bench ARM=1

# The firmware to compare with: the same MicroPython tree, variant and modules, but MicroPython's own
# asyncio in the place of ours, and the lower bound of a task switch as a module of its own.
BENCH_STOCK := build/bench/unix-stock/micropython
BENCH_MODULES := $(filter-out %/asyncio/,$(wildcard modules/*/)) $(wildcard bench/modules/*/)

$(BENCH_STOCK): $(MPY_CROSS) build/tree $(shell find ports/unix bench/unix-stock $(BENCH_MODULES) -type f)
	@tools/setup
	@tools/get-micropython >/dev/null
	@tools/same-build $(@D) "$(MPY)" $(wildcard modules/*/micropython.mk ports/unix/*.mk bench/unix-stock/*.mk)
	@mkdir -p $(@D)/modules && ln -sfn $(addprefix $(ROOT)/,$(BENCH_MODULES:/=)) $(@D)/modules
	+@$(MAKE) --no-print-directory -C $(MPY)/ports/unix -j$(JOBS) BUILD=$(ROOT)/$(@D) \
	    VARIANT_DIR=$(ROOT)/bench/unix-stock USER_C_MODULES=$(ROOT)/$(@D)/modules \
	    MICROPY_MPYCROSS=$(MPY_CROSS) MICROPY_MPYCROSS_DEPENDENCY= STRIP=
	@touch $@

# The same for QEMU's boards. Ours are the images that `make firmware PORT=qemu` makes.
BENCH_QEMU := MPS2_AN385 MICROBIT
BENCH_QEMU_STOCK := $(patsubst %,build/bench/qemu-%/firmware.elf,$(BENCH_QEMU))

$(BENCH_QEMU_STOCK): build/bench/qemu-%/firmware.elf: $(MPY_CROSS) build/tree $(shell find ports/qemu bench/modules -type f)
	@tools/arm-setup
	@tools/same-build $(@D) "$(MPY)" $(wildcard ports/qemu/*.mk bench/modules/*/*.mk)
	+@$(MAKE) --no-print-directory -C $(MPY)/ports/qemu -j$(JOBS) BOARD=$* BOARD_DIR=$(ROOT)/ports/qemu/boards/$* \
	    BUILD=$(ROOT)/$(@D) ASYNCIO=stock USER_C_MODULES=$(ROOT)/bench/modules \
	    MICROPY_MPYCROSS=$(MPY_CROSS) MICROPY_MPYCROSS_DEPENDENCY=
	@touch $@

# Said to us, not to MicroPython's makefiles.
unexport QUICK ARM PUBLISH

.PHONY: bench bench-arm-images
bench-arm-images: $(BENCH_QEMU_STOCK)
	+@for board in $(BENCH_QEMU); do $(MAKE) --no-print-directory firmware PORT=qemu BOARD=$$board || exit 1; done
	+@$(MAKE) --no-print-directory firmware PORT=rp2 BOARD=RPI_PICO
	+@$(MAKE) --no-print-directory firmware PORT=rp2 BOARD=RPI_PICO ASYNCIO=stock

bench: build/unix/micropython $(BENCH_STOCK) $(if $(ARM),bench-arm-images) ## measure against MicroPython's own asyncio (QUICK=1: less of it; ARM=1: the emulated boards too)
	@tools/setup test
	@python3 bench/run.py $(if $(QUICK),--quick) $(if $(ARM),--arm) $(if $(PUBLISH),--publish)
