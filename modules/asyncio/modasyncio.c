// SPDX-License-Identifier: MIT
// The module `asyncio` (and `uasyncio`).

#include "py/smallint.h"
#include "py/mphal.h"
#include "py/objexcept.h"
#include "glue.h"

#if MICROPY_PY_ASYNCIO
#error "MicroPython's own _asyncio must be off: this module takes its place"
#endif
#if !MICROPY_MODULE_ATTR_DELEGATION
#error "native asyncio needs MICROPY_MODULE_ATTR_DELEGATION"
#endif

/******************************************************************************/
// Exceptions

#define DEFINE_EXCEPTION(name, qstr, base) \
    MP_DEFINE_CONST_OBJ_TYPE(name, qstr, MP_TYPE_FLAG_NONE, \
    make_new, mp_obj_exception_make_new, \
    print, mp_obj_exception_print, \
    attr, mp_obj_exception_attr, \
    parent, &base \
    )

DEFINE_EXCEPTION(asyncio_type_cancelled_error, MP_QSTR_CancelledError, mp_type_BaseException);
DEFINE_EXCEPTION(asyncio_type_timeout_error, MP_QSTR_TimeoutError, mp_type_Exception);
DEFINE_EXCEPTION(asyncio_type_invalid_state_error, MP_QSTR_InvalidStateError, mp_type_Exception);

/******************************************************************************/
// An awaitable that is done already

static mp_obj_t awaitable_none_iternext(mp_obj_t self) {
    (void)self;
    return mp_make_stop_iteration(MP_OBJ_NULL);
}

static MP_DEFINE_CONST_OBJ_TYPE(
    awaitable_none_type,
    MP_QSTR_awaitable,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, awaitable_none_iternext
    );

const mp_obj_base_t asyncio_awaitable_none = { &awaitable_none_type };

/******************************************************************************/
// The clock that MicroPython's own package shows to programs

static mp_obj_t core_ticks(void) {
    return MP_OBJ_NEW_SMALL_INT(mp_hal_ticks_ms() & (MICROPY_PY_TIME_TICKS_PERIOD - 1));
}
static MP_DEFINE_CONST_FUN_OBJ_0(core_ticks_obj, core_ticks);

static mp_obj_t core_ticks_diff(mp_obj_t end, mp_obj_t start) {
    mp_uint_t half = MICROPY_PY_TIME_TICKS_PERIOD / 2;
    mp_uint_t diff = MP_OBJ_SMALL_INT_VALUE(end) - MP_OBJ_SMALL_INT_VALUE(start) + half;
    return MP_OBJ_NEW_SMALL_INT((mp_int_t)(diff & (MICROPY_PY_TIME_TICKS_PERIOD - 1)) - (mp_int_t)half);
}
static MP_DEFINE_CONST_FUN_OBJ_2(core_ticks_diff_obj, core_ticks_diff);

static mp_obj_t core_ticks_add(mp_obj_t ticks, mp_obj_t delta) {
    mp_uint_t sum = (mp_uint_t)mp_obj_get_int(ticks) + (mp_uint_t)mp_obj_get_int(delta);
    return MP_OBJ_NEW_SMALL_INT(sum & (MICROPY_PY_TIME_TICKS_PERIOD - 1));
}
static MP_DEFINE_CONST_FUN_OBJ_2(core_ticks_add_obj, core_ticks_add);

/******************************************************************************/
// asyncio

static const mp_obj_base_t task_queue = { &asyncio_type_task_queue };
static const mp_obj_base_t io_queue = { &asyncio_type_io_queue };

// create_task can be replaced, as profilers do, and cur_task changes; so they are not in the table, which is in ROM.
void asyncio_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    (void)self;
    if (dest[0] == MP_OBJ_NULL) {
        if (attr == MP_QSTR_create_task) {
            dest[0] = asyncio_present_create_task();
        } else if (attr == MP_QSTR_cur_task) {
            dest[0] = asyncio_cur_task();
        }
    } else if (attr == MP_QSTR_create_task && dest[1] != MP_OBJ_NULL) {
        mp_obj_t fun = dest[1] == MP_OBJ_FROM_PTR(&asyncio_create_task_obj) ? MP_OBJ_NULL : dest[1];
        asyncio_finish(asyncio_set_create_task(fun));
        dest[0] = MP_OBJ_NULL;
    }
}

static const mp_rom_obj_tuple_t version = {
    { &mp_type_tuple }, 3, { MP_ROM_INT(3), MP_ROM_INT(0), MP_ROM_INT(0) }
};

extern const mp_obj_module_t asyncio_module;

// First what is looked up in loops: a table in ROM is searched from its start. The submodules of MicroPython's own package
// are this module: it has all of their names.
static const mp_rom_map_elem_t asyncio_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR_sleep_ms), MP_ROM_PTR(&asyncio_sleep_ms_obj) },
    { MP_ROM_QSTR(MP_QSTR_sleep), MP_ROM_PTR(&asyncio_sleep_obj) },
    { MP_ROM_QSTR(MP_QSTR_current_task), MP_ROM_PTR(&asyncio_current_task_obj) },
    { MP_ROM_QSTR(MP_QSTR_CancelledError), MP_ROM_PTR(&asyncio_type_cancelled_error) },
    { MP_ROM_QSTR(MP_QSTR_TimeoutError), MP_ROM_PTR(&asyncio_type_timeout_error) },
    { MP_ROM_QSTR(MP_QSTR_InvalidStateError), MP_ROM_PTR(&asyncio_type_invalid_state_error) },
    { MP_ROM_QSTR(MP_QSTR_Future), MP_ROM_PTR(&asyncio_type_future) },
    { MP_ROM_QSTR(MP_QSTR_Task), MP_ROM_PTR(&asyncio_type_task) },
    { MP_ROM_QSTR(MP_QSTR_Loop), MP_ROM_PTR(&asyncio_type_loop) },
    { MP_ROM_QSTR(MP_QSTR_run), MP_ROM_PTR(&asyncio_run_obj) },
    { MP_ROM_QSTR(MP_QSTR_run_until_complete), MP_ROM_PTR(&asyncio_run_until_complete_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_event_loop), MP_ROM_PTR(&asyncio_get_event_loop_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_running_loop), MP_ROM_PTR(&asyncio_get_running_loop_obj) },
    { MP_ROM_QSTR(MP_QSTR_new_event_loop), MP_ROM_PTR(&asyncio_new_event_loop_obj) },
    { MP_ROM_QSTR(MP_QSTR_all_tasks), MP_ROM_PTR(&asyncio_all_tasks_obj) },
    { MP_ROM_QSTR(MP_QSTR_iscoroutine), MP_ROM_PTR(&asyncio_iscoroutine_obj) },
    // event, lock
    { MP_ROM_QSTR(MP_QSTR_Event), MP_ROM_PTR(&asyncio_type_event) },
    { MP_ROM_QSTR(MP_QSTR_ThreadSafeFlag), MP_ROM_PTR(&asyncio_type_thread_safe_flag) },
    { MP_ROM_QSTR(MP_QSTR_Lock), MP_ROM_PTR(&asyncio_type_lock) },
    // funcs
    { MP_ROM_QSTR(MP_QSTR_gather), MP_ROM_PTR(&asyncio_gather_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_for), MP_ROM_PTR(&asyncio_wait_for_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_for_ms), MP_ROM_PTR(&asyncio_wait_for_ms_obj) },
    // stream
    { MP_ROM_QSTR(MP_QSTR_Stream), MP_ROM_PTR(&asyncio_type_stream) },
    { MP_ROM_QSTR(MP_QSTR_Server), MP_ROM_PTR(&asyncio_type_server) },
    { MP_ROM_QSTR(MP_QSTR_StreamReader), MP_ROM_PTR(&asyncio_type_stream) },
    { MP_ROM_QSTR(MP_QSTR_StreamWriter), MP_ROM_PTR(&asyncio_type_stream) },
    { MP_ROM_QSTR(MP_QSTR_open_connection), MP_ROM_PTR(&asyncio_open_connection_obj) },
    { MP_ROM_QSTR(MP_QSTR_start_server), MP_ROM_PTR(&asyncio_start_server_obj) },
    // core
    { MP_ROM_QSTR(MP_QSTR__task_queue), MP_ROM_PTR(&task_queue) },
    { MP_ROM_QSTR(MP_QSTR__io_queue), MP_ROM_PTR(&io_queue) },
    { MP_ROM_QSTR(MP_QSTR_TaskQueue), MP_ROM_PTR(&asyncio_type_task_queue) },
    { MP_ROM_QSTR(MP_QSTR_ticks), MP_ROM_PTR(&core_ticks_obj) },
    { MP_ROM_QSTR(MP_QSTR_ticks_diff), MP_ROM_PTR(&core_ticks_diff_obj) },
    { MP_ROM_QSTR(MP_QSTR_ticks_add), MP_ROM_PTR(&core_ticks_add_obj) },
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_asyncio) },
    { MP_ROM_QSTR(MP_QSTR___path__), MP_ROM_QSTR(MP_QSTR_asyncio) },
    { MP_ROM_QSTR(MP_QSTR___version__), MP_ROM_PTR(&version) },
    { MP_ROM_QSTR(MP_QSTR_core), MP_ROM_PTR(&asyncio_module) },
    { MP_ROM_QSTR(MP_QSTR_event), MP_ROM_PTR(&asyncio_module) },
    { MP_ROM_QSTR(MP_QSTR_lock), MP_ROM_PTR(&asyncio_module) },
    { MP_ROM_QSTR(MP_QSTR_funcs), MP_ROM_PTR(&asyncio_module) },
    { MP_ROM_QSTR(MP_QSTR_stream), MP_ROM_PTR(&asyncio_module) },
};
static MP_DEFINE_CONST_DICT(asyncio_globals, asyncio_globals_table);

const mp_obj_module_t asyncio_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&asyncio_globals,
};

MP_REGISTER_MODULE(MP_QSTR_asyncio, asyncio_module);
MP_REGISTER_MODULE(MP_QSTR_uasyncio, asyncio_module);
// MicroPython's own helper in C
MP_REGISTER_MODULE(MP_QSTR__asyncio, asyncio_module);
MP_REGISTER_MODULE_DELEGATION(asyncio_module, asyncio_attr);
