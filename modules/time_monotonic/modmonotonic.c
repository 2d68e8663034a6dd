// SPDX-License-Identifier: MIT
// Adds monotonic() and monotonic_ns() to MicroPython's own time module.

#include "py/mphal.h"
#include "py/obj.h"
#include "py/runtime.h"

#include "monotonic.h"

#if MICROPY_PY_TIME

// No object of the heap is in here, so the clock goes on through a soft reset.
static monotonic_clock_t monotonic_clock;

uint64_t monotonic_us(void) {
    mp_uint_t state = MICROPY_BEGIN_ATOMIC_SECTION();
    uint64_t us = monotonic_advance(&monotonic_clock, (uint32_t)mp_hal_ticks_us(), (uint32_t)mp_hal_ticks_ms());
    MICROPY_END_ATOMIC_SECTION(state);
    return us;
}

#if MICROPY_PY_BUILTINS_FLOAT
// monotonic() -> float
// It counts from its first use, because single-precision floats have only 24
// bits: an hour after that the step is 0.25 ms, a day after it 8 ms.
static mp_obj_t time_monotonic(void) {
    // In halves: the compiler's own conversion of 64 bits would bring double arithmetic into small images.
    uint64_t us = monotonic_us();
    mp_float_t float_us = (mp_float_t)(uint32_t)(us >> 32) * MICROPY_FLOAT_CONST(4294967296.0) + (mp_float_t)(uint32_t)us;
    return mp_obj_new_float(float_us / MICROPY_FLOAT_CONST(1000000.0));
}
static MP_DEFINE_CONST_FUN_OBJ_0(time_monotonic_obj, time_monotonic);
#endif

// monotonic_ns() -> int
static mp_obj_t time_monotonic_ns(void) {
    return mp_obj_new_int_from_ull(monotonic_us() * 1000);
}
static MP_DEFINE_CONST_FUN_OBJ_0(time_monotonic_ns_obj, time_monotonic_ns);

// MicroPython asks here only for names that its time module does not have, so
// a version that brings its own monotonic() keeps it.
void time_monotonic_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest);
void time_monotonic_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    (void)self_in;
    if (dest[0] != MP_OBJ_NULL) {
        return; // a store: the time module stays read-only
    }
    #if MICROPY_PY_BUILTINS_FLOAT
    if (attr == MP_QSTR_monotonic) {
        dest[0] = MP_OBJ_FROM_PTR(&time_monotonic_obj);
    }
    #endif
    if (attr == MP_QSTR_monotonic_ns) {
        dest[0] = MP_OBJ_FROM_PTR(&time_monotonic_ns_obj);
    }
}

MP_REGISTER_MODULE_DELEGATION(mp_module_time, time_monotonic_attr);

#endif // MICROPY_PY_TIME
