// SPDX-License-Identifier: MIT
// Streams as Rust sees them: how to wait for them, and reading and writing without raising.

#include <string.h>

#include "py/objstr.h"
#include "py/objtype.h"
#include "glue.h"

/******************************************************************************/
// Waiting

// Does not raise.
mp_obj_t asyncio_io_open(mp_obj_t stream, asyncio_io_info_t *info) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return MP_OBJ_FROM_PTR(nlr.ret_val);
    }
    const mp_stream_p_t *stream_p = mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL);
    info->fd = asyncio_port_fileno(stream, stream_p, &info->nonblocking);
    nlr_pop();
    return MP_OBJ_NULL;
}

// Does not raise: a stream that fails to answer counts as ready, and fails when it is used.
uint32_t asyncio_io_check(mp_obj_t stream, int fd, uint32_t wanted) {
    if (fd >= 0) {
        return asyncio_port_check_fd(fd, wanted);
    }
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return wanted;
    }
    uintptr_t poll = (wanted & ASYNCIO_IO_READ ? MP_STREAM_POLL_RD : 0) | (wanted & ASYNCIO_IO_WRITE ? MP_STREAM_POLL_WR : 0);
    int err;
    mp_uint_t ret = mp_get_stream(stream)->ioctl(stream, MP_STREAM_POLL, poll, &err);
    nlr_pop();
    if (ret == MP_STREAM_ERROR) {
        return wanted;
    }
    return wanted & ((ret & ~(mp_uint_t)MP_STREAM_POLL_WR ? ASYNCIO_IO_READ : 0)
        | (ret & ~(mp_uint_t)MP_STREAM_POLL_RD ? ASYNCIO_IO_WRITE : 0));
}

/******************************************************************************/
// Reading

// A stream whose class is written in Python is used through its methods: they may be all that it has.
static bool is_in_python(mp_obj_t stream) {
    return mp_obj_is_instance_type(mp_obj_get_type(stream));
}

// Does not raise.
mp_obj_t asyncio_stream_kind(mp_obj_t stream, asyncio_stream_kind_t *kind) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return MP_OBJ_FROM_PTR(nlr.ret_val);
    }
    kind->in_python = is_in_python(stream);
    kind->is_text = !kind->in_python && mp_get_stream_raise(stream, MP_STREAM_OP_READ)->is_text;
    nlr_pop();
    return MP_OBJ_NULL;
}

// Turns what a stream function returned into a count, ASYNCIO_IO_BLOCKED or ASYNCIO_IO_FAILED.
static mp_int_t io_result(mp_uint_t ret, int err, mp_obj_t *exc) {
    if (ret != MP_STREAM_ERROR) {
        return (mp_int_t)ret;
    }
    if (mp_is_nonblocking_error(err)) {
        return ASYNCIO_IO_BLOCKED;
    }
    mp_obj_t arg = MP_OBJ_NEW_SMALL_INT(err);
    *exc = mp_obj_exception_make_new(&mp_type_OSError, 1, 0, &arg);
    return ASYNCIO_IO_FAILED;
}

// Does not raise.
intptr_t asyncio_stream_read(mp_obj_t stream, void *buf, size_t size, mp_obj_t *exc) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        *exc = MP_OBJ_FROM_PTR(nlr.ret_val);
        return ASYNCIO_IO_FAILED;
    }
    int err = 0;
    mp_uint_t ret = mp_get_stream(stream)->read(stream, buf, size, &err);
    nlr_pop();
    return io_result(ret, err, exc);
}

// Does not raise.
intptr_t asyncio_stream_read_line(mp_obj_t stream, int fd, void *buf, size_t size, mp_obj_t *exc) {
    // What a socket has can be looked at before it is taken.
    mp_int_t peeked = asyncio_port_peek(fd, buf, size);
    if (peeked > 0) {
        const uint8_t *newline = memchr(buf, '\n', peeked);
        return asyncio_stream_read(stream, buf, newline == NULL ? peeked : newline - (const uint8_t *)buf + 1, exc);
    }
    size_t len = 0;
    uint8_t *byte = buf;
    do {
        mp_int_t count = asyncio_stream_read(stream, byte, 1, exc);
        if (count <= 0) {
            // An error or the end comes again at the next try.
            return len > 0 && count != ASYNCIO_IO_FAILED ? (mp_int_t)len : count;
        }
        ++len;
    } while (*byte++ != '\n' && len < size && asyncio_io_check(stream, fd, ASYNCIO_IO_READ));
    return len;
}

// Does not raise.
bool asyncio_stream_call_read(mp_obj_t stream, mp_obj_t arg, bool is_readinto, mp_obj_t *ret) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        *ret = MP_OBJ_FROM_PTR(nlr.ret_val);
        return false;
    }
    mp_obj_t dest[3];
    mp_load_method(stream, is_readinto ? MP_QSTR_readinto : arg == MP_OBJ_NULL ? MP_QSTR_readline : MP_QSTR_read, dest);
    dest[2] = arg;
    *ret = mp_call_method_n_kw(arg != MP_OBJ_NULL, 0, dest);
    nlr_pop();
    return true;
}

/******************************************************************************/
// Writing and closing

static mp_int_t stream_write(mp_obj_t stream, mp_obj_t data, size_t offset, mp_obj_t *exc) {
    mp_buffer_info_t bufinfo;
    mp_get_buffer_raise(data, &bufinfo, MP_BUFFER_READ);
    byte *start = (byte *)bufinfo.buf + offset;
    size_t len = bufinfo.len - offset;
    if (!is_in_python(stream)) {
        int err = 0;
        mp_uint_t ret = mp_get_stream_raise(stream, MP_STREAM_OP_WRITE)->write(stream, start, len, &err);
        return io_result(ret, err, exc);
    }
    mp_obj_t dest[3];
    mp_load_method(stream, MP_QSTR_write, dest);
    dest[2] = offset == 0 ? data : mp_obj_new_memoryview('B', len, start);
    mp_obj_t ret = mp_call_method_n_kw(1, 0, dest);
    return ret == mp_const_none ? ASYNCIO_IO_BLOCKED : mp_obj_get_int(ret);
}

// Does not raise.
intptr_t asyncio_stream_write(mp_obj_t stream, mp_obj_t data, size_t offset, mp_obj_t *exc) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        *exc = MP_OBJ_FROM_PTR(nlr.ret_val);
        return ASYNCIO_IO_FAILED;
    }
    mp_int_t count = stream_write(stream, data, offset, exc);
    nlr_pop();
    return count;
}

// Does not raise.
mp_obj_t asyncio_stream_close(mp_obj_t stream) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return MP_OBJ_FROM_PTR(nlr.ret_val);
    }
    mp_obj_t dest[2];
    mp_load_method(stream, MP_QSTR_close, dest);
    mp_call_method_n_kw(0, 0, dest);
    nlr_pop();
    return MP_OBJ_NULL;
}

/******************************************************************************/
// Bytes

// Does not raise.
mp_obj_t asyncio_buffer(mp_obj_t obj, bool writable, uint8_t **start, size_t *len) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return MP_OBJ_FROM_PTR(nlr.ret_val);
    }
    mp_buffer_info_t bufinfo;
    mp_get_buffer_raise(obj, &bufinfo, writable ? MP_BUFFER_WRITE : MP_BUFFER_READ);
    *start = bufinfo.buf;
    *len = bufinfo.len;
    nlr_pop();
    return MP_OBJ_NULL;
}

// Does not raise.
mp_obj_t asyncio_bytes_new(const uint8_t *start, size_t len, bool is_text, mp_obj_t *exc) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        *exc = MP_OBJ_FROM_PTR(nlr.ret_val);
        return MP_OBJ_NULL;
    }
    mp_obj_t obj = is_text ? mp_obj_new_str((const char *)start, len) : mp_obj_new_bytes(start, len);
    nlr_pop();
    return obj;
}

static mp_obj_t bytes_append(mp_obj_t pending, size_t offset, mp_obj_t more, size_t more_offset) {
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
mp_obj_t asyncio_bytes_append(mp_obj_t pending, size_t offset, mp_obj_t more, size_t more_offset, mp_obj_t *exc) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        *exc = MP_OBJ_FROM_PTR(nlr.ret_val);
        return MP_OBJ_NULL;
    }
    mp_obj_t all = bytes_append(pending, offset, more, more_offset);
    nlr_pop();
    return all;
}
