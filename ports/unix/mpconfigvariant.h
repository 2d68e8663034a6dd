// SPDX-License-Identifier: MIT
// The unix firmware's configuration: what the unix port's standard variant has, with our asyncio.

// Set base feature level.
#define MICROPY_CONFIG_ROM_LEVEL (MICROPY_CONFIG_ROM_LEVEL_EXTRA_FEATURES)

// Leave out the C half of the stock asyncio.
#define MICROPY_PY_ASYNCIO (0)

// Enable micropython.heap_locked(), for tests that forbid allocation.
#define MICROPY_PY_MICROPYTHON_HEAP_LOCKED (1)

// Enable extra Unix features (found through the port's own folder).
#include "variants/mpconfigvariant_common.h"

// Let Ctrl-C wait for the VM's next safe point. Raising from the signal handler would leave
// whatever native code was at work, such as the event loop, half done.
#undef MICROPY_ASYNC_KBD_INTR
#define MICROPY_ASYNC_KBD_INTR (0)
