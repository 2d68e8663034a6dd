// SPDX-License-Identifier: MIT
// The platform's seams on Linux: one epoll instance, an eventfd that wakes it, CLOCK_MONOTONIC.

#include "py/mphal.h"
#include "py/mpthread.h"
#include "py/stream.h"
#include "glue.h"

#ifdef __unix__
#ifndef __linux__
#error "native asyncio's unix port waits with epoll: it needs Linux"
#endif

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/******************************************************************************/
// Clock

// Does not raise.
uint64_t asyncio_port_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/******************************************************************************/
// Waking. The two flags make sure that no wake-up falls between the last look and the system call: whoever wakes
// sets `woken` first and then looks whether we wait; we say that we wait first and then look at `woken`.

static int epoll_fd = -1;
static int event_fd = -1;
static int waiting;
static int woken;

// Does not raise. Any thread, signal handlers too.
void asyncio_port_wake(void) {
    __atomic_store_n(&woken, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&waiting, __ATOMIC_SEQ_CST)) {
        int saved = errno;
        uint64_t one = 1;
        // Fails only if a wake-up is pending already.
        ssize_t ret = write(event_fd, &one, sizeof(one));
        (void)ret;
        errno = saved;
    }
}

/******************************************************************************/
// Ctrl-C: some builds jump to the interpreter from inside the signal handler (MICROPY_ASYNC_KBD_INTR), which may be in
// the middle of Rust. While a loop runs the handler is ours: it schedules the exception and wakes the loop.

static struct sigaction saved_action;

static void on_sigint(int signum) {
    if (MP_STATE_MAIN_THREAD(mp_pending_exception) != MP_OBJ_NULL) {
        // Asked a second time before the first could be served: something does not react at all.
        signal(signum, SIG_DFL);
        raise(signum);
        return;
    }
    mp_sched_keyboard_interrupt();
    asyncio_port_wake();
}

// Does not raise.
void asyncio_port_enter(void) {
    struct sigaction action = { .sa_handler = on_sigint };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, NULL, &saved_action);
    if (saved_action.sa_handler != SIG_DFL && saved_action.sa_handler != SIG_IGN) {
        sigaction(SIGINT, &action, NULL);
    }
}

// Does not raise.
void asyncio_port_exit(void) {
    sigaction(SIGINT, &saved_action, NULL);
}

/******************************************************************************/
// Waiting

#define MAX_EVENTS (256)

static struct epoll_event events[MAX_EVENTS];
static int n_events;
static int next_event;

static bool is_pending(void) {
    #if MICROPY_ENABLE_SCHEDULER
    if (MP_STATE_VM(sched_state) == MP_SCHED_PENDING) {
        return true;
    }
    #endif
    return MP_STATE_THREAD(mp_pending_exception) != MP_OBJ_NULL;
}

static mp_obj_t open_epoll(mp_obj_t unused_a, mp_obj_t unused_b, uintptr_t unused_c) {
    (void)unused_a;
    (void)unused_b;
    (void)unused_c;
    if (epoll_fd >= 0) {
        return mp_const_none;
    }
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = event_fd };
    if (epoll_fd < 0 || event_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, event_fd, &event) < 0) {
        int err = errno;
        close(epoll_fd);
        close(event_fd);
        epoll_fd = event_fd = -1;
        mp_raise_OSError(err);
    }
    return mp_const_none;
}

// Waits with microseconds where the kernel can (5.11 and newer), else with whole milliseconds.
static int epoll_wait_us(int64_t timeout_us) {
    #ifdef SYS_epoll_pwait2
    static bool unsupported;
    if (!unsupported) {
        struct timespec timeout = { .tv_sec = timeout_us / 1000000, .tv_nsec = timeout_us % 1000000 * 1000 };
        int ret = syscall(SYS_epoll_pwait2, epoll_fd, events, MAX_EVENTS, timeout_us < 0 ? NULL : &timeout, NULL, 0);
        if (ret >= 0 || errno != ENOSYS) {
            return ret;
        }
        unsupported = true;
    }
    #endif
    int64_t timeout_ms = timeout_us < 0 ? -1 : MIN((timeout_us + 999) / 1000, INT32_MAX);
    return epoll_wait(epoll_fd, events, MAX_EVENTS, (int)timeout_ms);
}

static mp_obj_t wait_raising(mp_obj_t descriptors, mp_obj_t unused, uintptr_t timeout_in) {
    (void)unused;
    int64_t timeout_us = *(const int64_t *)timeout_in;
    next_event = n_events = 0;
    if (is_pending()) {
        mp_event_handle_nowait();
        timeout_us = 0;
    }
    if (timeout_us == 0 && descriptors == mp_const_false) {
        return mp_const_none;
    }
    open_epoll(MP_OBJ_NULL, MP_OBJ_NULL, 0);
    if (timeout_us != 0) {
        __atomic_store_n(&waiting, 1, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&woken, __ATOMIC_SEQ_CST) || is_pending()) {
            timeout_us = 0;
        }
        MP_THREAD_GIL_EXIT();
    }
    int ret = epoll_wait_us(timeout_us);
    if (__atomic_load_n(&waiting, __ATOMIC_SEQ_CST)) {
        MP_THREAD_GIL_ENTER();
        __atomic_store_n(&waiting, 0, __ATOMIC_SEQ_CST);
    }
    __atomic_store_n(&woken, 0, __ATOMIC_SEQ_CST);
    n_events = MAX(ret, 0);
    if (is_pending()) {
        mp_event_handle_nowait();
    }
    return mp_const_none;
}

// Does not raise.
asyncio_result_t asyncio_port_wait(int64_t timeout_us, bool descriptors) {
    // What a busy loop asks in every pass.
    if (timeout_us == 0 && !descriptors && !is_pending()) {
        return ASYNCIO_RESULT(false, mp_const_none);
    }
    asyncio_result_t result = asyncio_guard(wait_raising, mp_obj_new_bool(descriptors), MP_OBJ_NULL, (uintptr_t)&timeout_us);
    __atomic_store_n(&waiting, 0, __ATOMIC_SEQ_CST);
    return result;
}

// Does not raise.
int asyncio_io_next_event(uint32_t *ready) {
    while (next_event < n_events) {
        struct epoll_event *event = &events[next_event++];
        if (event->data.fd == event_fd) {
            uint64_t count;
            ssize_t ret = read(event_fd, &count, sizeof(count));
            (void)ret;
            continue;
        }
        // An error or a hang-up ends every wait: the read or write that follows reports it.
        *ready = (event->events & ~EPOLLOUT ? ASYNCIO_IO_READ : 0) | (event->events & ~EPOLLIN ? ASYNCIO_IO_WRITE : 0);
        return event->data.fd;
    }
    return -1;
}

/******************************************************************************/
// Streams

// Does not raise.
bool asyncio_io_register(int fd) {
    if (ASYNCIO_RAISES(asyncio_guard(open_epoll, MP_OBJ_NULL, MP_OBJ_NULL, 0))) {
        return false;
    }
    struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.fd = fd };
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0) {
        return true;
    }
    // A duplicate of a closed descriptor may have kept the old registration.
    return errno == EEXIST && epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event) == 0;
}

// Does not raise.
void asyncio_io_unregister(int fd) {
    struct epoll_event event = { 0 };
    epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, &event);
}

// Does not raise.
int asyncio_port_fileno(mp_obj_t stream, const mp_stream_p_t *stream_p, bool *nonblocking) {
    int err;
    mp_uint_t fd = stream_p->ioctl(stream, MP_STREAM_GET_FILENO, 0, &err);
    if (fd == MP_STREAM_ERROR || (int)fd < 0) {
        return -1;
    }
    int flags = fcntl((int)fd, F_GETFL);
    *nonblocking = flags >= 0 && (flags & O_NONBLOCK);
    return flags < 0 ? -1 : (int)fd;
}

// Does not raise.
intptr_t asyncio_port_peek(int fd, void *buf, size_t size) {
    return recv(fd, buf, size, MSG_PEEK | MSG_DONTWAIT);
}

// Does not raise.
int asyncio_port_connect_error(mp_obj_t stream, int fd) {
    (void)stream;
    int err = 0;
    socklen_t len = sizeof(err);
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0 ? errno : err;
}

// Does not raise.
uint32_t asyncio_port_check_fd(int fd, uint32_t wanted) {
    struct pollfd pfd = {
        .fd = fd,
        .events = (wanted & ASYNCIO_IO_READ ? POLLIN : 0) | (wanted & ASYNCIO_IO_WRITE ? POLLOUT : 0),
    };
    if (poll(&pfd, 1, 0) <= 0) {
        return 0;
    }
    return wanted & ((pfd.revents & ~POLLOUT ? ASYNCIO_IO_READ : 0) | (pfd.revents & ~POLLIN ? ASYNCIO_IO_WRITE : 0));
}

#endif // __unix__
