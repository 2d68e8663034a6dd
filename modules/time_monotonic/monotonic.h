// SPDX-License-Identifier: MIT
// A clock that never wraps, made of the port's tick counters, which do.
#ifndef TIME_MONOTONIC_MONOTONIC_H
#define TIME_MONOTONIC_MONOTONIC_H

#include <stdbool.h>
#include <stdint.h>

typedef struct _monotonic_clock_t {
    bool started;
    uint32_t last_us;
    uint32_t last_ms;
    uint64_t total_us;
} monotonic_clock_t;

// Microseconds since the first call. Two 32-bit counters of the same time are
// read: `us` is exact but wraps every 71 minutes, `ms` is coarse but wraps only
// after 49 days. The coarse difference tells how many times `us` went round
// since the last call, so calls may lie up to 49 days apart.
static inline uint64_t monotonic_advance(monotonic_clock_t *clock, uint32_t us, uint32_t ms) {
    if (clock->started) {
        uint32_t diff_us = us - clock->last_us;
        uint32_t diff_ms = ms - clock->last_ms;
        // Half a turn is added so that the division rounds to the nearest turn:
        // the two counters are not read at the very same moment.
        uint64_t turns = ((uint64_t)diff_ms * 1000 + 0x80000000u - diff_us) >> 32;
        clock->total_us += (turns << 32) + diff_us;
    }
    clock->started = true;
    clock->last_us = us;
    clock->last_ms = ms;
    return clock->total_us;
}

// The one clock behind time.monotonic(); 0 at its first use since power-on.
uint64_t monotonic_us(void);

#endif // TIME_MONOTONIC_MONOTONIC_H
