// SPDX-License-Identifier: MIT
// Event, Lock, ThreadSafeFlag: their methods and type tables.

#include "py/stream.h"
#include "glue.h"

/******************************************************************************/
// Event.waiting and Lock.waiting, fields of MicroPython's own classes: a view of the queue, of which one can see the head

typedef struct {
    mp_obj_base_t base;
    mp_obj_t awaited;
} waiting_t;

static mp_obj_t waiting_peek(mp_obj_t self) {
    mp_obj_t task = asyncio_first_waiter(((waiting_t *)MP_OBJ_TO_PTR(self))->awaited);
    return task == MP_OBJ_NULL ? mp_const_none : task;
}
static MP_DEFINE_CONST_FUN_OBJ_1(waiting_peek_obj, waiting_peek);

static const mp_rom_map_elem_t waiting_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_peek), MP_ROM_PTR(&waiting_peek_obj) },
};
static MP_DEFINE_CONST_DICT(waiting_locals_dict, waiting_locals_dict_table);

static MP_DEFINE_CONST_OBJ_TYPE(
    waiting_type,
    MP_QSTR_TaskQueue,
    MP_TYPE_FLAG_NONE,
    locals_dict, &waiting_locals_dict
    );

static bool attr_waiting(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (attr != MP_QSTR_waiting) {
        return false;
    }
    waiting_t *waiting = mp_obj_malloc(waiting_t, &waiting_type);
    waiting->awaited = self;
    dest[0] = MP_OBJ_FROM_PTR(waiting);
    return true;
}

/******************************************************************************/
// Event

ASYNCIO_ITERNEXT(event_iternext, asyncio_event_await)

static MP_DEFINE_CONST_FUN_OBJ_1(event_is_set_obj, asyncio_event_is_set);

ASYNCIO_RAISING_1(event_set, asyncio_event_set)
static MP_DEFINE_CONST_FUN_OBJ_1(event_set_obj, event_set);

static MP_DEFINE_CONST_FUN_OBJ_1(event_clear_obj, asyncio_event_clear);

static void event_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL || attr_waiting(self, attr, dest)) {
        return;
    }
    if (attr == MP_QSTR_state) {
        dest[0] = asyncio_event_is_set(self);
    } else {
        dest[1] = MP_OBJ_SENTINEL;
    }
}

// wait() returns the object itself, which is the awaitable.
static const mp_rom_map_elem_t event_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_wait), MP_ROM_PTR(&mp_identity_obj) },
    { MP_ROM_QSTR(MP_QSTR_set), MP_ROM_PTR(&event_set_obj) },
    { MP_ROM_QSTR(MP_QSTR_clear), MP_ROM_PTR(&event_clear_obj) },
    { MP_ROM_QSTR(MP_QSTR_is_set), MP_ROM_PTR(&event_is_set_obj) },
};
static MP_DEFINE_CONST_DICT(event_locals_dict, event_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_event,
    MP_QSTR_Event,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, asyncio_make_new,
    attr, event_attr,
    iter, event_iternext,
    locals_dict, &event_locals_dict
    );

/******************************************************************************/
// Lock

ASYNCIO_ITERNEXT(lock_iternext, asyncio_lock_await)

static MP_DEFINE_CONST_FUN_OBJ_1(lock_locked_obj, asyncio_lock_locked);

ASYNCIO_RAISING_1(lock_release, asyncio_lock_release)
static MP_DEFINE_CONST_FUN_OBJ_1(lock_release_obj, lock_release);

static mp_obj_t lock_aexit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    lock_release(args[0]);
    return MP_OBJ_FROM_PTR(&asyncio_awaitable_none);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(lock_aexit_obj, 4, 4, lock_aexit);

static void lock_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL || attr_waiting(self, attr, dest)) {
        return;
    }
    if (attr == MP_QSTR_state) {
        mp_obj_t heir = asyncio_lock_heir(self);
        dest[0] = heir != MP_OBJ_NULL ? heir : MP_OBJ_NEW_SMALL_INT(asyncio_lock_locked(self) == mp_const_true);
    } else {
        dest[1] = MP_OBJ_SENTINEL;
    }
}

// acquire() returns the lock itself, which is the awaitable.
static const mp_rom_map_elem_t lock_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&mp_identity_obj) },
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&lock_aexit_obj) },
    { MP_ROM_QSTR(MP_QSTR_acquire), MP_ROM_PTR(&mp_identity_obj) },
    { MP_ROM_QSTR(MP_QSTR_release), MP_ROM_PTR(&lock_release_obj) },
    { MP_ROM_QSTR(MP_QSTR_locked), MP_ROM_PTR(&lock_locked_obj) },
    { MP_ROM_QSTR(MP_QSTR_throw), MP_ROM_PTR(&asyncio_throw_obj) },
};
static MP_DEFINE_CONST_DICT(lock_locals_dict, lock_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_lock,
    MP_QSTR_Lock,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, asyncio_make_new,
    attr, lock_attr,
    iter, lock_iternext,
    locals_dict, &lock_locals_dict
    );

/******************************************************************************/
// ThreadSafeFlag, which is also a stream that select.poll() understands

ASYNCIO_ITERNEXT(flag_iternext, asyncio_flag_await)

static MP_DEFINE_CONST_FUN_OBJ_1(flag_set_obj, asyncio_flag_set);

static MP_DEFINE_CONST_FUN_OBJ_1(flag_clear_obj, asyncio_flag_clear);

static mp_uint_t flag_stream_ioctl(mp_obj_t self_in, mp_uint_t request, uintptr_t arg, int *errcode) {
    // A Python subclass has our protocol but is an instance around us.
    mp_obj_t self = asyncio_native(self_in, &asyncio_type_thread_safe_flag);
    if (request == MP_STREAM_POLL) {
        return asyncio_flag_is_set(self) == mp_const_true ? arg : 0;
    }
    *errcode = MP_EINVAL;
    return MP_STREAM_ERROR;
}

static mp_obj_t flag_ioctl(mp_obj_t self, mp_obj_t request, mp_obj_t arg) {
    int errcode;
    mp_uint_t ret = flag_stream_ioctl(self, mp_obj_get_int(request), mp_obj_get_int(arg), &errcode);
    return MP_OBJ_NEW_SMALL_INT(ret == MP_STREAM_ERROR ? -1 : (mp_int_t)ret);
}
static MP_DEFINE_CONST_FUN_OBJ_3(flag_ioctl_obj, flag_ioctl);

static const mp_stream_p_t flag_stream_p = {
    .ioctl = flag_stream_ioctl,
};

static void flag_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        return;
    }
    if (attr == MP_QSTR_state) {
        dest[0] = MP_OBJ_NEW_SMALL_INT(asyncio_flag_is_set(self) == mp_const_true);
    } else {
        dest[1] = MP_OBJ_SENTINEL;
    }
}

// wait() returns the object itself, which is the awaitable.
static const mp_rom_map_elem_t flag_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_wait), MP_ROM_PTR(&mp_identity_obj) },
    { MP_ROM_QSTR(MP_QSTR_set), MP_ROM_PTR(&flag_set_obj) },
    { MP_ROM_QSTR(MP_QSTR_clear), MP_ROM_PTR(&flag_clear_obj) },
    { MP_ROM_QSTR(MP_QSTR_ioctl), MP_ROM_PTR(&flag_ioctl_obj) },
};
static MP_DEFINE_CONST_DICT(flag_locals_dict, flag_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_thread_safe_flag,
    MP_QSTR_ThreadSafeFlag,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, asyncio_make_new,
    attr, flag_attr,
    iter, flag_iternext,
    protocol, &flag_stream_p,
    locals_dict, &flag_locals_dict
    );
