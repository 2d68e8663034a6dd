// SPDX-License-Identifier: MIT
// Clock, tick interrupt and interrupt-driven serial input for MicroPython's qemu port on Cortex-M.

#include "py/gc.h"
#include "py/mphal.h"
#include "py/ringbuf.h"
#include "py/runtime.h"
#include "py/stream.h"
#include "shared/runtime/gchelper.h"
#include "shared/runtime/interrupt_char.h"
#include "shared/runtime/softtimer.h"

#define SYSTICK_CTRL (*(volatile uint32_t *)0xe000e010)
#define SYSTICK_LOAD (*(volatile uint32_t *)0xe000e014)
#define SYSTICK_VAL (*(volatile uint32_t *)0xe000e018)
#define SCB_ICSR (*(volatile uint32_t *)0xe000ed04)
#define SCB_ICSR_PENDSTSET (1 << 26)

#define CYCLES_PER_US (QEMU_CPU_HZ / 1000000)
#define CYCLES_PER_MS (CYCLES_PER_US * 1000)

// Functions named __wrap_x replace the port's x, __real_x is the port's (the linker's --wrap).
int __real_uart_rx_chr(void);

#if __ARM_FP
#define SCB_CPACR (*(volatile uint32_t *)0xe000ed88)

void __real_mp_semihosting_init(void);

// The first thing that the port does: the floating-point unit, which it leaves off, has to be on before it is used.
void __wrap_mp_semihosting_init(void) {
    SCB_CPACR |= 0xf << 20;
    __asm volatile ("dsb\n\tisb" : : : "memory");
    __real_mp_semihosting_init();
}
#endif

volatile uint32_t systick_ms;

static uint8_t stdin_buf[256];
static ringbuf_t stdin_ringbuf = { stdin_buf, sizeof(stdin_buf), 0, 0 };

void systick_init(void) {
    if (!(SYSTICK_CTRL & 1)) {
        SYSTICK_LOAD = CYCLES_PER_MS - 1;
        SYSTICK_VAL = 0;
        SYSTICK_CTRL = 7; // processor clock, interrupt, enable
    }
}

void systick_deinit(void) {
    soft_timer_deinit();
}

// Serial input is taken by the tick, so that Ctrl-C reaches a program that never reads, and select sees what is there.
void __wrap_SysTick_Handler(void) {
    uint32_t ms = systick_ms + 1;
    systick_ms = ms;
    if (soft_timer_next == ms) {
        soft_timer_handler();
    }
    while (ringbuf_free(&stdin_ringbuf)) {
        int c = __real_uart_rx_chr();
        if (c < 0) {
            break;
        }
        if (c == mp_interrupt_char) {
            mp_sched_keyboard_interrupt();
        } else {
            ringbuf_put(&stdin_ringbuf, c);
        }
    }
}

int __wrap_uart_rx_chr(void) {
    int c = ringbuf_get(&stdin_ringbuf);
    if (c < 0) {
        mp_event_wait_indefinite();
    }
    return c;
}

uintptr_t __wrap_mp_hal_stdio_poll(uintptr_t poll_flags) {
    uintptr_t ready = poll_flags & MP_STREAM_POLL_WR;
    if (ringbuf_avail(&stdin_ringbuf)) {
        ready |= poll_flags & MP_STREAM_POLL_RD;
    }
    return ready;
}

// The running machine.Timer objects are reachable only from the timer heap.
void __wrap_gc_collect(void) {
    gc_collect_start();
    gc_helper_collect_regs_and_stack();
    soft_timer_gc_mark_all();
    gc_collect_end();
}

mp_uint_t mp_hal_ticks_ms(void) {
    return systick_ms;
}

mp_uint_t mp_hal_ticks_us(void) {
    uint32_t irq = MICROPY_BEGIN_ATOMIC_SECTION();
    uint32_t left = SYSTICK_VAL;
    uint32_t ms = systick_ms;
    if (SCB_ICSR & SCB_ICSR_PENDSTSET) {
        // The counter went round and its interrupt has not run yet.
        left = SYSTICK_VAL;
        ms += 1;
    }
    MICROPY_END_ATOMIC_SECTION(irq);
    return ms * 1000 + (CYCLES_PER_MS - 1 - left) / CYCLES_PER_US;
}

mp_uint_t mp_hal_ticks_cpu(void) {
    return mp_hal_ticks_us() * CYCLES_PER_US;
}

// There is no real-time clock: the epoch is the start.
uint64_t mp_hal_time_ns(void) {
    return (uint64_t)mp_hal_ticks_ms() * 1000000;
}

void mp_hal_delay_us(mp_uint_t us) {
    mp_uint_t start = mp_hal_ticks_us();
    while (mp_hal_ticks_us() - start < us) {
    }
}

void mp_hal_delay_ms(mp_uint_t ms) {
    uint64_t left_us = (uint64_t)ms * 1000;
    mp_uint_t last = mp_hal_ticks_us();
    for (;;) {
        mp_uint_t now = mp_hal_ticks_us();
        if (now - last >= left_us) {
            break;
        }
        left_us -= now - last;
        last = now;
        mp_event_wait_ms(1);
    }
    mp_event_handle_nowait();
}
