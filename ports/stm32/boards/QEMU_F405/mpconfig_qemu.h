// SPDX-License-Identifier: MIT
// The stm32 port's configuration, less what the partial HAL has no drivers for.

#include <mpconfigport.h>
#undef MICROPY_PY_MACHINE_ADC
#define MICROPY_PY_MACHINE_ADC (0)
