// SPDX-License-Identifier: MIT
// What handlers, shims and classes share.

#include <stdarg.h>

#include "glue.h"

// Does not raise.
asyncio_result_t asyncio_guard(asyncio_guarded_t fun, mp_obj_t a, mp_obj_t b, uintptr_t c) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return ASYNCIO_RESULT(true, MP_OBJ_FROM_PTR(nlr.ret_val));
    }
    mp_obj_t ret = fun(a, b, c);
    nlr_pop();
    return ASYNCIO_RESULT(false, ret);
}

// The others may raise.

mp_obj_t asyncio_finish(asyncio_result_t result) {
    mp_obj_t obj = ASYNCIO_OBJ(result);
    if (ASYNCIO_RAISES(result)) {
        nlr_raise(mp_make_raise_obj(obj));
    }
    return obj;
}

mp_obj_t asyncio_finish_poll(asyncio_result_t result) {
    mp_obj_t value = ASYNCIO_OBJ(result);
    if (value == MP_OBJ_NULL) {
        return mp_const_none;
    }
    if (ASYNCIO_RAISES(result)) {
        return asyncio_finish(result);
    }
    return mp_make_stop_iteration(value == mp_const_none ? MP_OBJ_NULL : value);
}

mp_obj_t asyncio_call_method(mp_obj_t self, qstr name, size_t n_args, ...) {
    mp_obj_t dest[6];
    mp_load_method(self, name, dest);
    va_list args;
    va_start(args, n_args);
    for (size_t i = 0; i < n_args; ++i) {
        dest[2 + i] = va_arg(args, mp_obj_t);
    }
    va_end(args);
    return mp_call_method_n_kw(n_args, 0, dest);
}

mp_obj_t asyncio_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, 0, false);
    mp_obj_base_t *self = m_malloc0(ASYNCIO_BLOCK_SIZE);
    self->type = type;
    return MP_OBJ_FROM_PTR(self);
}

static mp_obj_t throw(mp_obj_t self, mp_obj_t exc) {
    const mp_obj_type_t *type = mp_obj_get_type(self);
    if (type == &asyncio_type_gather) {
        if (asyncio_gather_throw(self, exc)) {
            return mp_const_none; // yields: the task waits on
        }
    } else if (type == &asyncio_type_lock) {
        asyncio_lock_throw(self);
    } else if (type == &asyncio_type_wait_for) {
        asyncio_wait_for_throw(self);
    } else if (type == &asyncio_type_stream_read) {
        asyncio_stream_read_throw(self);
    } else if (type == &asyncio_type_connect) {
        asyncio_connect_throw(self);
    } else if (asyncio_server_throw(self)) {
        mp_raise_StopIteration(MP_OBJ_NULL);
    }
    nlr_raise(mp_make_raise_obj(exc));
}
MP_DEFINE_CONST_FUN_OBJ_2(asyncio_throw_obj, throw);

static const mp_rom_map_elem_t throw_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_throw), MP_ROM_PTR(&asyncio_throw_obj) },
};
MP_DEFINE_CONST_DICT(asyncio_throw_locals_dict, throw_locals_dict_table);
