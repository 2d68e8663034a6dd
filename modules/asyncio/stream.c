// SPDX-License-Identifier: MIT
// Stream, which is StreamReader and StreamWriter: its methods and type tables.

#include "glue.h"

/******************************************************************************/
// Awaitables that the methods return

ASYNCIO_ITERNEXT(read_iternext, asyncio_stream_read_await)

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_stream_read,
    MP_QSTR_read,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, read_iternext,
    locals_dict, &asyncio_throw_locals_dict
    );

ASYNCIO_ITERNEXT(flush_iternext, asyncio_stream_flush_await)

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_stream_flush,
    MP_QSTR_drain,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, flush_iternext
    );

/******************************************************************************/
// Stream

static mp_obj_t stream_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    mp_arg_check_num(n_args, n_kw, 1, 2, false);
    return asyncio_finish(asyncio_stream_new(args[0], n_args > 1 ? args[1] : MP_OBJ_NULL, MP_OBJ_NULL));
}

static mp_obj_t stream_read(size_t n_args, const mp_obj_t *args) {
    mp_int_t size = n_args > 1 ? mp_obj_get_int(args[1]) : -1;
    return asyncio_finish(asyncio_stream_read_new(args[0], size < 0 ? ASYNCIO_READ_ALL : ASYNCIO_READ_SOME, size, MP_OBJ_NULL));
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(stream_read_obj, 1, 2, stream_read);

static mp_obj_t stream_readexactly(mp_obj_t self, mp_obj_t size_in) {
    mp_int_t size = mp_obj_get_int(size_in);
    if (size < 0) {
        mp_raise_ValueError(MP_ERROR_TEXT("readexactly size can not be less than zero"));
    }
    return asyncio_finish(asyncio_stream_read_new(self, ASYNCIO_READ_EXACTLY, size, MP_OBJ_NULL));
}
static MP_DEFINE_CONST_FUN_OBJ_2(stream_readexactly_obj, stream_readexactly);

static mp_obj_t stream_readline(mp_obj_t self) {
    return asyncio_finish(asyncio_stream_read_new(self, ASYNCIO_READ_LINE, -1, MP_OBJ_NULL));
}
static MP_DEFINE_CONST_FUN_OBJ_1(stream_readline_obj, stream_readline);

static mp_obj_t stream_readinto(mp_obj_t self, mp_obj_t buf) {
    mp_buffer_info_t bufinfo;
    mp_get_buffer_raise(buf, &bufinfo, MP_BUFFER_WRITE);
    return asyncio_finish(asyncio_stream_read_new(self, ASYNCIO_READ_INTO, bufinfo.len, buf));
}
static MP_DEFINE_CONST_FUN_OBJ_2(stream_readinto_obj, stream_readinto);

ASYNCIO_RAISING_2(stream_write, asyncio_stream_write_some)
static MP_DEFINE_CONST_FUN_OBJ_2(stream_write_obj, stream_write);

static mp_obj_t stream_drain(mp_obj_t self) {
    return asyncio_finish(asyncio_stream_flush_new(self, false));
}
static MP_DEFINE_CONST_FUN_OBJ_1(stream_drain_obj, stream_drain);

// awrite(data, off=0, size=-1), what uasyncio once had
static mp_obj_t stream_awrite(size_t n_args, const mp_obj_t *args) {
    mp_obj_t data = args[1];
    if (n_args > 2) {
        mp_buffer_info_t bufinfo;
        mp_get_buffer_raise(data, &bufinfo, MP_BUFFER_READ);
        mp_int_t offset = mp_obj_get_int(args[2]);
        mp_int_t size = n_args > 3 ? mp_obj_get_int(args[3]) : -1;
        offset = MIN(MAX(offset, 0), (mp_int_t)bufinfo.len);
        size = size < 0 ? (mp_int_t)bufinfo.len - offset : MIN(size, (mp_int_t)bufinfo.len - offset);
        data = mp_obj_new_bytes((byte *)bufinfo.buf + offset, size);
    }
    stream_write(args[0], data);
    return stream_drain(args[0]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(stream_awrite_obj, 2, 4, stream_awrite);

ASYNCIO_RAISING_1(stream_close, asyncio_stream_close_now)
static MP_DEFINE_CONST_FUN_OBJ_1(stream_close_obj, stream_close);

static mp_obj_t stream_wait_closed(mp_obj_t self) {
    return asyncio_finish(asyncio_stream_flush_new(self, true));
}
static MP_DEFINE_CONST_FUN_OBJ_1(stream_wait_closed_obj, stream_wait_closed);

static mp_obj_t stream_e(mp_obj_t self) {
    mp_obj_t extra = asyncio_stream_e(self);
    return extra == MP_OBJ_NULL ? mp_obj_new_dict(0) : extra;
}

static mp_obj_t stream_get_extra_info(mp_obj_t self, mp_obj_t key) {
    return mp_obj_dict_get(stream_e(self), key);
}
static MP_DEFINE_CONST_FUN_OBJ_2(stream_get_extra_info_obj, stream_get_extra_info);

static void stream_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        if (attr == MP_QSTR_out_buf && dest[1] != MP_OBJ_NULL) {
            mp_buffer_info_t bufinfo;
            mp_get_buffer_raise(dest[1], &bufinfo, MP_BUFFER_READ);
            asyncio_stream_set_out_buf(self, bufinfo.len == 0 ? MP_OBJ_NULL : dest[1]);
            dest[0] = MP_OBJ_NULL;
        }
        return;
    }
    switch (attr) {
        case MP_QSTR_s:
            dest[0] = asyncio_stream_s(self);
            break;
        case MP_QSTR_e:
            dest[0] = stream_e(self);
            break;
        case MP_QSTR_out_buf:
            dest[0] = asyncio_stream_out_buf(self);
            if (dest[0] == MP_OBJ_NULL) {
                dest[0] = mp_const_empty_bytes;
            }
            break;
        default:
            dest[1] = MP_OBJ_SENTINEL;
            break;
    }
}

static const mp_rom_map_elem_t stream_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_read), MP_ROM_PTR(&stream_read_obj) },
    { MP_ROM_QSTR(MP_QSTR_readexactly), MP_ROM_PTR(&stream_readexactly_obj) },
    { MP_ROM_QSTR(MP_QSTR_readline), MP_ROM_PTR(&stream_readline_obj) },
    { MP_ROM_QSTR(MP_QSTR_readinto), MP_ROM_PTR(&stream_readinto_obj) },
    { MP_ROM_QSTR(MP_QSTR_write), MP_ROM_PTR(&stream_write_obj) },
    { MP_ROM_QSTR(MP_QSTR_drain), MP_ROM_PTR(&stream_drain_obj) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&stream_close_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_closed), MP_ROM_PTR(&stream_wait_closed_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_extra_info), MP_ROM_PTR(&stream_get_extra_info_obj) },
    { MP_ROM_QSTR(MP_QSTR_aclose), MP_ROM_PTR(&stream_wait_closed_obj) },
    { MP_ROM_QSTR(MP_QSTR_awrite), MP_ROM_PTR(&stream_awrite_obj) },
    { MP_ROM_QSTR(MP_QSTR_awritestr), MP_ROM_PTR(&stream_awrite_obj) },
};
static MP_DEFINE_CONST_DICT(stream_locals_dict, stream_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_stream,
    MP_QSTR_Stream,
    MP_TYPE_FLAG_NONE,
    make_new, stream_make_new,
    attr, stream_attr,
    locals_dict, &stream_locals_dict
    );
