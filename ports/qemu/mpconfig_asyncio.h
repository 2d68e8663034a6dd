// SPDX-License-Identifier: MIT
// Configuration of our QEMU firmware: the qemu port's own, plus a clock, interrupts, select and machine.Timer.

#include <stdint.h>

// The port switches these off because it has no clock; systick.c is one.
#include <mpconfigport.h>
#undef MICROPY_PY_TIME
#define MICROPY_PY_TIME (1)
#undef MICROPY_PY_SELECT
#define MICROPY_PY_SELECT (!ASYNCIO_NONE)
#if ASYNCIO_STOCK
#undef MICROPY_PY_ASYNCIO
#define MICROPY_PY_ASYNCIO (1)
#endif
#define MICROPY_PY_MACHINE_TIMER (1)
#define MICROPY_PY_MACHINE_EXTRA_GLOBALS { MP_ROM_QSTR(MP_QSTR_Timer), MP_ROM_PTR(&machine_timer_type) },
#define MICROPY_SOFT_TIMER_TICKS_MS systick_ms
#define MICROPY_SCHEDULER_STATIC_NODES (1)

#ifndef __IO
#define __IO volatile
#endif

// Interrupts exist now, so what the VM shares with them needs protection.
static inline uint32_t qemu_disable_irq(void) {
    uint32_t state;
    __asm volatile ("mrs %0, primask\n\tcpsid i" : "=r" (state) : : "memory");
    return state;
}

static inline void qemu_enable_irq(uint32_t state) {
    __asm volatile ("msr primask, %0" : : "r" (state) : "memory");
}

#define MICROPY_BEGIN_ATOMIC_SECTION() qemu_disable_irq()
#define MICROPY_END_ATOMIC_SECTION(state) qemu_enable_irq(state)
#define MICROPY_PY_PENDSV_ENTER uint32_t pendsv_state = qemu_disable_irq()
#define MICROPY_PY_PENDSV_EXIT qemu_enable_irq(pendsv_state)

// Sleep until an interrupt; SysTick's comes every millisecond at the latest.
#define MICROPY_INTERNAL_WFE(TIMEOUT_MS) __asm volatile ("wfi" : : : "memory")

void systick_init(void);
void systick_deinit(void);
#define MICROPY_PORT_INIT_FUNC systick_init()
#define MICROPY_PORT_DEINIT_FUNC systick_deinit()
