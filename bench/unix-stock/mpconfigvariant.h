// SPDX-License-Identifier: MIT
// The firmware to compare with: what ours is configured as, with MicroPython's own asyncio instead.

#include "../../ports/unix/mpconfigvariant.h"

#undef MICROPY_PY_ASYNCIO
#define MICROPY_PY_ASYNCIO (1)
