// SPDX-License-Identifier: MIT
// Loop, the functions around it, and the semi-public queues behind it.

#include "py/mphal.h"
#include "py/smallint.h"
#include "glue.h"

/******************************************************************************/
// The loop's state, which only Rust looks into

void **const asyncio_loop_slot = &MP_STATE_VM(asyncio_loop);

// At a soft reset the heap is swept, but registered roots keep their values.
static mp_obj_t event_loop_del(mp_obj_t self) {
    if (MP_STATE_VM(asyncio_loop) == MP_OBJ_TO_PTR(self)) {
        MP_STATE_VM(asyncio_loop) = NULL;
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(event_loop_del_obj, event_loop_del);

static const mp_rom_map_elem_t event_loop_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&event_loop_del_obj) },
};
static MP_DEFINE_CONST_DICT(event_loop_locals_dict, event_loop_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_event_loop,
    MP_QSTR_Loop,
    MP_TYPE_FLAG_NONE,
    locals_dict, &event_loop_locals_dict
    );

MP_REGISTER_ROOT_POINTER(void *asyncio_loop);

/******************************************************************************/
// Functions of the module

ASYNCIO_RAISING_1(run, asyncio_run)
MP_DEFINE_CONST_FUN_OBJ_1(asyncio_run_obj, run);

// Without a task, as MicroPython's own function allows: for ever.
static mp_obj_t run_until_complete(size_t n_args, const mp_obj_t *args) {
    return asyncio_finish(asyncio_run_until_complete(n_args == 0 ? MP_OBJ_NULL : args[0]));
}
MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(asyncio_run_until_complete_obj, 0, 1, run_until_complete);

static mp_obj_t loop_run_until_complete(mp_obj_t aw) {
    return run_until_complete(1, &aw);
}
static MP_DEFINE_CONST_FUN_OBJ_1(loop_run_until_complete_obj, loop_run_until_complete);

ASYNCIO_RAISING_0(current_task, asyncio_current_task)
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_current_task_obj, current_task);

static mp_obj_t all_tasks(void) {
    mp_obj_t tasks = asyncio_finish(asyncio_all_tasks());
    return mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_set), tasks);
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_all_tasks_obj, all_tasks);

static mp_obj_t new_event_loop(void) {
    asyncio_finish(asyncio_new_event_loop());
    return MP_OBJ_FROM_PTR(&asyncio_type_loop);
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_new_event_loop_obj, new_event_loop);

// The arguments, runq_len and waitq_len, are queue lengths that uasyncio once wanted.
static mp_obj_t get_event_loop(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    (void)args;
    mp_arg_check_num(n_args, 0, 0, 2, false);
    (void)kw_args;
    return MP_OBJ_FROM_PTR(&asyncio_type_loop);
}
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_get_event_loop_obj, 0, get_event_loop);

static mp_obj_t get_running_loop(void) {
    if (asyncio_is_running() == mp_const_false) {
        nlr_raise(asyncio_error(ASYNCIO_ERR_NO_RUNNING_LOOP));
    }
    return MP_OBJ_FROM_PTR(&asyncio_type_loop);
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_get_running_loop_obj, get_running_loop);

static mp_obj_t iscoroutine(mp_obj_t obj) {
    return mp_obj_new_bool(mp_obj_is_type(obj, &mp_type_gen_instance));
}
MP_DEFINE_CONST_FUN_OBJ_1(asyncio_iscoroutine_obj, iscoroutine);

/******************************************************************************/
// Loop: there is one loop, so its methods are static and the class serves as its own instance

static mp_obj_t loop_run_forever(void) {
    return run_until_complete(0, NULL);
}
static MP_DEFINE_CONST_FUN_OBJ_0(loop_run_forever_obj, loop_run_forever);

ASYNCIO_RAISING_0(loop_stop, asyncio_stop)
static MP_DEFINE_CONST_FUN_OBJ_0(loop_stop_obj, loop_stop);

static mp_obj_t loop_close(void) {
    if (asyncio_is_running() == mp_const_true) {
        mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("can't close a running event loop"));
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(loop_close_obj, loop_close);

static MP_DEFINE_CONST_FUN_OBJ_0(loop_is_running_obj, asyncio_is_running);

static mp_obj_t loop_create_future(void) {
    return asyncio_make_new(&asyncio_type_future, 0, 0, NULL);
}
static MP_DEFINE_CONST_FUN_OBJ_0(loop_create_future_obj, loop_create_future);

static mp_obj_t loop_set_exception_handler(mp_obj_t handler) {
    if (handler != mp_const_none && !mp_obj_is_callable(handler)) {
        mp_raise_TypeError(MP_ERROR_TEXT("exception handler must be callable or None"));
    }
    return asyncio_finish(asyncio_set_exception_handler(handler));
}
static MP_DEFINE_CONST_FUN_OBJ_1(loop_set_exception_handler_obj, loop_set_exception_handler);

static MP_DEFINE_CONST_FUN_OBJ_0(loop_get_exception_handler_obj, asyncio_get_exception_handler);

// (context) as in CPython, or (loop, context) as MicroPython's own class wants it
static mp_obj_t loop_default_exception_handler(size_t n_args, const mp_obj_t *args) {
    asyncio_print_context(args[n_args - 1]);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(loop_default_exception_handler_obj, 1, 2, loop_default_exception_handler);

static mp_obj_t loop_call_exception_handler(mp_obj_t context) {
    mp_obj_t handler = asyncio_get_exception_handler();
    if (handler == mp_const_none) {
        asyncio_print_context(context);
    } else {
        mp_call_function_2(handler, MP_OBJ_FROM_PTR(&asyncio_type_loop), context);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(loop_call_exception_handler_obj, loop_call_exception_handler);

mp_obj_t asyncio_present_create_task(void) {
    mp_obj_t replaced = asyncio_get_create_task();
    return replaced != MP_OBJ_NULL ? replaced : MP_OBJ_FROM_PTR(&asyncio_create_task_obj);
}

static mp_obj_t loop_create_task(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    mp_obj_t fun = asyncio_present_create_task();
    if (kw_args->used == 0) {
        return mp_call_function_n_kw(fun, n_args, 0, args);
    }
    mp_obj_t kw[3] = { args[0], kw_args->table[0].key, kw_args->table[0].value };
    mp_arg_check_num(n_args, kw_args->used, 1, 2, true);
    return mp_call_function_n_kw(fun, 1, 1, kw);
}
static MP_DEFINE_CONST_FUN_OBJ_KW(loop_create_task_obj, 1, loop_create_task);

#define STATIC_METHOD(name) \
    static const mp_rom_obj_static_class_method_t name##_static = { { &mp_type_staticmethod }, MP_ROM_PTR(&name##_obj) }

STATIC_METHOD(loop_create_task);
STATIC_METHOD(loop_create_future);
STATIC_METHOD(loop_run_until_complete);
STATIC_METHOD(loop_run_forever);
STATIC_METHOD(loop_stop);
STATIC_METHOD(loop_close);
STATIC_METHOD(loop_is_running);
STATIC_METHOD(loop_set_exception_handler);
STATIC_METHOD(loop_get_exception_handler);
STATIC_METHOD(loop_default_exception_handler);
STATIC_METHOD(loop_call_exception_handler);

static const mp_rom_map_elem_t loop_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_create_task), MP_ROM_PTR(&loop_create_task_static) },
    { MP_ROM_QSTR(MP_QSTR_create_future), MP_ROM_PTR(&loop_create_future_static) },
    { MP_ROM_QSTR(MP_QSTR_run_until_complete), MP_ROM_PTR(&loop_run_until_complete_static) },
    { MP_ROM_QSTR(MP_QSTR_run_forever), MP_ROM_PTR(&loop_run_forever_static) },
    { MP_ROM_QSTR(MP_QSTR_stop), MP_ROM_PTR(&loop_stop_static) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&loop_close_static) },
    { MP_ROM_QSTR(MP_QSTR_is_running), MP_ROM_PTR(&loop_is_running_static) },
    { MP_ROM_QSTR(MP_QSTR_set_exception_handler), MP_ROM_PTR(&loop_set_exception_handler_static) },
    { MP_ROM_QSTR(MP_QSTR_get_exception_handler), MP_ROM_PTR(&loop_get_exception_handler_static) },
    { MP_ROM_QSTR(MP_QSTR_default_exception_handler), MP_ROM_PTR(&loop_default_exception_handler_static) },
    { MP_ROM_QSTR(MP_QSTR_call_exception_handler), MP_ROM_PTR(&loop_call_exception_handler_static) },
};
static MP_DEFINE_CONST_DICT(loop_locals_dict, loop_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_loop,
    MP_QSTR_Loop,
    MP_TYPE_FLAG_NONE,
    locals_dict, &loop_locals_dict
    );

/******************************************************************************/
// asyncio.core._task_queue: one object, a view of the loop's schedule

static mp_obj_t task_queue_peek(mp_obj_t self) {
    (void)self;
    return asyncio_finish(asyncio_queue_peek());
}
static MP_DEFINE_CONST_FUN_OBJ_1(task_queue_peek_obj, task_queue_peek);

static mp_obj_t task_queue_pop(mp_obj_t self) {
    (void)self;
    return asyncio_finish(asyncio_queue_pop());
}
static MP_DEFINE_CONST_FUN_OBJ_1(task_queue_pop_obj, task_queue_pop);

static mp_obj_t task_queue_push(size_t n_args, const mp_obj_t *args) {
    int64_t delay_us = 0;
    if (n_args > 2) {
        // When to run, on the clock of ticks_ms().
        mp_uint_t ticks = mp_obj_get_int(args[2]);
        mp_uint_t ahead = (ticks - mp_hal_ticks_ms()) & (MICROPY_PY_TIME_TICKS_PERIOD - 1);
        delay_us = ahead < MICROPY_PY_TIME_TICKS_PERIOD / 2 ? (int64_t)ahead * 1000 : 0;
    }
    return asyncio_finish(asyncio_queue_push(args[1], delay_us));
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(task_queue_push_obj, 2, 3, task_queue_push);

static mp_obj_t task_queue_remove(mp_obj_t self, mp_obj_t task) {
    (void)self;
    return asyncio_finish(asyncio_queue_remove(task));
}
static MP_DEFINE_CONST_FUN_OBJ_2(task_queue_remove_obj, task_queue_remove);

static const mp_rom_map_elem_t task_queue_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_peek), MP_ROM_PTR(&task_queue_peek_obj) },
    { MP_ROM_QSTR(MP_QSTR_push), MP_ROM_PTR(&task_queue_push_obj) },
    { MP_ROM_QSTR(MP_QSTR_pop), MP_ROM_PTR(&task_queue_pop_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&task_queue_remove_obj) },
};
static MP_DEFINE_CONST_DICT(task_queue_locals_dict, task_queue_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_task_queue,
    MP_QSTR_TaskQueue,
    MP_TYPE_FLAG_NONE,
    locals_dict, &task_queue_locals_dict
    );

/******************************************************************************/
// asyncio.core._io_queue: one object, the way to wait for any stream

ASYNCIO_ITERNEXT(io_wait_iternext, asyncio_io_await)

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_io_wait,
    MP_QSTR_IOQueue,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, io_wait_iternext
    );

MP_DEFINE_CONST_OBJ_TYPE(asyncio_type_io_entry, MP_QSTR_IOQueue, MP_TYPE_FLAG_NONE);

static mp_obj_t io_queue_read(mp_obj_t self, mp_obj_t stream) {
    (void)self;
    return asyncio_finish(asyncio_io_queue(stream, ASYNCIO_IO_READ));
}
static MP_DEFINE_CONST_FUN_OBJ_2(io_queue_read_obj, io_queue_read);

static mp_obj_t io_queue_write(mp_obj_t self, mp_obj_t stream) {
    (void)self;
    return asyncio_finish(asyncio_io_queue(stream, ASYNCIO_IO_WRITE));
}
static MP_DEFINE_CONST_FUN_OBJ_2(io_queue_write_obj, io_queue_write);

static mp_obj_t io_queue_remove(mp_obj_t self, mp_obj_t task) {
    (void)self;
    return asyncio_finish(asyncio_io_remove(task));
}
static MP_DEFINE_CONST_FUN_OBJ_2(io_queue_remove_obj, io_queue_remove);

// Three items for each stream that is awaited now: the task that reads, the task that writes, the stream.
static void get_awaited(size_t *n, mp_obj_t **items) {
    mp_obj_get_array(asyncio_finish(asyncio_io_awaited()), n, items);
}

// {id(stream): [task that reads, task that writes, stream]}
static mp_obj_t io_queue_map(void) {
    size_t n;
    mp_obj_t *items;
    get_awaited(&n, &items);
    mp_obj_t map = mp_obj_new_dict(n / 3);
    for (; n > 0; n -= 3, items += 3) {
        mp_obj_dict_store(map, mp_obj_id(items[2]), mp_obj_new_list(3, items));
    }
    return map;
}

// A select.poll() with the streams that are awaited now
static mp_obj_t io_queue_poller(void) {
    mp_obj_t select = mp_import_name(MP_QSTR_select, mp_const_none, MP_OBJ_NEW_SMALL_INT(0));
    mp_obj_t poller = asyncio_call_method(select, MP_QSTR_poll, 0);
    size_t n;
    mp_obj_t *items;
    get_awaited(&n, &items);
    for (; n > 0; n -= 3, items += 3) {
        mp_uint_t flags = (items[0] != mp_const_none ? MP_STREAM_POLL_RD : 0) | (items[1] != mp_const_none ? MP_STREAM_POLL_WR : 0);
        asyncio_call_method(poller, MP_QSTR_register, 2, items[2], MP_OBJ_NEW_SMALL_INT(flags));
    }
    return poller;
}

static void io_queue_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    (void)self;
    if (dest[0] != MP_OBJ_NULL) {
        return;
    }
    if (attr == MP_QSTR_map) {
        dest[0] = io_queue_map();
    } else if (attr == MP_QSTR_poller) {
        dest[0] = io_queue_poller();
    } else {
        dest[1] = MP_OBJ_SENTINEL;
    }
}

static const mp_rom_map_elem_t io_queue_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_queue_read), MP_ROM_PTR(&io_queue_read_obj) },
    { MP_ROM_QSTR(MP_QSTR_queue_write), MP_ROM_PTR(&io_queue_write_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&io_queue_remove_obj) },
};
static MP_DEFINE_CONST_DICT(io_queue_locals_dict, io_queue_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_io_queue,
    MP_QSTR_IOQueue,
    MP_TYPE_FLAG_NONE,
    attr, io_queue_attr,
    locals_dict, &io_queue_locals_dict
    );
