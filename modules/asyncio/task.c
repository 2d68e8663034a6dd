// SPDX-License-Identifier: MIT
// Future and Task: their methods and type tables.

#include "py/mphal.h"
#include "py/smallint.h"
#include "glue.h"

/******************************************************************************/
// Future

ASYNCIO_ITERNEXT(future_iternext, asyncio_future_await)

static MP_DEFINE_CONST_FUN_OBJ_1(future_done_obj, asyncio_future_done);

static MP_DEFINE_CONST_FUN_OBJ_1(future_cancelled_obj, asyncio_future_cancelled);

static mp_obj_t future_cancel(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_msg, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
    };
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args - 1, pos_args + 1, kw_args, MP_ARRAY_SIZE(allowed), allowed, args);
    return asyncio_finish(asyncio_future_cancel(pos_args[0], args[0].u_obj));
}
static MP_DEFINE_CONST_FUN_OBJ_KW(future_cancel_obj, 1, future_cancel);

ASYNCIO_RAISING_1(future_result, asyncio_future_result)
static MP_DEFINE_CONST_FUN_OBJ_1(future_result_obj, future_result);

ASYNCIO_RAISING_1(future_exception, asyncio_future_exception)
static MP_DEFINE_CONST_FUN_OBJ_1(future_exception_obj, future_exception);

ASYNCIO_RAISING_2(future_set_result, asyncio_future_set_result)
static MP_DEFINE_CONST_FUN_OBJ_2(future_set_result_obj, future_set_result);

static mp_obj_t future_set_exception(mp_obj_t self, mp_obj_t exc) {
    if (!mp_obj_is_exception_type(exc) && !mp_obj_is_exception_instance(exc)) {
        mp_raise_TypeError(MP_ERROR_TEXT("set_exception() needs an exception"));
    }
    if (mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
        mp_raise_TypeError(MP_ERROR_TEXT("StopIteration can't be raised into a Future"));
    }
    return asyncio_finish(asyncio_future_set_exception(self, mp_make_raise_obj(exc)));
}
static MP_DEFINE_CONST_FUN_OBJ_2(future_set_exception_obj, future_set_exception);

static mp_obj_t future_add_done_callback(mp_obj_t self, mp_obj_t fun) {
    if (!mp_obj_is_callable(fun)) {
        mp_raise_TypeError(MP_ERROR_TEXT("callback must be callable"));
    }
    return asyncio_finish(asyncio_future_add_done_callback(self, fun));
}
static MP_DEFINE_CONST_FUN_OBJ_2(future_add_done_callback_obj, future_add_done_callback);

ASYNCIO_RAISING_2(future_remove_done_callback, asyncio_future_remove_done_callback)
static MP_DEFINE_CONST_FUN_OBJ_2(future_remove_done_callback_obj, future_remove_done_callback);

static mp_obj_t future_get_loop(mp_obj_t self) {
    (void)self;
    return MP_OBJ_FROM_PTR(&asyncio_type_loop);
}
static MP_DEFINE_CONST_FUN_OBJ_1(future_get_loop_obj, future_get_loop);

static const mp_rom_map_elem_t future_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_done), MP_ROM_PTR(&future_done_obj) },
    { MP_ROM_QSTR(MP_QSTR_cancel), MP_ROM_PTR(&future_cancel_obj) },
    { MP_ROM_QSTR(MP_QSTR_cancelled), MP_ROM_PTR(&future_cancelled_obj) },
    { MP_ROM_QSTR(MP_QSTR_result), MP_ROM_PTR(&future_result_obj) },
    { MP_ROM_QSTR(MP_QSTR_exception), MP_ROM_PTR(&future_exception_obj) },
    { MP_ROM_QSTR(MP_QSTR_add_done_callback), MP_ROM_PTR(&future_add_done_callback_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove_done_callback), MP_ROM_PTR(&future_remove_done_callback_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_loop), MP_ROM_PTR(&future_get_loop_obj) },
    { MP_ROM_QSTR(MP_QSTR_set_result), MP_ROM_PTR(&future_set_result_obj) },
    { MP_ROM_QSTR(MP_QSTR_set_exception), MP_ROM_PTR(&future_set_exception_obj) },
};
static MP_DEFINE_CONST_DICT(future_locals_dict, future_locals_dict_table);

// A native type finds methods in its own table only: this finds those of Future for the types below it.
static void future_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        return; // read only
    }
    mp_map_elem_t *elem = mp_map_lookup((mp_map_t *)&future_locals_dict.map, MP_OBJ_NEW_QSTR(attr), MP_MAP_LOOKUP);
    if (elem != NULL) {
        mp_convert_member_lookup(self, mp_obj_get_type(self), elem->value, dest);
    } else {
        dest[1] = MP_OBJ_SENTINEL; // go on in the type's own table
    }
}

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_future,
    MP_QSTR_Future,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, asyncio_make_new,
    iter, future_iternext,
    locals_dict, &future_locals_dict
    );

/******************************************************************************/
// Task

static mp_obj_t task_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    // MicroPython's own Task takes its module's globals as a second argument.
    mp_arg_check_num(n_args, n_kw, 1, 2, false);
    return asyncio_finish(asyncio_create_task(args[0], mp_const_none));
}

static MP_DEFINE_CONST_FUN_OBJ_1(task_get_coro_obj, asyncio_task_coro);

static mp_obj_t task_get_name(mp_obj_t self) {
    mp_obj_t name = asyncio_finish(asyncio_task_get_name(self));
    if (!mp_obj_is_small_int(name)) {
        return name;
    }
    vstr_t vstr;
    mp_print_t print;
    vstr_init_print(&vstr, 12, &print);
    mp_printf(&print, "Task-%d", (int)MP_OBJ_SMALL_INT_VALUE(name));
    return mp_obj_new_str_from_vstr(&vstr);
}
static MP_DEFINE_CONST_FUN_OBJ_1(task_get_name_obj, task_get_name);

// Names are strings: a number is what Rust keeps for a task without one.
static mp_obj_t name_as_str(mp_obj_t name) {
    if (name == mp_const_none || mp_obj_is_str(name)) {
        return name;
    }
    return mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_str), name);
}

static mp_obj_t task_set_name(mp_obj_t self, mp_obj_t name) {
    return asyncio_finish(asyncio_task_set_name(self, name == mp_const_none ? MP_OBJ_NEW_QSTR(MP_QSTR_None) : name_as_str(name)));
}
static MP_DEFINE_CONST_FUN_OBJ_2(task_set_name_obj, task_set_name);

static void task_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        return; // read only
    }
    switch (attr) {
        case MP_QSTR_coro:
            dest[0] = asyncio_task_coro(self);
            break;
        case MP_QSTR_data: {
            bool is_value;
            mp_obj_t data = asyncio_task_data(self, &is_value);
            if (is_value) {
                data = mp_obj_exception_make_new(&mp_type_StopIteration, 1, 0, &data);
            }
            dest[0] = data == MP_OBJ_NULL ? mp_const_none : data;
            break;
        }
        case MP_QSTR_state: {
            int state = asyncio_task_state(self);
            dest[0] = state > 0 ? mp_const_true : state == 0 ? mp_const_false : mp_const_none;
            break;
        }
        case MP_QSTR_ph_key: {
            // The deadline is on our own clock; MicroPython's Task has it in ticks_ms().
            int32_t left_us = (int32_t)(asyncio_task_deadline_us(self) - (uint32_t)asyncio_port_clock());
            mp_uint_t ticks = mp_hal_ticks_ms() + left_us / 1000;
            dest[0] = MP_OBJ_NEW_SMALL_INT(ticks & (MICROPY_PY_TIME_TICKS_PERIOD - 1));
            break;
        }
        default:
            future_attr(self, attr, dest);
            break;
    }
}

static const mp_rom_map_elem_t task_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_get_coro), MP_ROM_PTR(&task_get_coro_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_name), MP_ROM_PTR(&task_get_name_obj) },
    { MP_ROM_QSTR(MP_QSTR_set_name), MP_ROM_PTR(&task_set_name_obj) },
};
static MP_DEFINE_CONST_DICT(task_locals_dict, task_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_task,
    MP_QSTR_Task,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, task_make_new,
    attr, task_attr,
    iter, future_iternext,
    parent, &asyncio_type_future,
    locals_dict, &task_locals_dict
    );

MP_DEFINE_CONST_OBJ_TYPE(asyncio_type_task_extra, MP_QSTR_Task, MP_TYPE_FLAG_NONE);
MP_DEFINE_CONST_OBJ_TYPE(asyncio_type_handle, MP_QSTR_Handle, MP_TYPE_FLAG_NONE);

static mp_obj_t create_task(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_coro, MP_ARG_OBJ | MP_ARG_REQUIRED, {.u_obj = MP_OBJ_NULL} },
        { MP_QSTR_name, MP_ARG_OBJ | MP_ARG_KW_ONLY, {.u_rom_obj = MP_ROM_NONE} },
    };
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, pos_args, kw_args, MP_ARRAY_SIZE(allowed), allowed, args);
    return asyncio_finish(asyncio_create_task(args[0].u_obj, name_as_str(args[1].u_obj)));
}
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_create_task_obj, 1, create_task);

/******************************************************************************/
// Gather: a future whose await cancels the children when it is thrown into

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_gather,
    MP_QSTR_gather,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    attr, future_attr,
    iter, future_iternext,
    parent, &asyncio_type_future,
    locals_dict, &asyncio_throw_locals_dict
    );

MP_DEFINE_CONST_OBJ_TYPE(asyncio_type_gather_child, MP_QSTR_gather, MP_TYPE_FLAG_NONE);

static mp_obj_t gather(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_return_exceptions, MP_ARG_BOOL | MP_ARG_KW_ONLY, {.u_bool = false} },
    };
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(0, NULL, kw_args, MP_ARRAY_SIZE(allowed), allowed, args);
    return asyncio_finish(asyncio_gather_new(n_args, pos_args, args[0].u_bool));
}
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_gather_obj, 0, gather);
