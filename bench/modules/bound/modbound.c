// SPDX-License-Identifier: MIT
// The module `bound`: what things cost at the very least. C loops that resume generators, and do nothing else, and one
// that makes the system calls of an echo, and no others.

#ifdef __unix__
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include "py/mperrno.h"
#include "py/mphal.h"
#include "py/objgenerator.h"
#include "py/runtime.h"

// Continues a generator. Returns false when it has ended; what it raises goes through.
static bool resume(mp_obj_t gen) {
    mp_obj_t value;
    switch (mp_obj_gen_resume(gen, mp_const_none, MP_OBJ_NULL, &value)) {
        case MP_VM_RETURN_YIELD:
            return true;
        case MP_VM_RETURN_EXCEPTION:
            nlr_raise(value);
        default:
            return false;
    }
}

// array(generators): continues one after the other, in an array, until the first has ended.
static mp_obj_t bound_array(mp_obj_t gens_in) {
    size_t n;
    mp_obj_t *gens;
    mp_obj_get_array(gens_in, &n, &gens);
    for (size_t i = 0; n > 0 && resume(gens[i]);) {
        i = i + 1 < n ? i + 1 : 0;
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(bound_array_obj, bound_array);

// fifo(generators, clock): the same with a linked list: takes the first, continues it, appends it.
// With clock, it looks at the time in between, as a loop has to when somebody sleeps.
typedef struct _node_t {
    struct _node_t *next;
    mp_obj_t gen;
} node_t;

static mp_obj_t bound_fifo(mp_obj_t gens_in, mp_obj_t clock_in) {
    size_t n;
    mp_obj_t *gens;
    mp_obj_get_array(gens_in, &n, &gens);
    bool clock = mp_obj_is_true(clock_in);
    node_t *first = NULL;
    node_t **last = &first;
    for (size_t i = 0; i < n; i++) {
        node_t *node = m_new_obj(node_t);
        node->next = NULL;
        node->gen = gens[i];
        *last = node;
        last = &node->next;
    }
    volatile mp_uint_t now;
    while (first != NULL) {
        node_t *node = first;
        first = node->next;
        if (first == NULL) {
            last = &first;
        }
        if (resume(node->gen)) {
            node->next = NULL;
            *last = node;
            last = &node->next;
        }
        if (clock) {
            now = mp_hal_ticks_us();
            (void)now;
        }
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(bound_fifo_obj, bound_fifo);

// pause(): an awaitable that gives up one turn, at the lowest cost there is: a bit that turns over.
typedef struct _pause_obj_t {
    mp_obj_base_t base;
    bool given;
} pause_obj_t;

static mp_obj_t pause_iternext(mp_obj_t self_in) {
    pause_obj_t *self = MP_OBJ_TO_PTR(self_in);
    self->given = !self->given;
    return self->given ? mp_const_none : MP_OBJ_STOP_ITERATION;
}

static MP_DEFINE_CONST_OBJ_TYPE(
    pause_type, MP_QSTR_pause, MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, pause_iternext
    );

// One for each task: the bit tells who is inside the pause from who comes to it.
static mp_obj_t bound_make_pause(void) {
    return MP_OBJ_FROM_PTR(mp_obj_malloc(pause_obj_t, &pause_type));
}
static MP_DEFINE_CONST_FUN_OBJ_0(bound_make_pause_obj, bound_make_pause);

// same(pause, ms): what sleep_ms(ms) is to a task, a call that returns its awaitable.
static mp_obj_t bound_same(mp_obj_t pause, mp_obj_t ms) {
    (void)ms;
    return pause;
}
static MP_DEFINE_CONST_FUN_OBJ_2(bound_same_obj, bound_same);

#ifdef __unix__

// echo(connections, requests): each request is written, read, written back and read again, over TCP on loopback, for all
// connections in turn. Returns the microseconds that the requests took.
#define ECHO_SIZE (32)

static int checked(int ret) {
    if (ret < 0) {
        mp_raise_OSError(errno);
    }
    return ret;
}

static mp_obj_t bound_echo(mp_obj_t connections_in, mp_obj_t requests_in) {
    mp_int_t connections = mp_obj_get_int(connections_in);
    mp_int_t rounds = mp_obj_get_int(requests_in) / connections;
    int *clients = m_new(int, connections);
    int *servers = m_new(int, connections);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof(address);
    int listener = checked(socket(AF_INET, SOCK_STREAM, 0));
    checked(bind(listener, (struct sockaddr *)&address, size));
    checked(listen(listener, 1));
    checked(getsockname(listener, (struct sockaddr *)&address, &size));
    for (mp_int_t i = 0; i < connections; i++) {
        clients[i] = checked(socket(AF_INET, SOCK_STREAM, 0));
        checked(connect(clients[i], (struct sockaddr *)&address, size));
        servers[i] = checked(accept(listener, NULL, NULL));
    }
    char message[ECHO_SIZE] = { 0 };
    mp_uint_t began = mp_hal_ticks_us();
    for (mp_int_t round = 0; round < rounds; round++) {
        for (mp_int_t i = 0; i < connections; i++) {
            checked(write(clients[i], message, ECHO_SIZE));
        }
        for (mp_int_t i = 0; i < connections; i++) {
            checked(read(servers[i], message, ECHO_SIZE));
            checked(write(servers[i], message, ECHO_SIZE));
        }
        for (mp_int_t i = 0; i < connections; i++) {
            checked(read(clients[i], message, ECHO_SIZE));
        }
    }
    mp_uint_t took = mp_hal_ticks_us() - began;
    for (mp_int_t i = 0; i < connections; i++) {
        close(clients[i]);
        close(servers[i]);
    }
    close(listener);
    return mp_obj_new_int_from_uint(took);
}
static MP_DEFINE_CONST_FUN_OBJ_2(bound_echo_obj, bound_echo);

#endif

static const mp_rom_map_elem_t bound_module_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_bound) },
    { MP_ROM_QSTR(MP_QSTR_array), MP_ROM_PTR(&bound_array_obj) },
    { MP_ROM_QSTR(MP_QSTR_fifo), MP_ROM_PTR(&bound_fifo_obj) },
    { MP_ROM_QSTR(MP_QSTR_pause), MP_ROM_PTR(&bound_make_pause_obj) },
    { MP_ROM_QSTR(MP_QSTR_same), MP_ROM_PTR(&bound_same_obj) },
    #ifdef __unix__
    { MP_ROM_QSTR(MP_QSTR_echo), MP_ROM_PTR(&bound_echo_obj) },
    #endif
};
static MP_DEFINE_CONST_DICT(bound_module_globals, bound_module_globals_table);

const mp_obj_module_t bound_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&bound_module_globals,
};

MP_REGISTER_MODULE(MP_QSTR_bound, bound_module);
