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
