// SPDX-License-Identifier: MIT
// The one boundary between the C glue and the Rust library: both directions, and nothing else.
//
// build.rs runs bindgen over this file with the firmware's own compiler flags, so the two sides cannot drift.
// No longjmp ever crosses a Rust frame: Rust calls only the shims below, none of which raises; a handler that
// wants to raise says so in its result and the C wrapper raises after Rust has returned.
#ifndef ASYNCIO_BOUNDARY_H
#define ASYNCIO_BOUNDARY_H

#include "py/mpconfig.h"

#if defined(NO_QSTR) && MICROPY_ROM_TEXT_COMPRESSION
// For bindgen, which runs before there are qstrs: MicroPython then leaves out this type, which obj.h names.
typedef const char *mp_rom_error_text_t;
#endif

#include "py/obj.h"

#if MICROPY_OBJ_REPR != MICROPY_OBJ_REPR_A && MICROPY_OBJ_REPR != MICROPY_OBJ_REPR_C
#error "native asyncio needs object representation A or C"
#endif
#if !MICROPY_OBJ_IMMEDIATE_OBJS
#error "native asyncio needs MICROPY_OBJ_IMMEDIATE_OBJS"
#endif

// Whether the platform can wait for file descriptors.
#ifdef __unix__
#define ASYNCIO_PORT_DESCRIPTORS (1)
#else
#define ASYNCIO_PORT_DESCRIPTORS (0)
#endif
// How often, in microseconds, an idle loop looks at streams of which nothing tells when they become ready.
#ifdef __unix__
#define ASYNCIO_PORT_SCAN_US (1000u)
#else
#define ASYNCIO_PORT_SCAN_US (20000u) // interrupts end the wait before
#endif

// Objects of the classes with asyncio_make_new(): zero is a valid one. One GC block.
enum { ASYNCIO_BLOCK_SIZE = 4 * sizeof(mp_obj_t) };

// A small integer is its value shifted by this, plus one, in both representations.
#define ASYNCIO_SMALL_INT_SHIFT (1u)

/******************************************************************************/
// Results

// How a coroutine stopped.
typedef enum {
    ASYNCIO_RESUME_RETURNED,
    ASYNCIO_RESUME_YIELDED,
    ASYNCIO_RESUME_RAISED,
} asyncio_resume_t;

// What a handler returns: an object, and whether that is an exception, to be raised. An awaitable returns NULL when the running
// task is parked: it is to yield. In two registers on every platform: ARM returns a structure of two words in memory, but an
// integer of 64 bits in registers.
#if UINTPTR_MAX == UINT32_MAX
typedef uint64_t asyncio_result_t; // the object is the upper half
#else
typedef struct {
    uintptr_t raises;
    mp_obj_t obj;
} asyncio_result_t;
#endif

// The ways to read a stream.
typedef enum {
    ASYNCIO_READ_SOME,
    ASYNCIO_READ_ALL,
    ASYNCIO_READ_EXACTLY,
    ASYNCIO_READ_LINE,
    ASYNCIO_READ_INTO,
} asyncio_read_t;

// Exceptions that Rust asks for by name; asyncio_error() has type and text of each.
typedef enum {
    ASYNCIO_ERR_MEMORY,
    ASYNCIO_ERR_NO_RUNNING_LOOP,
    ASYNCIO_ERR_ALREADY_RUNNING,
    ASYNCIO_ERR_NEW_LOOP_WHILE_RUNNING,
    ASYNCIO_ERR_WRONG_THREAD,
    ASYNCIO_ERR_INVALID_STATE,
    ASYNCIO_ERR_NOT_DONE,
    ASYNCIO_ERR_AWAIT_SELF,
    ASYNCIO_ERR_BAD_YIELD,
    ASYNCIO_ERR_SLEEP_REUSED,
    ASYNCIO_ERR_WAIT_FOR_REUSED,
    ASYNCIO_ERR_LOCK_NOT_ACQUIRED,
    ASYNCIO_ERR_LOOP_STOPPED,
    ASYNCIO_ERR_EMPTY_QUEUE,
    ASYNCIO_ERR_ALREADY_SCHEDULED,
    ASYNCIO_ERR_NOT_A_FUTURE,
    ASYNCIO_ERR_BUSY_READ,
    ASYNCIO_ERR_STREAM_REUSED,
    ASYNCIO_ERR_STREAM_CLOSED,
    ASYNCIO_ERR_EOF,
    ASYNCIO_ERR_TIMEOUT,
} asyncio_error_t;

/******************************************************************************/
// Types, whose tables are C's and whose objects are Rust's

extern const mp_obj_type_t asyncio_type_event_loop;
extern const mp_obj_type_t asyncio_type_future;
extern const mp_obj_type_t asyncio_type_task;
extern const mp_obj_type_t asyncio_type_task_extra;
extern const mp_obj_type_t asyncio_type_handle;
extern const mp_obj_type_t asyncio_type_sleep;
extern const mp_obj_type_t asyncio_type_gather;
extern const mp_obj_type_t asyncio_type_gather_child;
extern const mp_obj_type_t asyncio_type_wait_for;
extern const mp_obj_type_t asyncio_type_event;
extern const mp_obj_type_t asyncio_type_lock;
extern const mp_obj_type_t asyncio_type_thread_safe_flag;
extern const mp_obj_type_t asyncio_type_io_wait;
extern const mp_obj_type_t asyncio_type_io_entry;
extern const mp_obj_type_t asyncio_type_stream;
extern const mp_obj_type_t asyncio_type_stream_read;
extern const mp_obj_type_t asyncio_type_stream_flush;
extern const mp_obj_type_t asyncio_type_connect;
extern const mp_obj_type_t asyncio_type_serve;

/******************************************************************************/
// Shims: Rust calls C. None of them raises: what is raised below them is in their result.

// Zeroed memory from the GC heap; NULL when there is none. May collect.
void *asyncio_alloc(size_t size);
// The same for an object whose __del__ is called when it is collected or the VM ends.
void *asyncio_alloc_with_finaliser(size_t size, const mp_obj_type_t *type);
// The rooted slot that keeps the event loop alive.
extern void **const asyncio_loop_slot;
// Identifies the calling thread. Only in builds with threads.
#if MICROPY_PY_THREAD
#define ASYNCIO_THREADS (1)
#else
#define ASYNCIO_THREADS (0)
#endif
uintptr_t asyncio_thread_id(void);

// Continues one coroutine after the other, as asyncio_next_turn() says. Returns a fatal exception
// or NULL. A loop here and not in Rust, so that one nlr_push() serves many turns.
mp_obj_t asyncio_run_turns(void);
// Calls `fun` with one argument.
asyncio_result_t asyncio_call_1(mp_obj_t fun, mp_obj_t arg);
// Whether a == b; false if that raises.
bool asyncio_equal(mp_obj_t a, mp_obj_t b);
// Makes an exception with the type and text of `error`. When memory is short, one without text.
mp_obj_t asyncio_error(asyncio_error_t error);
// The CancelledError class, or with a message an instance; with memory short, the class.
mp_obj_t asyncio_cancelled_error(mp_obj_t msg);
// Makes an exception instance of a class; returns an instance as it is. With memory short, the class; if the class's own
// constructor raises, that exception.
mp_obj_t asyncio_exception_instance(mp_obj_t exc);
// Whether `exc` (class or instance) is a CancelledError.
bool asyncio_is_cancelled_error(mp_obj_t exc);
// Whether `exc` should leave the loop at once: neither Exception nor CancelledError (KeyboardInterrupt, SystemExit).
bool asyncio_is_fatal(mp_obj_t exc);
// Makes what can drive a task of any awaitable. TypeError if it is none.
asyncio_result_t asyncio_coroutine(mp_obj_t awaitable);
// The native object of `type` (or of a type below it) in `obj` or in the Python subclass instance `obj`; NULL if there is none.
mp_obj_t asyncio_native(mp_obj_t obj, const mp_obj_type_t *type);
// Hands an exception that nobody retrieved, or that a callback raised, to the loop's handler; `handler` is None for the default one. What
// the handler itself raises is printed, but for fatal exceptions.
asyncio_result_t asyncio_report(mp_obj_t handler, mp_obj_t exc, mp_obj_t future, bool from_callback);
// Prints that run() still waits for `count` tasks that caught their CancelledError.
void asyncio_warn_stubborn(size_t count);
// A list of `n` items, all None.
asyncio_result_t asyncio_list_new(size_t n);
// The items of a list that asyncio_list_new made.
mp_obj_t *asyncio_list_items(mp_obj_t list, size_t *n);

// Microseconds of a monotonic clock since some point in the past. Never wraps.
uint64_t asyncio_port_clock(void);
// Waits until `timeout_us` microseconds have passed (negative: for ever), an interrupt, a signal or asyncio_port_wake()
// came, or (`descriptors`) a registered stream is ready, whichever is first; early returns are allowed. 0 does not
// wait. Handles what is pending in the VM, which may raise.
asyncio_result_t asyncio_port_wait(int64_t timeout_us, bool descriptors);
// Makes a running or the next asyncio_port_wait() return. Any thread, any interrupt.
void asyncio_port_wake(void);
// Starts and ends the time in which a loop runs: signals that would jump out of native code are kept from it.
void asyncio_port_enter(void);
void asyncio_port_exit(void);
// MicroPython's atomic section. Any thread, any interrupt.
uintptr_t asyncio_port_atomic_begin(void);
void asyncio_port_atomic_end(uintptr_t state);

// Directions of a stream.
#define ASYNCIO_IO_READ (1u)
#define ASYNCIO_IO_WRITE (2u)

// How a stream is waited for.
typedef struct {
    int fd;            // its file descriptor, -1: it has none (that the platform can wait for)
    bool nonblocking;  // reads and writes never block
} asyncio_io_info_t;

// Finds out how to wait for a stream. OSError if that is impossible.
asyncio_result_t asyncio_io_open(mp_obj_t stream, asyncio_io_info_t *info);
// Asks a stream (`fd` as asyncio_io_open() said) which of `events` would not block now, errors included.
uint32_t asyncio_io_check(mp_obj_t stream, int fd, uint32_t events);

// What Rust has to know of a stream to read it.
typedef struct {
    bool known;     // the rest has been found out; it does not change
    bool in_python; // a Python class: its methods return objects
    bool is_text;   // reads yield str
} asyncio_stream_kind_t;
// Looks at a stream. OSError if it cannot be read.
asyncio_result_t asyncio_stream_kind(mp_obj_t stream, asyncio_stream_kind_t *kind);
// Reads at most `size` bytes from a native stream. A small integer: how many, 0 is the end; None: nothing now.
asyncio_result_t asyncio_stream_read(mp_obj_t stream, void *buf, size_t size);
// The same, up to a newline. `fd` as asyncio_io_open() said: a socket is not read past the newline, nor byte by byte.
asyncio_result_t asyncio_stream_read_line(mp_obj_t stream, int fd, void *buf, size_t size);
// Calls read(n) (negative: read()) or readline() (`arg` is NULL) or readinto(arg) of a stream written in Python.
// None: nothing yet.
asyncio_result_t asyncio_stream_call_read(mp_obj_t stream, mp_obj_t arg, bool is_readinto);
// Writes the bytes of `data` from `offset` on. A small integer: how many; None: nothing now.
asyncio_result_t asyncio_stream_write(mp_obj_t stream, mp_obj_t data, size_t offset);
// Calls close().
asyncio_result_t asyncio_stream_close(mp_obj_t stream);
typedef struct {
    uint8_t *start;
    size_t len;
} asyncio_buffer_t;
// The memory behind a buffer object (`writable`: for writing).
asyncio_result_t asyncio_buffer(mp_obj_t obj, bool writable, asyncio_buffer_t *buffer);
// A new bytes or str object.
asyncio_result_t asyncio_bytes_new(const uint8_t *start, size_t len, bool is_text);
// The bytes of `pending` (NULL: none) from `offset` on, and behind them those of `more` from `more_offset` on; `more`
// itself if it is bytes and all there is.
asyncio_result_t asyncio_bytes_append(mp_obj_t pending, size_t offset, mp_obj_t more, size_t more_offset);

// Opens a non-blocking socket for (host, port) and begins to connect.
asyncio_result_t asyncio_connect_begin(mp_obj_t args);
// The socket is writable: finds out whether it is connected, wraps it with TLS as `args` want, and makes the pair of
// streams.
asyncio_result_t asyncio_connect_end(mp_obj_t args, mp_obj_t socket, int fd);
// Accepts one connection. A coroutine: what the callback returned; None: that was all; NULL: nobody is there; False: the
// connection cannot be had, try again later. Raises fatal exceptions only.
asyncio_result_t asyncio_accept(mp_obj_t args, mp_obj_t listener);

// The next three are for platforms with ASYNCIO_PORT_DESCRIPTORS only.
// Registers a descriptor for edges of both directions, or anew if its number was registered before.
// False: it is of a kind that is always ready (a file).
bool asyncio_io_register(int fd);
void asyncio_io_unregister(int fd);
// The next event that the last asyncio_port_wait() found: the descriptor, or -1.
int asyncio_io_next_event(uint32_t *events);

/******************************************************************************/
// Handlers: C calls Rust.

// turns
// The current task's coroutine stopped with `value` (at first: nobody's). Runs what is not a coroutine and finds the next that
// is, which is to be continued, with `exc` thrown into it unless that is NULL. NULL: there is none left in this pass. Raises
// fatal exceptions only.
asyncio_result_t asyncio_next_turn(asyncio_resume_t how, mp_obj_t value, mp_obj_t *exc);

// loop
asyncio_result_t asyncio_run(mp_obj_t awaitable);
asyncio_result_t asyncio_run_until_complete(mp_obj_t awaitable); // NULL: run_forever()
asyncio_result_t asyncio_stop(void);
asyncio_result_t asyncio_new_event_loop(void);
asyncio_result_t asyncio_current_task(void);
mp_obj_t asyncio_cur_task(void);
asyncio_result_t asyncio_create_task(mp_obj_t coro, mp_obj_t name);
asyncio_result_t asyncio_all_tasks(void);
// What a program has put in the place of create_task(); NULL: nothing.
mp_obj_t asyncio_get_create_task(void);
asyncio_result_t asyncio_set_create_task(mp_obj_t fun);
asyncio_result_t asyncio_set_exception_handler(mp_obj_t handler);
mp_obj_t asyncio_get_exception_handler(void);
mp_obj_t asyncio_is_running(void);

// TaskQueue, the semi-public view of what is scheduled
asyncio_result_t asyncio_queue_peek(void);
asyncio_result_t asyncio_queue_pop(void);
asyncio_result_t asyncio_queue_push(mp_obj_t task, int64_t delay_us);
asyncio_result_t asyncio_queue_remove(mp_obj_t task);

// Future and Task
mp_obj_t asyncio_future_done(mp_obj_t self);
mp_obj_t asyncio_future_cancelled(mp_obj_t self);
asyncio_result_t asyncio_future_cancel(mp_obj_t self, mp_obj_t msg);
asyncio_result_t asyncio_future_result(mp_obj_t self);
asyncio_result_t asyncio_future_exception(mp_obj_t self);
asyncio_result_t asyncio_future_set_result(mp_obj_t self, mp_obj_t value);
asyncio_result_t asyncio_future_set_exception(mp_obj_t self, mp_obj_t exc);
asyncio_result_t asyncio_future_add_done_callback(mp_obj_t self, mp_obj_t fun);
asyncio_result_t asyncio_future_remove_done_callback(mp_obj_t self, mp_obj_t fun);
asyncio_result_t asyncio_future_await(mp_obj_t self);
mp_obj_t asyncio_task_coro(mp_obj_t self);
asyncio_result_t asyncio_task_get_name(mp_obj_t self);
asyncio_result_t asyncio_task_set_name(mp_obj_t self, mp_obj_t name);
// .data, .state and .ph_key as MicroPython's own Task shows them
mp_obj_t asyncio_task_data(mp_obj_t self, bool *is_value);
int asyncio_task_state(mp_obj_t self); // 1 running, 0 done and retrieved, -1 done and not retrieved
uint32_t asyncio_task_deadline_us(mp_obj_t self);

// sleep, gather, wait_for
asyncio_result_t asyncio_sleep_new(uint64_t delay_us, mp_obj_t result);
asyncio_result_t asyncio_sleep_await(mp_obj_t self);
asyncio_result_t asyncio_gather_new(size_t n, const mp_obj_t *aws, bool return_exceptions);
bool asyncio_gather_throw(mp_obj_t self, mp_obj_t exc); // whether the await goes on
asyncio_result_t asyncio_wait_for_new(mp_obj_t aw, uint64_t timeout_us);
asyncio_result_t asyncio_wait_for_await(mp_obj_t self);
void asyncio_wait_for_throw(mp_obj_t self);

// IOQueue, the semi-public way to wait for any stream
asyncio_result_t asyncio_io_queue(mp_obj_t stream, uint32_t events);
asyncio_result_t asyncio_io_await(mp_obj_t self);
asyncio_result_t asyncio_io_remove(mp_obj_t task);
asyncio_result_t asyncio_io_awaited(void); // a list: reader, writer, stream, ...

// Stream
// `below`: the socket if `stream` is TLS over one, else NULL.
asyncio_result_t asyncio_stream_new(mp_obj_t stream, mp_obj_t extra, mp_obj_t below);
mp_obj_t asyncio_stream_s(mp_obj_t self);
mp_obj_t asyncio_stream_e(mp_obj_t self);
mp_obj_t asyncio_stream_out_buf(mp_obj_t self); // NULL: empty
void asyncio_stream_set_out_buf(mp_obj_t self, mp_obj_t data);
// `size`: bytes wanted, -1 for all there are; ASYNCIO_READ_... say how.
asyncio_result_t asyncio_stream_read_new(mp_obj_t self, asyncio_read_t how, intptr_t size, mp_obj_t buf);
asyncio_result_t asyncio_stream_read_await(mp_obj_t self);
void asyncio_stream_read_throw(mp_obj_t self);
asyncio_result_t asyncio_stream_write_some(mp_obj_t self, mp_obj_t data);
asyncio_result_t asyncio_stream_flush_new(mp_obj_t self, bool then_close);
asyncio_result_t asyncio_stream_flush_await(mp_obj_t self);
asyncio_result_t asyncio_stream_close_now(mp_obj_t self);

// open_connection, start_server
asyncio_result_t asyncio_connect_new(mp_obj_t args);
asyncio_result_t asyncio_connect_await(mp_obj_t self);
void asyncio_connect_throw(mp_obj_t self);
asyncio_result_t asyncio_serve_new(mp_obj_t args, mp_obj_t listener);
asyncio_result_t asyncio_serve_await(mp_obj_t self);
mp_obj_t asyncio_serve_throw(mp_obj_t self); // returns `args`

// Event, Lock, ThreadSafeFlag
mp_obj_t asyncio_event_is_set(mp_obj_t self);
asyncio_result_t asyncio_event_set(mp_obj_t self);
mp_obj_t asyncio_event_clear(mp_obj_t self);
asyncio_result_t asyncio_event_await(mp_obj_t self);
mp_obj_t asyncio_lock_locked(mp_obj_t self);
asyncio_result_t asyncio_lock_release(mp_obj_t self);
asyncio_result_t asyncio_lock_await(mp_obj_t self);
void asyncio_lock_throw(mp_obj_t self);
mp_obj_t asyncio_flag_is_set(mp_obj_t self);
mp_obj_t asyncio_flag_set(mp_obj_t self); // any thread, any interrupt
mp_obj_t asyncio_flag_clear(mp_obj_t self); // any thread, any interrupt
asyncio_result_t asyncio_flag_await(mp_obj_t self);
// The task a lock was handed over to, which has not run since; NULL if none.
mp_obj_t asyncio_lock_heir(mp_obj_t self);
// The task that has waited longest for an event, lock, flag or future; NULL if none.
mp_obj_t asyncio_first_waiter(mp_obj_t self);

#endif // ASYNCIO_BOUNDARY_H
