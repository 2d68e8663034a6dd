// SPDX-License-Identifier: MIT
// Streams as Rust sees them: how to wait for them, and reading and writing without raising.

#include <string.h>

#include "py/objstr.h"
#include "py/objtype.h"
#include "glue.h"

/******************************************************************************/
// Waiting

static mp_obj_t io_open(mp_obj_t stream, mp_obj_t unused, uintptr_t info_in) {
    (void)unused;
    asyncio_io_info_t *info = (asyncio_io_info_t *)info_in;
    const mp_stream_p_t *stream_p = mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL);
    #if ASYNCIO_PORT_DESCRIPTORS
    info->fd = asyncio_port_fileno(stream, stream_p, &info->nonblocking);
    #else
    (void)stream_p;
    info->fd = -1;
    #endif
    return mp_const_none;
}

// Does not raise.
asyncio_result_t asyncio_io_open(mp_obj_t stream, asyncio_io_info_t *info) {
    return asyncio_guard(io_open, stream, MP_OBJ_NULL, (uintptr_t)info);
}

static mp_obj_t io_poll(mp_obj_t stream, mp_obj_t unused, uintptr_t flags) {
    (void)unused;
    int err;
    mp_uint_t ret = mp_get_stream(stream)->ioctl(stream, MP_STREAM_POLL, flags, &err);
    return ret == MP_STREAM_ERROR ? MP_OBJ_NULL : MP_OBJ_NEW_SMALL_INT(ret);
}

// Does not raise: a stream that fails to answer counts as ready, and fails when it is used.
uint32_t asyncio_io_check(mp_obj_t stream, int fd, uint32_t wanted) {
    #if ASYNCIO_PORT_DESCRIPTORS
    if (fd >= 0) {
        return asyncio_port_check_fd(fd, wanted);
    }
    #else
    (void)fd;
    #endif
    uintptr_t flags = (wanted & ASYNCIO_IO_READ ? MP_STREAM_POLL_RD : 0) | (wanted & ASYNCIO_IO_WRITE ? MP_STREAM_POLL_WR : 0);
    asyncio_result_t result = asyncio_guard(io_poll, stream, MP_OBJ_NULL, flags);
    if (ASYNCIO_RAISES(result) || ASYNCIO_OBJ(result) == MP_OBJ_NULL) {
        return wanted;
    }
    mp_uint_t ret = MP_OBJ_SMALL_INT_VALUE(ASYNCIO_OBJ(result));
    return wanted & ((ret & ~(mp_uint_t)MP_STREAM_POLL_WR ? ASYNCIO_IO_READ : 0)
        | (ret & ~(mp_uint_t)MP_STREAM_POLL_RD ? ASYNCIO_IO_WRITE : 0));
}

/******************************************************************************/
// Reading

// A stream whose class is written in Python is used through its methods: they may be all that it has.
static bool is_in_python(mp_obj_t stream) {
    return mp_obj_is_instance_type(mp_obj_get_type(stream));
}

static mp_obj_t stream_kind(mp_obj_t stream, mp_obj_t unused, uintptr_t kind_in) {
    (void)unused;
    asyncio_stream_kind_t *kind = (asyncio_stream_kind_t *)kind_in;
    kind->in_python = is_in_python(stream);
    kind->is_text = !kind->in_python && mp_get_stream_raise(stream, MP_STREAM_OP_READ)->is_text;
    kind->known = true;
    return mp_const_none;
}

// Does not raise.
asyncio_result_t asyncio_stream_kind(mp_obj_t stream, asyncio_stream_kind_t *kind) {
    return asyncio_guard(stream_kind, stream, MP_OBJ_NULL, (uintptr_t)kind);
}

// What a stream function returned, as a small integer or None. May raise.
static mp_obj_t count_or_none(mp_uint_t ret, int err) {
    if (ret != MP_STREAM_ERROR) {
        return MP_OBJ_NEW_SMALL_INT(ret);
    }
    if (!mp_is_nonblocking_error(err)) {
        mp_raise_OSError(err);
    }
    return mp_const_none;
}

typedef struct {
    void *buf;
    size_t size;
    int fd;
} read_args_t;

static mp_obj_t read_some(mp_obj_t stream, void *buf, size_t size) {
    int err = 0;
    mp_uint_t ret = mp_get_stream(stream)->read(stream, buf, size, &err);
    return count_or_none(ret, err);
}

static mp_obj_t stream_read(mp_obj_t stream, mp_obj_t unused, uintptr_t args_in) {
    (void)unused;
    read_args_t *args = (read_args_t *)args_in;
    return read_some(stream, args->buf, args->size);
}

// Does not raise.
asyncio_result_t asyncio_stream_read(mp_obj_t stream, void *buf, size_t size) {
    read_args_t args = { buf, size, -1 };
    return asyncio_guard(stream_read, stream, MP_OBJ_NULL, (uintptr_t)&args);
}

static mp_obj_t stream_read_line(mp_obj_t stream, mp_obj_t unused, uintptr_t args_in) {
    (void)unused;
    read_args_t *args = (read_args_t *)args_in;
    uint8_t *start = args->buf;
    #if ASYNCIO_PORT_DESCRIPTORS
    // What a socket has can be looked at before it is taken.
    mp_int_t peeked = asyncio_port_peek(args->fd, start, args->size);
    if (peeked > 0) {
        const uint8_t *newline = memchr(start, '\n', peeked);
        return read_some(stream, start, newline == NULL ? peeked : newline - start + 1);
    }
    #endif
    size_t len = 0;
    do {
        mp_obj_t count = read_some(stream, start + len, 1);
        if (count != MP_OBJ_NEW_SMALL_INT(1)) {
            // The end comes again at the next try.
            return len == 0 ? count : MP_OBJ_NEW_SMALL_INT(len);
        }
    } while (start[len++] != '\n' && len < args->size && asyncio_io_check(stream, args->fd, ASYNCIO_IO_READ));
    return MP_OBJ_NEW_SMALL_INT(len);
}

// Does not raise.
asyncio_result_t asyncio_stream_read_line(mp_obj_t stream, int fd, void *buf, size_t size) {
    read_args_t args = { buf, size, fd };
    return asyncio_guard(stream_read_line, stream, MP_OBJ_NULL, (uintptr_t)&args);
}

static mp_obj_t stream_call_read(mp_obj_t stream, mp_obj_t arg, uintptr_t is_readinto) {
    qstr name = is_readinto ? MP_QSTR_readinto : arg == MP_OBJ_NULL ? MP_QSTR_readline : MP_QSTR_read;
    return asyncio_call_method(stream, name, arg != MP_OBJ_NULL, arg);
}

// Does not raise.
asyncio_result_t asyncio_stream_call_read(mp_obj_t stream, mp_obj_t arg, bool is_readinto) {
    return asyncio_guard(stream_call_read, stream, arg, is_readinto);
}

/******************************************************************************/
// Writing and closing

static mp_obj_t stream_write(mp_obj_t stream, mp_obj_t data, uintptr_t offset) {
    mp_buffer_info_t bufinfo;
    mp_get_buffer_raise(data, &bufinfo, MP_BUFFER_READ);
    byte *start = (byte *)bufinfo.buf + offset;
    size_t len = bufinfo.len - offset;
    if (!is_in_python(stream)) {
        int err = 0;
        mp_uint_t ret = mp_get_stream_raise(stream, MP_STREAM_OP_WRITE)->write(stream, start, len, &err);
        return count_or_none(ret, err);
    }
    mp_obj_t rest = offset == 0 ? data : mp_obj_new_memoryview('B', len, start);
    mp_obj_t ret = asyncio_call_method(stream, MP_QSTR_write, 1, rest);
    mp_int_t count = ret == mp_const_none ? -1 : mp_obj_get_int(ret);
    return count < 0 ? mp_const_none : MP_OBJ_NEW_SMALL_INT(count);
}

// Does not raise.
asyncio_result_t asyncio_stream_write(mp_obj_t stream, mp_obj_t data, size_t offset) {
    return asyncio_guard(stream_write, stream, data, offset);
}

static mp_obj_t stream_close(mp_obj_t stream, mp_obj_t unused_b, uintptr_t unused_c) {
    (void)unused_b;
    (void)unused_c;
    return asyncio_call_method(stream, MP_QSTR_close, 0);
}

// Does not raise.
asyncio_result_t asyncio_stream_close(mp_obj_t stream) {
    return asyncio_guard(stream_close, stream, MP_OBJ_NULL, 0);
}

/******************************************************************************/
// Bytes

static mp_obj_t buffer(mp_obj_t obj, mp_obj_t writable, uintptr_t buffer_in) {
    mp_buffer_info_t bufinfo;
    mp_get_buffer_raise(obj, &bufinfo, writable == mp_const_true ? MP_BUFFER_WRITE : MP_BUFFER_READ);
    *(asyncio_buffer_t *)buffer_in = (asyncio_buffer_t) { bufinfo.buf, bufinfo.len };
    return mp_const_none;
}

// Does not raise.
asyncio_result_t asyncio_buffer(mp_obj_t obj, bool writable, asyncio_buffer_t *buf) {
    return asyncio_guard(buffer, obj, mp_obj_new_bool(writable), (uintptr_t)buf);
}

static mp_obj_t bytes_new(mp_obj_t is_text, mp_obj_t unused, uintptr_t buffer_in) {
    (void)unused;
    asyncio_buffer_t *buf = (asyncio_buffer_t *)buffer_in;
    return is_text == mp_const_true ? mp_obj_new_str((const char *)buf->start, buf->len) : mp_obj_new_bytes(buf->start, buf->len);
}

// Does not raise.
asyncio_result_t asyncio_bytes_new(const uint8_t *start, size_t len, bool is_text) {
    asyncio_buffer_t buf = { (uint8_t *)start, len };
    return asyncio_guard(bytes_new, mp_obj_new_bool(is_text), MP_OBJ_NULL, (uintptr_t)&buf);
}

static mp_obj_t bytes_append(mp_obj_t pending, mp_obj_t more, uintptr_t offsets) {
    size_t offset = ((const size_t *)offsets)[0];
    size_t more_offset = ((const size_t *)offsets)[1];
    mp_buffer_info_t tail;
    mp_get_buffer_raise(more, &tail, MP_BUFFER_READ);
    byte *tail_start = (byte *)tail.buf + more_offset;
    size_t tail_len = tail.len - more_offset;
    if (pending == MP_OBJ_NULL) {
        // Bytes do not change, so a whole object can be kept as it is: this allocates nothing.
        return more_offset == 0 && mp_obj_is_type(more, &mp_type_bytes) ? more : mp_obj_new_bytes(tail_start, tail_len);
    }
    mp_buffer_info_t head;
    mp_get_buffer_raise(pending, &head, MP_BUFFER_READ);
    vstr_t joined;
    vstr_init_len(&joined, head.len - offset + tail_len);
    memcpy(joined.buf, (byte *)head.buf + offset, head.len - offset);
    memcpy(joined.buf + head.len - offset, tail_start, tail_len);
    return mp_obj_new_bytes_from_vstr(&joined);
}

// Does not raise.
asyncio_result_t asyncio_bytes_append(mp_obj_t pending, size_t offset, mp_obj_t more, size_t more_offset) {
    size_t offsets[2] = { offset, more_offset };
    return asyncio_guard(bytes_append, pending, more, (uintptr_t)offsets);
}
