// SPDX-License-Identifier: MIT
// sleep(), sleep_ms(), wait_for(), wait_for_ms(): Python's numbers become microseconds here, so that Rust needs no floats.

#include <math.h>

#include "glue.h"

// Far more than anybody sleeps (146 000 years; integers are not taken above 146 years in milliseconds), and sums of two stay
// below 2^63.
#define MAX_US ((uint64_t)1 << 62)

#if MICROPY_PY_BUILTINS_FLOAT
// A float below 2^63 in two halves: the compiler's own conversion would bring double arithmetic into small images.
static uint64_t float_to_uint64(mp_float_t value) {
    const mp_float_t two_to_32 = MICROPY_FLOAT_CONST(4294967296.0);
    uint32_t high = (uint32_t)(value / two_to_32);
    uint32_t low = (uint32_t)(value - (mp_float_t)high * two_to_32);
    return (uint64_t)high << 32 | low;
}
#endif

static void raise_too_long(void) {
    mp_raise_msg(&mp_type_OverflowError, MP_ERROR_TEXT("delay too long"));
}

uint64_t asyncio_get_us(mp_obj_t number, uint32_t us_per_unit) {
    #if MICROPY_PY_BUILTINS_FLOAT
    if (!mp_obj_is_small_int(number)) {
        // Also big integers, and whatever converts to a float.
        mp_float_t us = MICROPY_FLOAT_C_FUN(ceil)(mp_obj_get_float(number) * (mp_float_t)us_per_unit);
        if (isnan(us)) {
            mp_raise_ValueError(MP_ERROR_TEXT("delay is not a number"));
        }
        if (us >= (mp_float_t)MAX_US) {
            raise_too_long();
        }
        return us < 0 ? 0 : float_to_uint64(us);
    }
    mp_int_t units = MP_OBJ_SMALL_INT_VALUE(number);
    #else
    mp_int_t units = mp_obj_get_int(number);
    #endif
    #if UINTPTR_MAX > UINT32_MAX
    if (units > (mp_int_t)(MAX_US / 1000000)) {
        raise_too_long();
    }
    #endif
    return units < 0 ? 0 : (uint64_t)(mp_uint_t)units * us_per_unit;
}

/******************************************************************************/
// sleep

ASYNCIO_ITERNEXT(sleep_iternext, asyncio_sleep_await)

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_sleep,
    MP_QSTR_sleep,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, sleep_iternext
    );

static mp_obj_t sleep_seconds(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    mp_obj_t delay = n_args > 0 ? pos_args[0] : MP_OBJ_NULL;
    mp_obj_t result = mp_const_none;
    if (n_args != 1 || kw_args->used != 0) {
        static const mp_arg_t allowed[] = {
            { MP_QSTR_delay, MP_ARG_OBJ | MP_ARG_REQUIRED, {.u_obj = MP_OBJ_NULL} },
            { MP_QSTR_result, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
        };
        mp_arg_val_t args[MP_ARRAY_SIZE(allowed)];
        mp_arg_parse_all(n_args, pos_args, kw_args, MP_ARRAY_SIZE(allowed), allowed, args);
        delay = args[0].u_obj;
        result = args[1].u_obj;
    }
    return asyncio_finish(asyncio_sleep_new(asyncio_get_us(delay, 1000000), result));
}
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_sleep_obj, 0, sleep_seconds);

static mp_obj_t sleep_milliseconds(mp_obj_t ms) {
    return asyncio_finish(asyncio_sleep_new(asyncio_get_us(ms, 1000), mp_const_none));
}
MP_DEFINE_CONST_FUN_OBJ_1(asyncio_sleep_ms_obj, sleep_milliseconds);

/******************************************************************************/
// wait_for

ASYNCIO_ITERNEXT(wait_for_iternext, asyncio_wait_for_await)

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_wait_for,
    MP_QSTR_wait_for,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, wait_for_iternext,
    locals_dict, &asyncio_throw_locals_dict
    );

static mp_obj_t new_wait_for(mp_obj_t aw, mp_obj_t timeout, uint32_t us_per_unit) {
    // No limit is the longest there is.
    uint64_t us = timeout == mp_const_none ? MAX_US : asyncio_get_us(timeout, us_per_unit);
    return asyncio_finish(asyncio_wait_for_new(aw, us));
}

static mp_obj_t wait_for(mp_obj_t aw, mp_obj_t timeout) {
    return new_wait_for(aw, timeout, 1000000);
}
MP_DEFINE_CONST_FUN_OBJ_2(asyncio_wait_for_obj, wait_for);

static mp_obj_t wait_for_ms(mp_obj_t aw, mp_obj_t timeout) {
    return new_wait_for(aw, timeout, 1000);
}
MP_DEFINE_CONST_FUN_OBJ_2(asyncio_wait_for_ms_obj, wait_for_ms);
