# SPDX-License-Identifier: MIT
# The unix firmware's build options, beyond what mpconfigvariant.h configures.

FROZEN_MANIFEST ?= $(VARIANT_DIR)/manifest.py

# Berkeley DB is a submodule that a source package of MicroPython lacks.
MICROPY_PY_BTREE = 0

# TLS comes from the system's mbedtls. (The port's own switch would compile the submodule.) See mbedtls_system.c.
MICROPY_SSL_MBEDTLS = 0
CFLAGS += -DMICROPY_SSL_MBEDTLS=1 -DMBEDTLS_USER_CONFIG_FILE=\"mbedtls_user_config.h\"
LDFLAGS += -lmbedtls -lmbedx509 -lmbedcrypto -Wl,--wrap=mbedtls_ssl_config_defaults

# Nothing that we freeze comes from micropython-lib, which a source package lacks as well; the
# build only insists on a README.md where it expects it.
ifeq ($(wildcard $(MPY_LIB_DIR)/README.md),)
MPY_LIB_DIR = $(TOP)
endif

# Clippy for the Rust code that needs the C compiler's flags, which modules/asyncio/micropython.mk exports to it.
.PHONY: asyncio-clippy
asyncio-clippy: $(BUILD)/genhdr/qstrdefs.generated.h
	$(Q)cd $(ASYNCIO_CRATE_DIR) && CARGO_PROFILE_RELEASE_OPT_LEVEL=$(ASYNCIO_OPT_LEVEL) $(CARGO) clippy --locked --release \
		--features firmware --target $(ASYNCIO_CARGO_TARGET) --target-dir $(BUILD)/cargo -- -D warnings
