// SPDX-License-Identifier: MIT
// The platform's seams on microcontrollers, on top of MicroPython's own event waiting. Every interrupt ends a wait,
// so waking needs nothing but an event for ports whose wait is a WFE (another core may be the one that wakes).

#include <string.h>

#include "py/mphal.h"
#include "py/stream.h"
#include "glue.h"

#ifndef __unix__

#if PICO_RP2040 || PICO_RP2350
#include "pico/time.h"
#endif

/******************************************************************************/
// Clock: MicroPython's 32-bit microseconds, extended. The milliseconds tell how often those have wrapped since the last
// look, so that silences of up to 49 days are measured right.

// Does not raise.
uint64_t asyncio_port_clock(void) {
    static uint64_t now_us;
    static uint32_t last_us;
    static uint32_t last_ms;
    mp_uint_t state = MICROPY_BEGIN_ATOMIC_SECTION();
    uint32_t us = mp_hal_ticks_us();
    uint32_t ms = mp_hal_ticks_ms();
    uint32_t delta_us = us - last_us;
    uint32_t delta_ms = ms - last_ms;
    now_us += delta_us;
    if (delta_ms > 0x3fffffff / 1000) {
        uint64_t wraps = ((uint64_t)delta_ms * 1000 - delta_us + 0x80000000u) >> 32;
        now_us += wraps << 32;
    }
    last_us = us;
    last_ms = ms;
    MICROPY_END_ATOMIC_SECTION(state);
    return now_us;
}

/******************************************************************************/
// Waiting and waking

// Does not raise. Any interrupt, any core.
void asyncio_port_wake(void) {
    #if defined(__arm__) && (__ARM_ARCH_PROFILE == 'M')
    __asm volatile ("sev");
    #endif
}

// Does not raise.
void asyncio_port_enter(void) {
}

// Does not raise.
void asyncio_port_exit(void) {
}

// Waits for an interrupt, at most `us` microseconds. May raise.
static void wait_us(uint32_t us) {
    #if PICO_RP2040 || PICO_RP2350
    // What the port's own waiting does with milliseconds.
    mp_event_handle_nowait();
    best_effort_wfe_or_timeout(make_timeout_time_us(us));
    #else
    mp_event_wait_ms(us / 1000 + 1);
    #endif
}

static mp_obj_t wait(mp_obj_t unused_a, mp_obj_t unused_b, uintptr_t timeout_in) {
    (void)unused_a;
    (void)unused_b;
    int64_t timeout_us = *(const int64_t *)timeout_in;
    if (timeout_us == 0) {
        mp_event_handle_nowait();
    } else if (timeout_us < 0) {
        mp_event_wait_indefinite();
    } else {
        wait_us(timeout_us >= 1000000000 ? 1000000000 : (uint32_t)timeout_us);
    }
    return mp_const_none;
}

// Does not raise.
asyncio_result_t asyncio_port_wait(int64_t timeout_us, bool descriptors) {
    (void)descriptors;
    return asyncio_guard(wait, MP_OBJ_NULL, MP_OBJ_NULL, (uintptr_t)&timeout_us);
}

/******************************************************************************/
// Streams: none has a file descriptor

// Does not raise. A connection that failed is what polls as hung up or in error.
int asyncio_port_connect_error(mp_obj_t socket, int fd) {
    (void)fd;
    int err = 0;
    mp_uint_t ret = mp_get_stream(socket)->ioctl(socket, MP_STREAM_POLL, MP_STREAM_POLL_WR, &err);
    if (ret == MP_STREAM_ERROR) {
        return err;
    }
    return ret & (MP_STREAM_POLL_ERR | MP_STREAM_POLL_HUP | MP_STREAM_POLL_NVAL) ? MP_ECONNREFUSED : 0;
}

/******************************************************************************/
// The names by which ARM's run-time ABI calls memcpy and its like. Compilers other than gcc call them; a port that
// links no C library has only the plain ones.

#if defined(__ARM_EABI__)

#define ASYNCIO_AEABI(name, params, body) \
    void __attribute__((weak)) name params; \
    void __attribute__((weak)) name params { body; } \
    void __attribute__((weak, alias(#name))) name##4 params; \
    void __attribute__((weak, alias(#name))) name##8 params;

ASYNCIO_AEABI(__aeabi_memcpy, (void *dest, const void *src, size_t n), memcpy(dest, src, n))
ASYNCIO_AEABI(__aeabi_memmove, (void *dest, const void *src, size_t n), memmove(dest, src, n))
ASYNCIO_AEABI(__aeabi_memset, (void *dest, size_t n, int c), memset(dest, c, n))
ASYNCIO_AEABI(__aeabi_memclr, (void *dest, size_t n), memset(dest, 0, n))

#endif

#endif // !__unix__
