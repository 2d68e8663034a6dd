// SPDX-License-Identifier: MIT
// Shows the simulated pins: one live line on a terminal, plain lines elsewhere.

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "py/runtime.h"

#include "../time_monotonic/monotonic.h"
#include "pin_sim.h"

#if MACHINE_PIN_SIM

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

// The live line must end before anything else is printed, and everything the
// firmware prints goes through write(). So micropython.mk has the linker send
// write() here first (GNU ld's --wrap). Where the linker cannot do that, there
// is no live line and a terminal gets plain lines too.
#ifndef MACHINE_PIN_SIM_WRAP_WRITE
#define MACHINE_PIN_SIM_WRAP_WRITE (0)
#endif

typedef enum { SHOW_UNKNOWN, SHOW_NOTHING, SHOW_LINES, SHOW_LIVE } show_t;

// Holds no object of the heap.
static struct {
    show_t how;
    bool live_open; // the live line is what was written last
    bool mid_line;  // the script has begun a line of its own and not ended it
} show;

/******************************************************************************/
// Output

#if MACHINE_PIN_SIM_WRAP_WRITE

ssize_t __real_write(int fd, const void *buf, size_t len);
ssize_t __wrap_write(int fd, const void *buf, size_t len);

static void show_write(const char *text, size_t len) {
    while (len > 0) {
        ssize_t n = __real_write(STDOUT_FILENO, text, len);
        if (n < 0) {
            struct pollfd ready = { .fd = STDOUT_FILENO, .events = POLLOUT };
            if (errno == EINTR || (errno == EAGAIN && poll(&ready, 1, -1) >= 0)) {
                continue;
            }
            return; // nobody reads any more: the pins work all the same
        }
        text += n;
        len -= n;
    }
}

static void show_end_live_line(void) {
    if (show.live_open) {
        show.live_open = false;
        show_write("\n", 1);
    }
}

ssize_t __wrap_write(int fd, const void *buf, size_t len) {
    bool printed = (fd == STDOUT_FILENO || fd == STDERR_FILENO) && len > 0;
    if (printed) {
        show_end_live_line();
    }
    ssize_t n = __real_write(fd, buf, len);
    if (printed && n > 0 && fd == STDOUT_FILENO) {
        show.mid_line = ((const char *)buf)[n - 1] != '\n';
    }
    return n;
}

#else

static void show_write(const char *text, size_t len) {
    mp_plat_print.print_strn(mp_plat_print.data, text, len);
}

#endif

static void show_init(void) {
    const char *env = getenv("MICROPY_PIN_SIM");
    if (env != NULL && strcmp(env, "off") == 0) {
        show.how = SHOW_NOTHING;
        return;
    }
    show.how = SHOW_LINES;
    #if MACHINE_PIN_SIM_WRAP_WRITE
    if (isatty(STDOUT_FILENO) && !(env != NULL && strcmp(env, "lines") == 0)) {
        show.how = SHOW_LIVE;
        atexit(show_end_live_line);
    }
    #endif
}

/******************************************************************************/
// The two ways to show a change

// "D1 1 0.250123": name, level, seconds
static void show_plain_line(vstr_t *out, const sim_pin_t *pin, uint64_t us) {
    if (show.mid_line) {
        show.mid_line = false;
        vstr_add_char(out, '\n');
    }
    vstr_printf(out, "%q %d %u.%06u\n", pin->name, pin->lit,
        (unsigned int)(us / 1000000), (unsigned int)(us % 1000000));
}

#if MACHINE_PIN_SIM_WRAP_WRITE
// "  D1 ●  D2 ○   1.250 s", drawn over its last state
static void show_live_line(vstr_t *out, uint64_t us) {
    struct winsize window;
    size_t columns = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) {
        columns = window.ws_col;
    }
    if (show.mid_line) {
        show.mid_line = false;
        vstr_add_char(out, '\n');
    }
    vstr_add_char(out, '\r');
    size_t used = 20; // the time, and room for the mark of what does not fit
    for (sim_pin_t *pin = sim_pin_first(); pin != NULL; pin = pin->next) {
        if (!pin->is_led) {
            continue;
        }
        size_t width = qstr_len(pin->name) + 4;
        // A line that wraps cannot be drawn over, nor can more than fits in `out`.
        if (used + width > columns || out->len + width + 48 > out->alloc) {
            vstr_add_str(out, "  …");
            break;
        }
        used += width;
        vstr_printf(out, "  %q %s", pin->name, pin->lit ? "●" : "○");
    }
    vstr_printf(out, "   %u.%03u s\x1b[K", (unsigned int)(us / 1000000), (unsigned int)(us / 1000 % 1000));
    show.live_open = true;
}
#endif

void sim_pin_show(const sim_pin_t *pin, bool changed) {
    if (show.how == SHOW_UNKNOWN) {
        show_init();
    }
    // The text is made on the C stack: a pin may change while the heap is locked.
    char buf[1024];
    vstr_t out;
    vstr_init_fixed_buf(&out, sizeof(buf), buf);
    if (show.how == SHOW_LINES && changed) {
        show_plain_line(&out, pin, monotonic_us());
    }
    #if MACHINE_PIN_SIM_WRAP_WRITE
    if (show.how == SHOW_LIVE) {
        show_live_line(&out, monotonic_us());
    }
    #endif
    show_write(out.buf, out.len);
}

#endif // MACHINE_PIN_SIM
