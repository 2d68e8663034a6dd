// SPDX-License-Identifier: MIT
// What the C files of this module share: how a Rust result becomes a value or an exception, and the objects that
// several module tables name.
#ifndef ASYNCIO_GLUE_H
#define ASYNCIO_GLUE_H

#include "py/runtime.h"
#include "py/stream.h"
#include "boundary.h"

#if UINTPTR_MAX == UINT32_MAX
#define ASYNCIO_RAISES(result) ((uint32_t)(result) != 0)
#define ASYNCIO_OBJ(result) ((mp_obj_t)(uintptr_t)((result) >> 32))
#define ASYNCIO_RESULT(raises, obj) ((asyncio_result_t)(uintptr_t)(obj) << 32 | (raises))
#else
#define ASYNCIO_RAISES(result) ((result).raises != 0)
#define ASYNCIO_OBJ(result) ((result).obj)
#define ASYNCIO_RESULT(raises, obj) ((asyncio_result_t) { (raises), (obj) })
#endif

// Calls a function that may raise, for a shim, which must not.
typedef mp_obj_t (*asyncio_guarded_t)(mp_obj_t a, mp_obj_t b, uintptr_t c);
asyncio_result_t asyncio_guard(asyncio_guarded_t fun, mp_obj_t a, mp_obj_t b, uintptr_t c);

// Ends a handler: returns its value or raises its exception.
mp_obj_t asyncio_finish(asyncio_result_t result);
// Ends an awaitable's iternext.
mp_obj_t asyncio_finish_poll(asyncio_result_t result);

// Functions for Python that do no more than call a handler.
#define ASYNCIO_RAISING_0(name, handler) \
    static mp_obj_t name(void) { \
        return asyncio_finish(handler()); \
    }
#define ASYNCIO_RAISING_1(name, handler) \
    static mp_obj_t name(mp_obj_t arg) { \
        return asyncio_finish(handler(arg)); \
    }
#define ASYNCIO_RAISING_2(name, handler) \
    static mp_obj_t name(mp_obj_t arg0, mp_obj_t arg1) { \
        return asyncio_finish(handler(arg0, arg1)); \
    }
#define ASYNCIO_ITERNEXT(name, handler) \
    static mp_obj_t name(mp_obj_t self) { \
        return asyncio_finish_poll(handler(self)); \
    }

// self.name(...) with `n_args` objects.
mp_obj_t asyncio_call_method(mp_obj_t self, qstr name, size_t n_args, ...);

// make_new of the classes without arguments, whose objects are ASYNCIO_BLOCK_SIZE zeroed bytes.
mp_obj_t asyncio_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args);
// Awaitables that must know when an exception is thrown into them: their throw(), and a table with nothing else.
MP_DECLARE_CONST_FUN_OBJ_2(asyncio_throw_obj);
extern const mp_obj_dict_t asyncio_throw_locals_dict;
// The task of a server is thrown into. Returns whether Server.close() did it: then the task just ends.
bool asyncio_server_throw(mp_obj_t serve);

// Microseconds of a Python number of seconds or milliseconds, rounded up. Raises ValueError for a NaN, TypeError
// for no number, OverflowError for ages.
uint64_t asyncio_get_us(mp_obj_t number, uint32_t us_per_unit);

// asyncio.create_task as it is now. Does not raise.
mp_obj_t asyncio_present_create_task(void);

// Prints an exception with its traceback. Does not raise.
void asyncio_print_exception(mp_obj_t exc);

// Prints the default report of an exception handler's context. May raise.
void asyncio_print_context(mp_obj_t context);

// The seams that only C uses, see docs/porting.md. None raises.
#if ASYNCIO_PORT_DESCRIPTORS
// The file descriptor of a stream if the port waits for those, or -1.
int asyncio_port_fileno(mp_obj_t stream, const mp_stream_p_t *stream_p, bool *nonblocking);
// Copies what a socket has, at most `size` bytes, without taking it. Not positive: nothing, or not a socket.
intptr_t asyncio_port_peek(int fd, void *buf, size_t size);
// Which of the directions a descriptor is ready for now.
uint32_t asyncio_port_check_fd(int fd, uint32_t wanted);
#endif
// The error of a connection that was being made, or 0.
int asyncio_port_connect_error(mp_obj_t socket, int fd);

extern const mp_obj_type_t asyncio_type_cancelled_error;
extern const mp_obj_type_t asyncio_type_timeout_error;
extern const mp_obj_type_t asyncio_type_invalid_state_error;
extern const mp_obj_type_t asyncio_type_loop;
extern const mp_obj_type_t asyncio_type_task_queue;
extern const mp_obj_type_t asyncio_type_io_queue;
extern const mp_obj_type_t asyncio_type_stream;
extern const mp_obj_type_t asyncio_type_server;

// An awaitable that is done already, with None.
extern const mp_obj_base_t asyncio_awaitable_none;

MP_DECLARE_CONST_FUN_OBJ_KW(asyncio_create_task_obj);
MP_DECLARE_CONST_FUN_OBJ_1(asyncio_run_obj);
MP_DECLARE_CONST_FUN_OBJ_VAR_BETWEEN(asyncio_run_until_complete_obj);
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_current_task_obj);
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_new_event_loop_obj);
MP_DECLARE_CONST_FUN_OBJ_KW(asyncio_get_event_loop_obj);
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_get_running_loop_obj);
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_all_tasks_obj);
MP_DECLARE_CONST_FUN_OBJ_1(asyncio_iscoroutine_obj);
MP_DECLARE_CONST_FUN_OBJ_KW(asyncio_sleep_obj);
MP_DECLARE_CONST_FUN_OBJ_1(asyncio_sleep_ms_obj);
MP_DECLARE_CONST_FUN_OBJ_KW(asyncio_gather_obj);
MP_DECLARE_CONST_FUN_OBJ_2(asyncio_wait_for_obj);
MP_DECLARE_CONST_FUN_OBJ_2(asyncio_wait_for_ms_obj);
MP_DECLARE_CONST_FUN_OBJ_KW(asyncio_open_connection_obj);
MP_DECLARE_CONST_FUN_OBJ_KW(asyncio_start_server_obj);

#endif // ASYNCIO_GLUE_H
