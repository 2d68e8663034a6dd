// SPDX-License-Identifier: MIT
// What Rust may call of the VM. None of these functions raises: what MicroPython raises below them is caught here
// and handed over as a value.

#include <string.h>

#include "py/gc.h"
#include "py/mphal.h"
#include "py/mpthread.h"
#include "py/objgenerator.h"
#include "py/objlist.h"
#include "py/objtype.h"
#include "glue.h"

/******************************************************************************/
// Memory and identity

// Wait lists keep four bits of state in the address of an object.
_Static_assert(MICROPY_BYTES_PER_GC_BLOCK >= 16, "GC blocks are too small");

// MicroPython's allocator remembers where free memory begins only when it was asked for a single block. A program that
// makes tasks and coroutines, all of several blocks, would have it search everything since the last collection anew each
// time: creating n tasks would cost n * n. So a long search moves the mark; single free blocks before it are found again
// after the next collection, which sets the mark back, as every free() does. On a heap that is 95 % full, with single free
// blocks all over it, this costs one collection more in nine, and saves an eighth of the instructions.
static void note_long_search(void *object) {
    #if MICROPY_ENABLE_GC && !MICROPY_GC_SPLIT_HEAP
    const size_t blocks_per_byte = 4;
    const size_t long_search = 4;
    mp_state_mem_area_t *area = &MP_STATE_MEM(area);
    size_t at = (size_t)((byte *)object - area->gc_pool_start) / MICROPY_BYTES_PER_GC_BLOCK / blocks_per_byte;
    if (at > area->gc_last_free_atb_index + long_search) {
        area->gc_last_free_atb_index = at;
    }
    #else
    (void)object;
    #endif
}

// Does not raise.
void *asyncio_alloc(size_t size) {
    void *object = m_malloc_maybe(size);
    if (object != NULL) {
        #if !MICROPY_GC_CONSERVATIVE_CLEAR
        memset(object, 0, size);
        #endif
        if (size > MICROPY_BYTES_PER_GC_BLOCK) {
            note_long_search(object);
        }
    }
    return object;
}

// Does not raise.
void *asyncio_alloc_with_finaliser(size_t size, const mp_obj_type_t *type) {
    #if MICROPY_ENABLE_GC
    mp_obj_base_t *object = gc_alloc(size, GC_ALLOC_FLAG_HAS_FINALISER);
    #else
    mp_obj_base_t *object = m_malloc_maybe(size);
    #endif
    if (object != NULL) {
        memset(object, 0, size);
        object->type = type;
    }
    return object;
}

#if ASYNCIO_THREADS
// Does not raise.
uintptr_t asyncio_thread_id(void) {
    #ifdef __unix__
    // Every handler asks: much cheaper than the thread's state, and as good for telling threads apart.
    static __thread char here;
    return (uintptr_t)&here;
    #else
    return (uintptr_t)mp_thread_get_state();
    #endif
}
#endif

// Does not raise.
mp_obj_t asyncio_native(mp_obj_t obj, const mp_obj_type_t *type) {
    const mp_obj_type_t *obj_type = mp_obj_get_type(obj);
    if (obj_type == type) {
        return obj;
    }
    if (!mp_obj_is_subclass_fast(MP_OBJ_FROM_PTR(obj_type), MP_OBJ_FROM_PTR(type))) {
        return MP_OBJ_NULL;
    }
    // An instance of a Python class holds the object of its native base, once that was initialised.
    while (mp_obj_is_instance_type(obj_type)) {
        obj = ((mp_obj_instance_t *)MP_OBJ_TO_PTR(obj))->subobj[0];
        obj_type = mp_obj_get_type(obj);
    }
    return mp_obj_is_subclass_fast(MP_OBJ_FROM_PTR(obj_type), MP_OBJ_FROM_PTR(type)) ? obj : MP_OBJ_NULL;
}

/******************************************************************************/
// Calls

_Static_assert((int)ASYNCIO_RESUME_RETURNED == (int)MP_VM_RETURN_NORMAL, "asyncio_resume_t");
_Static_assert((int)ASYNCIO_RESUME_YIELDED == (int)MP_VM_RETURN_YIELD, "asyncio_resume_t");
_Static_assert((int)ASYNCIO_RESUME_RAISED == (int)MP_VM_RETURN_EXCEPTION, "asyncio_resume_t");

// Continues a coroutine with None, or throws `exc` into it if that is not NULL. May raise.
static asyncio_resume_t resume(mp_obj_t coro, mp_obj_t exc, mp_obj_t *ret) {
    mp_vm_return_kind_t kind;
    if (mp_obj_is_type(coro, &mp_type_gen_instance)) {
        // Not mp_resume(): that cannot throw into a generator that has not started.
        kind = mp_obj_gen_resume(coro, mp_const_none, exc, ret);
    } else {
        kind = mp_resume(coro, exc == MP_OBJ_NULL ? mp_const_none : MP_OBJ_NULL, exc, ret);
    }
    return (asyncio_resume_t)kind;
}

// Does not raise: what a coroutine raises ends its turn, and the loop goes on behind another nlr_push().
mp_obj_t asyncio_run_turns(void) {
    asyncio_resume_t how = ASYNCIO_RESUME_YIELDED;
    mp_obj_t value = mp_const_none;
    for (;;) {
        nlr_buf_t nlr;
        if (nlr_push(&nlr) == 0) {
            for (;;) {
                mp_obj_t exc = MP_OBJ_NULL;
                asyncio_result_t next = asyncio_next_turn(how, value, &exc);
                mp_obj_t coro = ASYNCIO_OBJ(next);
                if (coro == MP_OBJ_NULL || ASYNCIO_RAISES(next)) {
                    nlr_pop();
                    return coro;
                }
                how = resume(coro, exc, &value);
            }
        }
        // Only what is not a bytecode or native generator raises, or one that cannot be continued at all.
        value = MP_OBJ_FROM_PTR(nlr.ret_val);
        how = ASYNCIO_RESUME_RAISED;
        if (mp_obj_exception_match(value, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
            // How send() and throw() of such an object return.
            value = mp_obj_exception_get_value(value);
            how = ASYNCIO_RESUME_RETURNED;
        }
    }
}

static mp_obj_t call_1(mp_obj_t fun, mp_obj_t arg, uintptr_t unused) {
    (void)unused;
    return mp_call_function_1(fun, arg);
}

// Does not raise.
asyncio_result_t asyncio_call_1(mp_obj_t fun, mp_obj_t arg) {
    return asyncio_guard(call_1, fun, arg, 0);
}

static mp_obj_t equal(mp_obj_t a, mp_obj_t b, uintptr_t unused) {
    (void)unused;
    return mp_obj_new_bool(mp_obj_equal(a, b));
}

// Does not raise.
bool asyncio_equal(mp_obj_t a, mp_obj_t b) {
    return ASYNCIO_OBJ(asyncio_guard(equal, a, b, 0)) == mp_const_true;
}

static mp_obj_t coroutine(mp_obj_t awaitable, mp_obj_t unused_b, uintptr_t unused_c) {
    (void)unused_b;
    (void)unused_c;
    const mp_obj_type_t *type = mp_obj_get_type(awaitable);
    if (!mp_obj_is_instance_type(type)) {
        if (type->flags & MP_TYPE_FLAG_ITER_IS_ITERNEXT) {
            return awaitable;
        }
    } else {
        mp_obj_t dest[2];
        mp_load_method_maybe(awaitable, MP_QSTR_send, dest);
        if (dest[0] != MP_OBJ_NULL) {
            return awaitable;
        }
        mp_load_method_maybe(awaitable, MP_QSTR___iter__, dest);
        if (dest[0] != MP_OBJ_NULL || (type->flags & MP_TYPE_FLAG_ITER_IS_ITERNEXT)) {
            return mp_getiter(awaitable, NULL);
        }
    }
    mp_raise_msg_varg(&mp_type_TypeError, MP_ERROR_TEXT("coroutine or awaitable expected, got %s%s"),
        mp_obj_get_type_str(awaitable), mp_obj_is_fun(awaitable) ? " (call it)" : "");
}

// Does not raise.
asyncio_result_t asyncio_coroutine(mp_obj_t awaitable) {
    if (mp_obj_is_type(awaitable, &mp_type_gen_instance)) {
        return ASYNCIO_RESULT(false, awaitable);
    }
    return asyncio_guard(coroutine, awaitable, MP_OBJ_NULL, 0);
}

/******************************************************************************/
// Exceptions

// Does not raise: without memory MicroPython falls back to its emergency exception.
mp_obj_t asyncio_error(asyncio_error_t error) {
    const mp_obj_type_t *type = &mp_type_RuntimeError;
    mp_rom_error_text_t text;
    switch (error) {
        case ASYNCIO_ERR_MEMORY:
            type = &mp_type_MemoryError;
            text = gc_is_locked() ? MP_ERROR_TEXT("memory allocation failed, heap is locked") : MP_ERROR_TEXT("memory allocation failed");
            break;
        case ASYNCIO_ERR_NO_RUNNING_LOOP:
            text = MP_ERROR_TEXT("no running event loop");
            break;
        case ASYNCIO_ERR_ALREADY_RUNNING:
            text = MP_ERROR_TEXT("asyncio.run() cannot be called from a running event loop");
            break;
        case ASYNCIO_ERR_NEW_LOOP_WHILE_RUNNING:
            text = MP_ERROR_TEXT("new_event_loop() cannot be called while the event loop is running");
            break;
        case ASYNCIO_ERR_WRONG_THREAD:
            text = MP_ERROR_TEXT("event loop runs in another thread: use ThreadSafeFlag");
            break;
        case ASYNCIO_ERR_INVALID_STATE:
            type = &asyncio_type_invalid_state_error;
            text = MP_ERROR_TEXT("invalid state");
            break;
        case ASYNCIO_ERR_NOT_DONE:
            type = &asyncio_type_invalid_state_error;
            text = MP_ERROR_TEXT("Result is not set.");
            break;
        case ASYNCIO_ERR_AWAIT_SELF:
            text = MP_ERROR_TEXT("Task cannot await on itself");
            break;
        case ASYNCIO_ERR_BAD_YIELD:
            text = MP_ERROR_TEXT("Task got bad yield: await needs a coroutine or an awaitable");
            break;
        case ASYNCIO_ERR_SLEEP_REUSED:
            text = MP_ERROR_TEXT("cannot reuse already awaited sleep");
            break;
        case ASYNCIO_ERR_WAIT_FOR_REUSED:
            text = MP_ERROR_TEXT("cannot reuse already awaited wait_for");
            break;
        case ASYNCIO_ERR_LOCK_NOT_ACQUIRED:
            text = MP_ERROR_TEXT("Lock not acquired");
            break;
        case ASYNCIO_ERR_LOOP_STOPPED:
            text = MP_ERROR_TEXT("Event loop stopped before Future completed.");
            break;
        case ASYNCIO_ERR_EMPTY_QUEUE:
            type = &mp_type_IndexError;
            text = MP_ERROR_TEXT("task is not in the queue");
            break;
        case ASYNCIO_ERR_ALREADY_SCHEDULED:
            type = &mp_type_TypeError;
            text = MP_ERROR_TEXT("unfinished Task expected");
            break;
        case ASYNCIO_ERR_NOT_A_FUTURE:
            type = &mp_type_TypeError;
            text = MP_ERROR_TEXT("create_task was replaced by something that returns no Task");
            break;
        case ASYNCIO_ERR_BUSY_READ:
            text = MP_ERROR_TEXT("read() called while another coroutine is already waiting for incoming data");
            break;
        case ASYNCIO_ERR_STREAM_REUSED:
            text = MP_ERROR_TEXT("cannot reuse already awaited stream operation");
            break;
        case ASYNCIO_ERR_STREAM_CLOSED: {
            mp_obj_t bad_file = MP_OBJ_NEW_SMALL_INT(MP_EBADF);
            return mp_obj_exception_make_new(&mp_type_OSError, 1, 0, &bad_file);
        }
        case ASYNCIO_ERR_EOF:
            return mp_obj_exception_make_new(&mp_type_EOFError, 0, 0, NULL);
        case ASYNCIO_ERR_TIMEOUT:
        default:
            return mp_obj_exception_make_new(&asyncio_type_timeout_error, 0, 0, NULL);
    }
    return mp_obj_new_exception_msg(type, text);
}

// Without memory MicroPython makes do with one static exception. That is good for being raised at once, but not for
// being kept: the next one would overwrite it. Then the class has to do.
static mp_obj_t lasting(mp_obj_t instance, mp_obj_t class) {
    return instance == MP_OBJ_FROM_PTR(&MP_STATE_VM(mp_emergency_exception_obj)) ? class : instance;
}

// Does not raise.
mp_obj_t asyncio_cancelled_error(mp_obj_t msg) {
    mp_obj_t class = MP_OBJ_FROM_PTR(&asyncio_type_cancelled_error);
    if (msg == mp_const_none) {
        return class;
    }
    return lasting(mp_obj_exception_make_new(&asyncio_type_cancelled_error, 1, 0, &msg), class);
}

static mp_obj_t instance(mp_obj_t exc, mp_obj_t unused_b, uintptr_t unused_c) {
    (void)unused_b;
    (void)unused_c;
    return lasting(mp_make_raise_obj(exc), exc);
}

// Does not raise.
mp_obj_t asyncio_exception_instance(mp_obj_t exc) {
    return ASYNCIO_OBJ(asyncio_guard(instance, exc, MP_OBJ_NULL, 0));
}

// Does not raise.
bool asyncio_is_cancelled_error(mp_obj_t exc) {
    return mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&asyncio_type_cancelled_error));
}

// Does not raise.
bool asyncio_is_fatal(mp_obj_t exc) {
    return !mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_Exception)) && !asyncio_is_cancelled_error(exc);
}

static mp_obj_t context_get(mp_obj_t context, qstr key) {
    mp_map_elem_t *elem = mp_map_lookup(mp_obj_dict_get_map(context), MP_OBJ_NEW_QSTR(key), MP_MAP_LOOKUP);
    return elem == NULL ? mp_const_none : elem->value;
}

void asyncio_print_context(mp_obj_t context) {
    if (!mp_obj_is_dict_or_ordereddict(context)) {
        mp_raise_TypeError(MP_ERROR_TEXT("exception handler's context must be a dict"));
    }
    mp_obj_print_helper(MICROPY_ERROR_PRINTER, context_get(context, MP_QSTR_message), PRINT_STR);
    mp_obj_t future = context_get(context, MP_QSTR_future);
    mp_print_str(MICROPY_ERROR_PRINTER, "\nfuture: ");
    mp_obj_print_helper(MICROPY_ERROR_PRINTER, future, PRINT_STR);
    if (mp_obj_is_type(future, &asyncio_type_task)) {
        mp_print_str(MICROPY_ERROR_PRINTER, " coro= ");
        mp_obj_print_helper(MICROPY_ERROR_PRINTER, asyncio_task_coro(future), PRINT_STR);
    }
    mp_print_str(MICROPY_ERROR_PRINTER, "\n");
    mp_obj_t exc = context_get(context, MP_QSTR_exception);
    if (mp_obj_is_exception_instance(exc)) {
        mp_obj_print_exception(MICROPY_ERROR_PRINTER, exc);
    }
}

static mp_obj_t report(mp_obj_t handler, mp_obj_t exc, uintptr_t args) {
    mp_obj_t future = ((const mp_obj_t *)args)[0];
    const char *message = ((const mp_obj_t *)args)[1] == mp_const_true ? "Exception in callback" : "Task exception wasn't retrieved";
    mp_obj_t context = mp_obj_new_dict(3);
    mp_obj_dict_store(context, MP_OBJ_NEW_QSTR(MP_QSTR_message), mp_obj_new_str(message, strlen(message)));
    mp_obj_dict_store(context, MP_OBJ_NEW_QSTR(MP_QSTR_exception), exc);
    mp_obj_dict_store(context, MP_OBJ_NEW_QSTR(MP_QSTR_future), future);
    if (handler == mp_const_none) {
        asyncio_print_context(context);
    } else {
        mp_call_function_2(handler, MP_OBJ_FROM_PTR(&asyncio_type_loop), context);
    }
    return mp_const_none;
}

static mp_obj_t print_exception(mp_obj_t exc, mp_obj_t unused_b, uintptr_t unused_c) {
    (void)unused_b;
    (void)unused_c;
    mp_obj_print_exception(MICROPY_ERROR_PRINTER, exc);
    return mp_const_none;
}

// Does not raise: what printing raises is lost.
void asyncio_print_exception(mp_obj_t exc) {
    asyncio_guard(print_exception, exc, MP_OBJ_NULL, 0);
}

// Does not raise.
asyncio_result_t asyncio_report(mp_obj_t handler, mp_obj_t exc, mp_obj_t future, bool from_callback) {
    mp_obj_t args[2] = { future, mp_obj_new_bool(from_callback) };
    asyncio_result_t result = asyncio_guard(report, handler, exc, (uintptr_t)args);
    if (!ASYNCIO_RAISES(result) || asyncio_is_fatal(ASYNCIO_OBJ(result))) {
        return result;
    }
    // The handler failed (or there was no memory for the context): show both.
    asyncio_print_exception(exc);
    asyncio_print_exception(ASYNCIO_OBJ(result));
    return ASYNCIO_RESULT(false, mp_const_none);
}

// Does not raise.
void asyncio_warn_stubborn(size_t count) {
    mp_printf(MICROPY_ERROR_PRINTER,
        "asyncio.run: waiting for %u task(s) that were cancelled and go on; Ctrl-C drops them\n", (unsigned)count);
}

/******************************************************************************/
// Lists

static mp_obj_t list_new(mp_obj_t unused_a, mp_obj_t unused_b, uintptr_t n) {
    (void)unused_a;
    (void)unused_b;
    mp_obj_list_t *list = MP_OBJ_TO_PTR(mp_obj_new_list(n, NULL));
    for (size_t i = 0; i < n; ++i) {
        list->items[i] = mp_const_none;
    }
    return MP_OBJ_FROM_PTR(list);
}

// Does not raise.
asyncio_result_t asyncio_list_new(size_t n) {
    return asyncio_guard(list_new, MP_OBJ_NULL, MP_OBJ_NULL, n);
}

// Does not raise.
mp_obj_t *asyncio_list_items(mp_obj_t list_in, size_t *n) {
    mp_obj_list_t *list = MP_OBJ_TO_PTR(list_in);
    *n = list->len;
    return list->items;
}

/******************************************************************************/
// Critical section

// Does not raise. Any thread, any interrupt.
uintptr_t asyncio_port_atomic_begin(void) {
    return MICROPY_BEGIN_ATOMIC_SECTION();
}

// Does not raise. Any thread, any interrupt.
void asyncio_port_atomic_end(uintptr_t state) {
    MICROPY_END_ATOMIC_SECTION(state);
}
