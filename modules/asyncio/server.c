// SPDX-License-Identifier: MIT
// open_connection(), start_server() and Server: everything that is done with Python's socket and tls modules.

#include "glue.h"

/******************************************************************************/
// Python's modules, by name: they may be frozen, built in or files

static mp_obj_t import_socket(void) {
    return mp_import_name(MP_QSTR_socket, mp_const_none, MP_OBJ_NEW_SMALL_INT(0));
}

// The first result of getaddrinfo(), a tuple whose first item is the family and whose last is the address.
static mp_obj_t resolve(mp_obj_t socket_module, mp_obj_t host, mp_obj_t port, mp_obj_t **info, size_t *len) {
    mp_obj_t results = asyncio_call_method(socket_module, MP_QSTR_getaddrinfo, 4, host, port, MP_OBJ_NEW_SMALL_INT(0),
        mp_load_attr(socket_module, MP_QSTR_SOCK_STREAM));
    mp_obj_t first = mp_obj_subscr(results, MP_OBJ_NEW_SMALL_INT(0), MP_OBJ_SENTINEL);
    mp_obj_get_array(first, len, info);
    return (*info)[*len - 1];
}

static mp_obj_t new_socket(mp_obj_t socket_module, const mp_obj_t *info) {
    mp_obj_t socket = asyncio_call_method(socket_module, MP_QSTR_socket, 3, info[0], info[1], info[2]);
    asyncio_call_method(socket, MP_QSTR_setblocking, 1, mp_const_false);
    return socket;
}

// context.wrap_socket(socket, server_side=... or server_hostname=..., do_handshake_on_connect=False), non-blocking
static mp_obj_t wrap_socket(mp_obj_t context, mp_obj_t socket, qstr key, mp_obj_t value) {
    mp_obj_t dest[7];
    mp_load_method(context, MP_QSTR_wrap_socket, dest);
    dest[2] = socket;
    dest[3] = MP_OBJ_NEW_QSTR(key);
    dest[4] = value;
    dest[5] = MP_OBJ_NEW_QSTR(MP_QSTR_do_handshake_on_connect);
    dest[6] = mp_const_false;
    mp_obj_t wrapped = mp_call_method_n_kw(1, 2, dest);
    asyncio_call_method(wrapped, MP_QSTR_setblocking, 1, mp_const_false);
    return wrapped;
}

// The errno of an OSError, 0 for any other exception.
static mp_int_t error_number(mp_obj_t exc) {
    if (!mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_OSError))) {
        return 0;
    }
    mp_obj_t value = mp_obj_exception_get_value(exc);
    return mp_obj_is_small_int(value) ? MP_OBJ_SMALL_INT_VALUE(value) : 0;
}

/******************************************************************************/
// open_connection

enum { CONNECT_HOST, CONNECT_PORT, CONNECT_SSL, CONNECT_SERVER_HOSTNAME, CONNECT_NUM_ARGS };

static mp_obj_t connect_begin(mp_obj_t args_in, mp_obj_t unused_b, uintptr_t unused_c) {
    (void)unused_b;
    (void)unused_c;
    mp_obj_t *args;
    mp_obj_get_array_fixed_n(args_in, CONNECT_NUM_ARGS, &args);
    mp_obj_t socket_module = import_socket();
    mp_obj_t *info;
    size_t len;
    mp_obj_t address = resolve(socket_module, args[CONNECT_HOST], args[CONNECT_PORT], &info, &len);
    mp_obj_t socket = new_socket(socket_module, info);
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        asyncio_call_method(socket, MP_QSTR_connect, 1, address);
        nlr_pop();
    } else if (error_number(MP_OBJ_FROM_PTR(nlr.ret_val)) != MP_EINPROGRESS) {
        asyncio_call_method(socket, MP_QSTR_close, 0);
        nlr_raise(MP_OBJ_FROM_PTR(nlr.ret_val));
    }
    return socket;
}

// Does not raise.
asyncio_result_t asyncio_connect_begin(mp_obj_t args) {
    return asyncio_guard(connect_begin, args, MP_OBJ_NULL, 0);
}

static mp_obj_t connect_end(mp_obj_t args_in, mp_obj_t socket, uintptr_t fd) {
    mp_obj_t *args;
    mp_obj_get_array_fixed_n(args_in, CONNECT_NUM_ARGS, &args);
    int err = asyncio_port_connect_error(socket, (int)fd);
    if (err != 0) {
        mp_raise_OSError(err);
    }
    mp_obj_t context = args[CONNECT_SSL];
    mp_obj_t below = MP_OBJ_NULL;
    if (mp_obj_is_true(context)) {
        if (context == mp_const_true) {
            mp_obj_t tls = mp_import_name(MP_QSTR_tls, mp_const_none, MP_OBJ_NEW_SMALL_INT(0));
            mp_obj_t protocol = mp_load_attr(tls, MP_QSTR_PROTOCOL_TLS_CLIENT);
            context = asyncio_call_method(tls, MP_QSTR_SSLContext, 1, protocol);
            // As MicroPython's own package: ssl=True encrypts, it does not ask who the peer is.
            mp_store_attr(context, MP_QSTR_verify_mode, mp_load_attr(tls, MP_QSTR_CERT_NONE));
        }
        mp_obj_t hostname = args[CONNECT_SERVER_HOSTNAME];
        hostname = mp_obj_is_true(hostname) ? hostname : args[CONNECT_HOST];
        below = socket;
        socket = wrap_socket(context, socket, MP_QSTR_server_hostname, hostname);
    }
    mp_obj_t stream = asyncio_finish(asyncio_stream_new(socket, MP_OBJ_NULL, below));
    mp_obj_t pair[2] = { stream, stream };
    return mp_obj_new_tuple(2, pair);
}

// Does not raise.
asyncio_result_t asyncio_connect_end(mp_obj_t args, mp_obj_t socket, int fd) {
    return asyncio_guard(connect_end, args, socket, (uintptr_t)fd);
}

ASYNCIO_ITERNEXT(connect_iternext, asyncio_connect_await)

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_connect,
    MP_QSTR_open_connection,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, connect_iternext,
    locals_dict, &asyncio_throw_locals_dict
    );

static mp_obj_t open_connection(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    static const mp_arg_t allowed[CONNECT_NUM_ARGS] = {
        { MP_QSTR_host, MP_ARG_OBJ | MP_ARG_REQUIRED, {.u_obj = MP_OBJ_NULL} },
        { MP_QSTR_port, MP_ARG_OBJ | MP_ARG_REQUIRED, {.u_obj = MP_OBJ_NULL} },
        { MP_QSTR_ssl, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
        { MP_QSTR_server_hostname, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
    };
    mp_arg_val_t args[CONNECT_NUM_ARGS];
    mp_arg_parse_all(n_args, pos_args, kw_args, CONNECT_NUM_ARGS, allowed, args);
    mp_obj_t items[CONNECT_NUM_ARGS];
    for (size_t i = 0; i < CONNECT_NUM_ARGS; ++i) {
        items[i] = args[i].u_obj;
    }
    return asyncio_finish(asyncio_connect_new(mp_obj_new_tuple(CONNECT_NUM_ARGS, items)));
}
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_open_connection_obj, 2, open_connection);

/******************************************************************************/
// Server, and the task behind it

typedef struct {
    mp_obj_base_t base;
    mp_obj_t task;
    mp_obj_t s; // the listening socket, or whatever a program keeps here
    bool closed;
} server_t;

// What the task of a server works with; `server` is there once start_server() is done.
enum { SERVE_CALLBACK, SERVE_SSL, SERVE_SERVER, SERVE_NUM_ARGS };

static mp_obj_t accept_one(mp_obj_t args_in, mp_obj_t listener, uintptr_t unused) {
    (void)unused;
    mp_obj_t *args;
    mp_obj_get_array_fixed_n(args_in, SERVE_NUM_ARGS, &args);
    server_t *server = MP_OBJ_TO_PTR(args[SERVE_SERVER]);
    if (server->task == mp_const_none) {
        // What a Python subclass of Server sets as its task stays with the subclass.
        server->task = asyncio_cur_task();
    }
    mp_obj_t *pair;
    mp_obj_get_array_fixed_n(asyncio_call_method(listener, MP_QSTR_accept, 0), 2, &pair);
    mp_obj_t socket = pair[0];
    mp_obj_t below = MP_OBJ_NULL;
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        asyncio_call_method(socket, MP_QSTR_close, 0);
        nlr_raise(MP_OBJ_FROM_PTR(nlr.ret_val));
    }
    asyncio_call_method(socket, MP_QSTR_setblocking, 1, mp_const_false);
    if (mp_obj_is_true(args[SERVE_SSL])) {
        below = socket;
        socket = wrap_socket(args[SERVE_SSL], socket, MP_QSTR_server_side, mp_const_true);
    }
    nlr_pop();
    mp_obj_t extra = mp_obj_new_dict(1);
    mp_obj_dict_store(extra, MP_OBJ_NEW_QSTR(MP_QSTR_peername), pair[1]);
    mp_obj_t stream = asyncio_finish(asyncio_stream_new(socket, extra, below));
    mp_obj_t result = mp_call_function_2(args[SERVE_CALLBACK], stream, stream);
    // A plain function is done by now, as in CPython.
    return mp_obj_is_type(result, &mp_type_gen_instance) ? result : mp_const_none;
}

// Does not raise. Exceptions of one connection are printed; the server goes on.
asyncio_result_t asyncio_accept(mp_obj_t args, mp_obj_t listener) {
    asyncio_result_t result = asyncio_guard(accept_one, args, listener, 0);
    mp_obj_t exc = ASYNCIO_OBJ(result);
    if (!ASYNCIO_RAISES(result) || asyncio_is_fatal(exc)) {
        return result;
    }
    mp_int_t err = error_number(exc);
    if (err == MP_EAGAIN) {
        return ASYNCIO_RESULT(false, MP_OBJ_NULL);
    }
    if (err == MP_ECONNABORTED) {
        return ASYNCIO_RESULT(false, mp_const_none); // the peer has gone already
    }
    asyncio_print_exception(exc);
    return ASYNCIO_RESULT(false, mp_const_false);
}

ASYNCIO_ITERNEXT(serve_iternext, asyncio_serve_await)

bool asyncio_server_throw(mp_obj_t serve) {
    mp_obj_t *args;
    mp_obj_get_array_fixed_n(asyncio_serve_throw(serve), SERVE_NUM_ARGS, &args);
    return ((server_t *)MP_OBJ_TO_PTR(args[SERVE_SERVER]))->closed;
}

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_serve,
    MP_QSTR_serve,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, serve_iternext,
    locals_dict, &asyncio_throw_locals_dict
    );

// MicroPython's own start_server() makes a server and then its task; programs do the same in their own way.
static mp_obj_t server_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, 0, false);
    server_t *self = mp_obj_malloc(server_t, type);
    self->task = mp_const_none;
    self->s = mp_const_none;
    self->closed = false;
    return MP_OBJ_FROM_PTR(self);
}

// _serve(s, cb, ssl=None): what the server's task runs
static mp_obj_t server_serve(size_t n_args, const mp_obj_t *args) {
    mp_obj_t items[SERVE_NUM_ARGS] = { args[2], n_args > 3 ? args[3] : mp_const_none, args[0] };
    return asyncio_finish(asyncio_serve_new(mp_obj_new_tuple(SERVE_NUM_ARGS, items), args[1]));
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(server_serve_obj, 3, 4, server_serve);

static mp_obj_t server_task(mp_obj_t self_in) {
    server_t *self = MP_OBJ_TO_PTR(self_in);
    if (self->task == mp_const_none) {
        mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("Server has no task: use start_server()"));
    }
    return self->task;
}

static mp_obj_t server_close(mp_obj_t self_in) {
    server_t *self = MP_OBJ_TO_PTR(self_in);
    if (!self->closed) {
        // The task ends in a later turn.
        asyncio_call_method(server_task(self_in), MP_QSTR_cancel, 0);
        self->closed = true;
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(server_close_obj, server_close);

static MP_DEFINE_CONST_FUN_OBJ_1(server_wait_closed_obj, server_task);

static mp_obj_t server_aexit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    server_close(args[0]);
    return server_task(args[0]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(server_aexit_obj, 4, 4, server_aexit);

// start_server() returns the server: it is its own awaitable, and that of "async with".
static mp_obj_t server_iternext(mp_obj_t self) {
    return mp_make_stop_iteration(self);
}

static void server_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    server_t *self = MP_OBJ_TO_PTR(self_in);
    mp_obj_t *place = attr == MP_QSTR_task ? &self->task : attr == MP_QSTR_s ? &self->s : NULL;
    if (dest[0] == MP_OBJ_NULL) {
        if (place != NULL) {
            dest[0] = *place;
        } else if (attr == MP_QSTR_state) {
            dest[0] = mp_obj_new_bool(self->closed);
        } else {
            dest[1] = MP_OBJ_SENTINEL;
        }
    } else if (dest[1] != MP_OBJ_NULL && place != NULL) {
        *place = dest[1];
        dest[0] = MP_OBJ_NULL;
    }
}

static const mp_rom_map_elem_t server_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&server_close_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_closed), MP_ROM_PTR(&server_wait_closed_obj) },
    { MP_ROM_QSTR(MP_QSTR__serve), MP_ROM_PTR(&server_serve_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&mp_identity_obj) },
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&server_aexit_obj) },
};
static MP_DEFINE_CONST_DICT(server_locals_dict, server_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_type_server,
    MP_QSTR_Server,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, server_make_new,
    attr, server_attr,
    iter, server_iternext,
    locals_dict, &server_locals_dict
    );

/******************************************************************************/
// start_server

static mp_obj_t start_listening(mp_obj_t host, mp_obj_t port, mp_obj_t backlog) {
    mp_obj_t socket_module = import_socket();
    mp_obj_t *info;
    size_t len;
    mp_obj_t address = resolve(socket_module, host, port, &info, &len);
    mp_obj_t socket = new_socket(socket_module, info);
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        asyncio_call_method(socket, MP_QSTR_close, 0);
        nlr_raise(MP_OBJ_FROM_PTR(nlr.ret_val));
    }
    asyncio_call_method(socket, MP_QSTR_setsockopt, 3, mp_load_attr(socket_module, MP_QSTR_SOL_SOCKET),
        mp_load_attr(socket_module, MP_QSTR_SO_REUSEADDR), MP_OBJ_NEW_SMALL_INT(1));
    asyncio_call_method(socket, MP_QSTR_bind, 1, address);
    asyncio_call_method(socket, MP_QSTR_listen, 1, backlog);
    nlr_pop();
    return socket;
}

static mp_obj_t start_server(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    enum { ARG_cb, ARG_host, ARG_port, ARG_backlog, ARG_ssl };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_cb, MP_ARG_OBJ | MP_ARG_REQUIRED, {.u_obj = MP_OBJ_NULL} },
        { MP_QSTR_host, MP_ARG_OBJ | MP_ARG_REQUIRED, {.u_obj = MP_OBJ_NULL} },
        { MP_QSTR_port, MP_ARG_OBJ | MP_ARG_REQUIRED, {.u_obj = MP_OBJ_NULL} },
        { MP_QSTR_backlog, MP_ARG_INT, {.u_int = 5} },
        { MP_QSTR_ssl, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
    };
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, pos_args, kw_args, MP_ARRAY_SIZE(allowed), allowed, args);

    mp_obj_t server = server_make_new(&asyncio_type_server, 0, 0, NULL);
    mp_obj_t listener = start_listening(args[ARG_host].u_obj, args[ARG_port].u_obj, MP_OBJ_NEW_SMALL_INT(args[ARG_backlog].u_int));
    mp_obj_t serve_args[4] = { server, listener, args[ARG_cb].u_obj, args[ARG_ssl].u_obj };
    ((server_t *)MP_OBJ_TO_PTR(server))->s = listener;
    ((server_t *)MP_OBJ_TO_PTR(server))->task = asyncio_finish(asyncio_create_task(server_serve(4, serve_args), mp_const_none));
    return server;
}
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_start_server_obj, 3, start_server);
