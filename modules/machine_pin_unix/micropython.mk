# SPDX-License-Identifier: MIT
# Adds this folder to a firmware built with make. Only the unix port gets a Pin by it.
MACHINE_PIN_UNIX_MOD_DIR := $(USERMOD_DIR)
SRC_USERMOD_C += $(addprefix $(MACHINE_PIN_UNIX_MOD_DIR)/, machine_pin.c pin_show.c pin_sim.c)

# Lets pin_show.c see what is printed, so that its live line ends in time.
# GNU ld can do this, macOS's linker cannot.
ifeq ($(notdir $(CURDIR))-$(shell uname -s),unix-Linux)
CFLAGS_USERMOD += -DMACHINE_PIN_SIM_WRAP_WRITE=1
LDFLAGS_USERMOD += -Wl,--wrap=write
endif
