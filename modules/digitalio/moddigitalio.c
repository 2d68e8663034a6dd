// SPDX-License-Identifier: MIT
// The module digitalio: CircuitPython's digital pins, standing on machine.Pin.

#include "py/gc.h"
#include "py/objstr.h"
#include "py/runtime.h"

#include "../board/board.h"

#if !MICROPY_ENABLE_FINALISER
#error digitalio needs MICROPY_ENABLE_FINALISER: a collected DigitalInOut gives its pin back
#endif

/******************************************************************************/
// Direction, Pull and DriveMode: classes with two values each

typedef struct _digitalio_enum_t {
    mp_obj_base_t base;
    qstr name;
} digitalio_enum_t;

static void digitalio_enum_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    (void)kind;
    digitalio_enum_t *self = MP_OBJ_TO_PTR(self_in);
    mp_printf(print, "digitalio.%q.%q", self->base.type->name, self->name);
}

#define DIGITALIO_ENUM(cls, a, b) \
    static const mp_obj_type_t digitalio_##cls##_type; \
    static const digitalio_enum_t digitalio_##cls##_##a = { { &digitalio_##cls##_type }, MP_QSTR_##a }; \
    static const digitalio_enum_t digitalio_##cls##_##b = { { &digitalio_##cls##_type }, MP_QSTR_##b }; \
    static const mp_rom_map_elem_t digitalio_##cls##_locals_dict_table[] = { \
        { MP_ROM_QSTR(MP_QSTR_##a), MP_ROM_PTR(&digitalio_##cls##_##a) }, \
        { MP_ROM_QSTR(MP_QSTR_##b), MP_ROM_PTR(&digitalio_##cls##_##b) }, \
    }; \
    static MP_DEFINE_CONST_DICT(digitalio_##cls##_locals_dict, digitalio_##cls##_locals_dict_table); \
    static MP_DEFINE_CONST_OBJ_TYPE(digitalio_##cls##_type, MP_QSTR_##cls, MP_TYPE_FLAG_NONE, \
    print, digitalio_enum_print, \
    locals_dict, &digitalio_##cls##_locals_dict)

DIGITALIO_ENUM(Direction, INPUT, OUTPUT);
DIGITALIO_ENUM(Pull, UP, DOWN);
DIGITALIO_ENUM(DriveMode, PUSH_PULL, OPEN_DRAIN);

/******************************************************************************/
// DigitalInOut: its state and the pins that are taken

typedef struct _digitalio_inout_t {
    mp_obj_base_t base;
    uintptr_t next;        // the next live object, see below
    mp_obj_t pin;          // as it was given, to name it; MP_OBJ_NULL after deinit()
    mp_obj_t machine_pin;
    mp_obj_t pull;         // None or a Pull; of an input
    bool output;
    bool open_drain;       // of an output
    bool value;            // of an output: what was set, for some ports read back the wire
} digitalio_inout_t;

static const mp_obj_type_t digitalio_inout_type;

// All objects that hold a pin. The list must not keep them alive: the collector
// does not look at this variable, and takes an odd number for no pointer. An
// object that is collected, at a soft reset all of them, leaves by its __del__.
static uintptr_t digitalio_live;

static digitalio_inout_t *digitalio_from_link(uintptr_t link) {
    return (digitalio_inout_t *)(link - 1);
}

static void digitalio_claim(digitalio_inout_t *self) {
    self->next = digitalio_live;
    digitalio_live = (uintptr_t)self | 1;
}

static void digitalio_release(digitalio_inout_t *self) {
    for (uintptr_t *link = &digitalio_live; *link != 0; link = &digitalio_from_link(*link)->next) {
        if (digitalio_from_link(*link) == self) {
            *link = self->next;
            break;
        }
    }
    self->pin = MP_OBJ_NULL;
}

// Not inline: while the collector runs, the caller must have no pointer to the
// holder left in a register.
static MP_NOINLINE bool digitalio_is_claimed(mp_obj_t machine_pin) {
    for (uintptr_t link = digitalio_live; link != 0; link = digitalio_from_link(link)->next) {
        if (digitalio_from_link(link)->machine_pin == machine_pin) {
            return true;
        }
    }
    return false;
}

static digitalio_inout_t *digitalio_get(mp_obj_t self_in) {
    digitalio_inout_t *self = MP_OBJ_TO_PTR(self_in);
    if (self->pin == MP_OBJ_NULL) {
        mp_raise_ValueError(MP_ERROR_TEXT("this DigitalInOut is deinitialised, make a new one"));
    }
    return self;
}

/******************************************************************************/
// Changes of the pin, each by one call of machine.Pin's own methods. A call may
// raise (not every pin of every port can do everything), so the new state is
// noted only after it.

static mp_obj_t digitalio_pin_constant(digitalio_inout_t *self, qstr name) {
    return mp_load_attr(MP_OBJ_FROM_PTR(mp_obj_get_type(self->machine_pin)), name);
}

// pin.init(mode, pull) or pin.init(mode, None, value=value). Pin.init() sets the
// value before it enables the output, so the pin does not flicker.
static void digitalio_configure(digitalio_inout_t *self, qstr mode, qstr pull, mp_obj_t value) {
    mp_obj_t args[6];
    mp_load_method(self->machine_pin, MP_QSTR_init, args);
    args[2] = digitalio_pin_constant(self, mode);
    args[3] = pull == MP_QSTRnull ? mp_const_none : digitalio_pin_constant(self, pull);
    args[4] = MP_OBJ_NEW_QSTR(MP_QSTR_value);
    args[5] = value;
    mp_call_method_n_kw(2, value == MP_OBJ_NULL ? 0 : 1, args);
}

static void digitalio_to_input(digitalio_inout_t *self, mp_obj_t pull) {
    qstr pull_name = MP_QSTRnull;
    if (pull == MP_OBJ_FROM_PTR(&digitalio_Pull_UP)) {
        pull_name = MP_QSTR_PULL_UP;
    } else if (pull == MP_OBJ_FROM_PTR(&digitalio_Pull_DOWN)) {
        pull_name = MP_QSTR_PULL_DOWN;
    } else if (pull != mp_const_none) {
        mp_raise_ValueError(MP_ERROR_TEXT("pull must be Pull.UP, Pull.DOWN or None"));
    }
    digitalio_configure(self, MP_QSTR_IN, pull_name, MP_OBJ_NULL);
    self->output = false;
    self->pull = pull;
}

static void digitalio_to_output(digitalio_inout_t *self, bool value, mp_obj_t drive_mode) {
    bool open_drain = drive_mode == MP_OBJ_FROM_PTR(&digitalio_DriveMode_OPEN_DRAIN);
    if (!open_drain && drive_mode != MP_OBJ_FROM_PTR(&digitalio_DriveMode_PUSH_PULL)) {
        mp_raise_ValueError(MP_ERROR_TEXT("drive_mode must be DriveMode.PUSH_PULL or DriveMode.OPEN_DRAIN"));
    }
    digitalio_configure(self, open_drain ? MP_QSTR_OPEN_DRAIN : MP_QSTR_OUT, MP_QSTRnull, mp_obj_new_bool(value));
    self->output = true;
    self->open_drain = open_drain;
    self->value = value;
}

/******************************************************************************/
// The class

static void digitalio_inout_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    (void)kind;
    digitalio_inout_t *self = MP_OBJ_TO_PTR(self_in);
    mp_print_str(print, "DigitalInOut(");
    if (self->pin == MP_OBJ_NULL) {
        mp_print_str(print, "deinitialised");
    } else {
        mp_obj_print_helper(print, self->pin, PRINT_REPR);
    }
    mp_print_str(print, ")");
}

// DigitalInOut(pin)
static mp_obj_t digitalio_inout_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 1, 1, false);
    mp_obj_t machine_pin = board_machine_pin(args[0]);
    if (machine_pin == MP_OBJ_NULL) {
        mp_raise_msg_varg(&mp_type_TypeError, MP_ERROR_TEXT("a pin such as board.D1 is needed, not %s"), mp_obj_get_type_str(args[0]));
    }
    if (digitalio_is_claimed(machine_pin)) {
        // Perhaps by an object that nobody can reach any more.
        gc_collect();
        if (digitalio_is_claimed(machine_pin)) {
            vstr_t name;
            mp_print_t print;
            vstr_init_print(&name, 16, &print);
            mp_obj_print_helper(&print, args[0], PRINT_STR);
            mp_raise_msg_varg(&mp_type_ValueError, MP_ERROR_TEXT("%s in use"), vstr_null_terminated_str(&name));
        }
    }
    digitalio_inout_t *self = mp_obj_malloc_with_finaliser(digitalio_inout_t, type);
    self->pin = args[0];
    self->machine_pin = machine_pin;
    digitalio_to_input(self, mp_const_none);
    digitalio_claim(self);
    return MP_OBJ_FROM_PTR(self);
}

// switch_to_output(value=False, drive_mode=DriveMode.PUSH_PULL)
static mp_obj_t digitalio_inout_switch_to_output(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    enum { ARG_value, ARG_drive_mode };
    static const mp_arg_t allowed_args[] = {
        { MP_QSTR_value, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_FALSE} },
        { MP_QSTR_drive_mode, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_PTR(&digitalio_DriveMode_PUSH_PULL)} },
    };
    digitalio_inout_t *self = digitalio_get(pos_args[0]);
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed_args)];
    mp_arg_parse_all(n_args - 1, pos_args + 1, kw_args, MP_ARRAY_SIZE(allowed_args), allowed_args, args);
    digitalio_to_output(self, mp_obj_is_true(args[ARG_value].u_obj), args[ARG_drive_mode].u_obj);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_KW(digitalio_inout_switch_to_output_obj, 1, digitalio_inout_switch_to_output);

// switch_to_input(pull=None)
static mp_obj_t digitalio_inout_switch_to_input(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    static const mp_arg_t allowed_args[] = {
        { MP_QSTR_pull, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
    };
    digitalio_inout_t *self = digitalio_get(pos_args[0]);
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed_args)];
    mp_arg_parse_all(n_args - 1, pos_args + 1, kw_args, MP_ARRAY_SIZE(allowed_args), allowed_args, args);
    digitalio_to_input(self, args[0].u_obj);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_KW(digitalio_inout_switch_to_input_obj, 1, digitalio_inout_switch_to_input);

// deinit() leaves the pin an input without pull, free for others; once more is no mistake.
static mp_obj_t digitalio_inout_deinit(mp_obj_t self_in) {
    digitalio_inout_t *self = MP_OBJ_TO_PTR(self_in);
    if (self->pin != MP_OBJ_NULL) {
        digitalio_release(self);
        digitalio_configure(self, MP_QSTR_IN, MP_QSTRnull, MP_OBJ_NULL);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(digitalio_inout_deinit_obj, digitalio_inout_deinit);

// The collector gives the pin back, but leaves it as it is: a lamp that was
// switched on and forgotten does not go out at some odd moment.
static mp_obj_t digitalio_inout___del__(mp_obj_t self_in) {
    digitalio_release(MP_OBJ_TO_PTR(self_in));
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(digitalio_inout___del___obj, digitalio_inout___del__);

static mp_obj_t digitalio_inout___enter__(mp_obj_t self_in) {
    digitalio_get(self_in);
    return self_in;
}
static MP_DEFINE_CONST_FUN_OBJ_1(digitalio_inout___enter___obj, digitalio_inout___enter__);

static mp_obj_t digitalio_inout___exit__(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    return digitalio_inout_deinit(args[0]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(digitalio_inout___exit___obj, 4, 4, digitalio_inout___exit__);

/******************************************************************************/
// The properties value, direction, pull and drive_mode

static mp_obj_t digitalio_load(digitalio_inout_t *self, qstr attr) {
    switch (attr) {
        case MP_QSTR_value:
            if (self->output) {
                return mp_obj_new_bool(self->value);
            }
            return mp_obj_new_bool(mp_obj_is_true(mp_call_function_0(self->machine_pin)));
        case MP_QSTR_direction:
            return MP_OBJ_FROM_PTR(self->output ? &digitalio_Direction_OUTPUT : &digitalio_Direction_INPUT);
        case MP_QSTR_pull:
            if (self->output) {
                mp_raise_msg(&mp_type_AttributeError, MP_ERROR_TEXT("an output has no pull"));
            }
            return self->pull;
        default: // drive_mode
            if (!self->output) {
                mp_raise_msg(&mp_type_AttributeError, MP_ERROR_TEXT("an input has no drive_mode"));
            }
            return MP_OBJ_FROM_PTR(self->open_drain ? &digitalio_DriveMode_OPEN_DRAIN : &digitalio_DriveMode_PUSH_PULL);
    }
}

static void digitalio_store(digitalio_inout_t *self, qstr attr, mp_obj_t to) {
    switch (attr) {
        case MP_QSTR_value:
            if (!self->output) {
                mp_raise_msg(&mp_type_AttributeError, MP_ERROR_TEXT("can't set the value of an input"));
            }
            bool value = mp_obj_is_true(to);
            mp_call_function_1(self->machine_pin, mp_obj_new_bool(value));
            self->value = value;
            break;
        case MP_QSTR_direction:
            if (to == MP_OBJ_FROM_PTR(&digitalio_Direction_INPUT)) {
                digitalio_to_input(self, mp_const_none);
            } else if (to == MP_OBJ_FROM_PTR(&digitalio_Direction_OUTPUT)) {
                digitalio_to_output(self, false, MP_OBJ_FROM_PTR(&digitalio_DriveMode_PUSH_PULL));
            } else {
                mp_raise_ValueError(MP_ERROR_TEXT("direction must be Direction.INPUT or Direction.OUTPUT"));
            }
            break;
        case MP_QSTR_pull:
            if (self->output) {
                mp_raise_msg(&mp_type_AttributeError, MP_ERROR_TEXT("can't set the pull of an output"));
            }
            digitalio_to_input(self, to);
            break;
        default: // drive_mode
            if (!self->output) {
                mp_raise_msg(&mp_type_AttributeError, MP_ERROR_TEXT("can't set the drive_mode of an input"));
            }
            digitalio_to_output(self, self->value, to);
            break;
    }
}

static void digitalio_inout_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    bool is_property = attr == MP_QSTR_value || attr == MP_QSTR_direction
        || attr == MP_QSTR_pull || attr == MP_QSTR_drive_mode;
    if (dest[0] == MP_OBJ_NULL) {
        if (is_property) {
            dest[0] = digitalio_load(digitalio_get(self_in), attr);
        } else {
            dest[1] = MP_OBJ_SENTINEL; // a method
        }
    } else if (is_property && dest[1] != MP_OBJ_NULL) {
        digitalio_store(digitalio_get(self_in), attr, dest[1]);
        dest[0] = MP_OBJ_NULL; // done
    }
}

/******************************************************************************/
// Tables

static const mp_rom_map_elem_t digitalio_inout_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_switch_to_output), MP_ROM_PTR(&digitalio_inout_switch_to_output_obj) },
    { MP_ROM_QSTR(MP_QSTR_switch_to_input), MP_ROM_PTR(&digitalio_inout_switch_to_input_obj) },
    { MP_ROM_QSTR(MP_QSTR_deinit), MP_ROM_PTR(&digitalio_inout_deinit_obj) },
    { MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&digitalio_inout___del___obj) },
    { MP_ROM_QSTR(MP_QSTR___enter__), MP_ROM_PTR(&digitalio_inout___enter___obj) },
    { MP_ROM_QSTR(MP_QSTR___exit__), MP_ROM_PTR(&digitalio_inout___exit___obj) },
};
static MP_DEFINE_CONST_DICT(digitalio_inout_locals_dict, digitalio_inout_locals_dict_table);

static MP_DEFINE_CONST_OBJ_TYPE(
    digitalio_inout_type,
    MP_QSTR_DigitalInOut,
    MP_TYPE_FLAG_NONE,
    make_new, digitalio_inout_make_new,
    print, digitalio_inout_print,
    attr, digitalio_inout_attr,
    locals_dict, &digitalio_inout_locals_dict
    );

static mp_obj_t digitalio___init__(void) {
    board_check_machine_pin();
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(digitalio___init___obj, digitalio___init__);

static const mp_rom_map_elem_t digitalio_module_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_digitalio) },
    { MP_ROM_QSTR(MP_QSTR___init__), MP_ROM_PTR(&digitalio___init___obj) },
    { MP_ROM_QSTR(MP_QSTR_DigitalInOut), MP_ROM_PTR(&digitalio_inout_type) },
    { MP_ROM_QSTR(MP_QSTR_Direction), MP_ROM_PTR(&digitalio_Direction_type) },
    { MP_ROM_QSTR(MP_QSTR_Pull), MP_ROM_PTR(&digitalio_Pull_type) },
    { MP_ROM_QSTR(MP_QSTR_DriveMode), MP_ROM_PTR(&digitalio_DriveMode_type) },
};
static MP_DEFINE_CONST_DICT(digitalio_module_globals, digitalio_module_globals_table);

const mp_obj_module_t digitalio_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&digitalio_module_globals,
};

// Extensible: a digitalio.py that a user has installed already still wins.
MP_REGISTER_EXTENSIBLE_MODULE(MP_QSTR_digitalio, digitalio_module);
