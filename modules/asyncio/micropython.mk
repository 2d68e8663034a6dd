# SPDX-License-Identifier: MIT
# Builds the native asyncio into a firmware whose port uses make: the C glue as an ordinary user C module, the Rust
# library by cargo as part of it. Nothing else to do: make -C ports/PORT USER_C_MODULES=<the folder above this one>
#
# Variables that may be set: CARGO, ASYNCIO_RUSTC (a compiler that has `core` for the target), ASYNCIO_CARGO_TARGET,
# ASYNCIO_OPT_LEVEL (z on boards, 3 on unix), ASYNCIO_CARGO_FLAGS.

ASYNCIO_MOD_DIR := $(USERMOD_DIR)
ASYNCIO_CRATE_DIR := $(abspath $(ASYNCIO_MOD_DIR)/../..)

SRC_USERMOD_C += $(addprefix $(ASYNCIO_MOD_DIR)/, \
	modasyncio.c glue.c loop.c task.c time.c sync.c stream.c server.c io.c shims.c port_unix.c port_generic.c)

# Subpackages of built-in modules are off by default; MicroPython's own C helper has to be.
CFLAGS_USERMOD += -I$(ASYNCIO_MOD_DIR) -DMICROPY_MODULE_BUILTIN_SUBPACKAGES=1 '-DMICROPY_PY_ASYNCIO=(0)'
ifneq ($(filter %/unix,$(CURDIR)),)
# micropython.schedule() from another thread has to end an idle wait.
CFLAGS_USERMOD += '-DMICROPY_SCHED_HOOK_SCHEDULED=({ extern void asyncio_port_wake(void); asyncio_port_wake(); })'
endif

CARGO ?= cargo
ifneq ($(filter %/unix,$(CURDIR)),)
ASYNCIO_CARGO_TARGET ?= $(shell $(or $(ASYNCIO_RUSTC),rustc) -vV | sed -n 's/^host: //p')
ASYNCIO_OPT_LEVEL ?= 3
else
# Known only once the port has set its flags: expanded in the recipe.
ASYNCIO_CARGO_TARGET ?= $(call asyncio_arm_target,$(CFLAGS))
ASYNCIO_OPT_LEVEL ?= z
endif
asyncio_arm_target = $(strip \
	$(if $(findstring -mcpu=cortex-m0,$(1)),thumbv6m-none-eabi, \
	$(if $(findstring -mcpu=cortex-m33,$(1)),thumbv8m.main-none-eabi$(if $(findstring -mfloat-abi=hard,$(1)),hf), \
	$(if $(findstring -mcpu=cortex-m3,$(1)),thumbv7m-none-eabi, \
	$(if $(filter -mcpu=cortex-m4 -mcpu=cortex-m7,$(1)),thumbv7em-none-eabi$(if $(findstring -mfloat-abi=hard,$(1)),hf), \
	$(error native asyncio: no Rust target known for CFLAGS=$(1), set ASYNCIO_CARGO_TARGET))))))

# For size LLVM inlines less than is smallest: many of our functions are shorter than a call of them.
asyncio_codegen = -C force-unwind-tables=no $(if $(filter z,$(ASYNCIO_OPT_LEVEL)),-C llvm-args=-inline-threshold=15)

# One relocatable object, because some ports set LIBS themselves. The final link drops what nobody refers to.
PY_O += $(BUILD)/asyncio_rust.o

ASYNCIO_RUST_SRC := $(shell find $(ASYNCIO_CRATE_DIR)/src -name '*.rs') \
	$(addprefix $(ASYNCIO_CRATE_DIR)/,Cargo.toml Cargo.lock build.rs modules/asyncio/boundary.h)

# The flags reach build.rs through the environment, as make has them: no shell takes their quotes away.
# (asyncio-clippy is a target of our own unix variant.)
$(BUILD)/asyncio_rust.o asyncio-clippy: export ASYNCIO_CC = $(CC)
$(BUILD)/asyncio_rust.o asyncio-clippy: export ASYNCIO_CFLAGS = $(CFLAGS)
$(BUILD)/asyncio_rust.o asyncio-clippy: export ASYNCIO_DIR = $(CURDIR)
$(BUILD)/asyncio_rust.o: $(ASYNCIO_RUST_SRC)
	$(ECHO) "CARGO asyncio"
	$(Q)cd $(ASYNCIO_CRATE_DIR) && CARGO_PROFILE_RELEASE_OPT_LEVEL=$(ASYNCIO_OPT_LEVEL) $(if $(ASYNCIO_RUSTC),RUSTC=$(ASYNCIO_RUSTC)) $(CARGO) rustc --quiet --locked --release --lib \
		--features firmware --crate-type staticlib --target $(ASYNCIO_CARGO_TARGET) \
		--target-dir $(abspath $(BUILD))/cargo $(ASYNCIO_CARGO_FLAGS) -- $(asyncio_codegen)
	@# The library's own object only: memcpy and its like are the port's, not Rust's.
	$(Q)cd $(BUILD) && lib=cargo/$(ASYNCIO_CARGO_TARGET)/release/libmicropython_asyncio.a && \
		own=$$($(AR) t $$lib | grep '^micropython_asyncio-') && $(AR) x $$lib $$own && $(LD) -r -o $(notdir $@) $$own && rm $$own
