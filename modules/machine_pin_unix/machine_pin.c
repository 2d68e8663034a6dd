// SPDX-License-Identifier: MIT
// The class machine.Pin of the unix firmware, over the simulated pins.

#include "py/runtime.h"
#include "extmod/virtpin.h"

#include "pin_sim.h"

#if MACHINE_PIN_SIM

static void sim_pin_write(sim_pin_t *pin, bool value) {
    pin->output = value;
    sim_pin_update(pin);
}

static void sim_pin_set_mode(sim_pin_t *pin, mp_int_t mode) {
    if (mode < PIN_MODE_IN || mode > PIN_MODE_OPEN_DRAIN) {
        mp_raise_ValueError(MP_ERROR_TEXT("mode must be Pin.IN, Pin.OUT or Pin.OPEN_DRAIN"));
    }
    pin->mode = mode;
}

static void sim_pin_set_pull(sim_pin_t *pin, mp_obj_t pull_in) {
    mp_int_t pull = pull_in == mp_const_none ? PIN_PULL_NONE : mp_obj_get_int(pull_in);
    if (pull < PIN_PULL_NONE || pull > PIN_PULL_DOWN) {
        mp_raise_ValueError(MP_ERROR_TEXT("pull must be None, Pin.PULL_UP or Pin.PULL_DOWN"));
    }
    pin->pull = pull;
}

static void sim_pin_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    (void)kind;
    sim_pin_t *self = MP_OBJ_TO_PTR(self_in);
    static const char *const modes[] = { "IN", "OUT", "OPEN_DRAIN" };
    static const char *const pulls[] = { "", ", pull=PULL_UP", ", pull=PULL_DOWN" };
    mp_printf(print, "Pin(%q, mode=%s%s)", self->name, modes[self->mode], pulls[self->pull]);
}

// init(mode=-1, pull=-1, *, value=None, drive=0, alt=-1)
// -1 leaves as it is. A simulated pin has one strength and no other function,
// so the last two are taken and mean nothing.
static mp_obj_t sim_pin_init_helper(sim_pin_t *self, size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    enum { ARG_mode, ARG_pull, ARG_value, ARG_drive, ARG_alt };
    static const mp_arg_t allowed_args[] = {
        { MP_QSTR_mode, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_INT(-1)} },
        { MP_QSTR_pull, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_INT(-1)} },
        { MP_QSTR_value, MP_ARG_KW_ONLY | MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
        { MP_QSTR_drive, MP_ARG_KW_ONLY | MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
        { MP_QSTR_alt, MP_ARG_KW_ONLY | MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
    };
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed_args)];
    mp_arg_parse_all(n_args, pos_args, kw_args, MP_ARRAY_SIZE(allowed_args), allowed_args, args);

    // All of it takes effect at once, so a pin that becomes an output shows its
    // first level and nothing before it.
    sim_pin_t new = *self;
    if (args[ARG_mode].u_obj != mp_const_none && args[ARG_mode].u_obj != MP_OBJ_NEW_SMALL_INT(-1)) {
        sim_pin_set_mode(&new, mp_obj_get_int(args[ARG_mode].u_obj));
    }
    if (args[ARG_pull].u_obj != MP_OBJ_NEW_SMALL_INT(-1)) {
        sim_pin_set_pull(&new, args[ARG_pull].u_obj);
    }
    if (args[ARG_value].u_obj != mp_const_none) {
        new.output = mp_obj_is_true(args[ARG_value].u_obj);
    }
    self->mode = new.mode;
    self->pull = new.pull;
    self->output = new.output;
    sim_pin_update(self);
    return mp_const_none;
}

static mp_obj_t sim_pin_init(size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    return sim_pin_init_helper(MP_OBJ_TO_PTR(args[0]), n_args - 1, args + 1, kw_args);
}
static MP_DEFINE_CONST_FUN_OBJ_KW(sim_pin_init_obj, 1, sim_pin_init);

// Pin(id, ...)
static mp_obj_t sim_pin_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    mp_arg_check_num(n_args, n_kw, 1, MP_OBJ_FUN_ARGS_MAX, true);
    sim_pin_t *pin = sim_pin_find(args[0]);
    if (n_args > 1 || n_kw > 0) {
        mp_map_t kw_args;
        mp_map_init_fixed_table(&kw_args, n_kw, args + n_args);
        sim_pin_init_helper(pin, n_args - 1, args + 1, &kw_args);
    }
    return MP_OBJ_FROM_PTR(pin);
}

// pin(), pin(level)
static mp_obj_t sim_pin_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 0, 1, false);
    sim_pin_t *self = MP_OBJ_TO_PTR(self_in);
    if (n_args == 0) {
        return MP_OBJ_NEW_SMALL_INT(self->level);
    }
    sim_pin_write(self, mp_obj_is_true(args[0]));
    return mp_const_none;
}

static mp_obj_t sim_pin_value(size_t n_args, const mp_obj_t *args) {
    return sim_pin_call(args[0], n_args - 1, 0, args + 1);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(sim_pin_value_obj, 1, 2, sim_pin_value);

static mp_obj_t sim_pin_on(mp_obj_t self_in) {
    sim_pin_write(MP_OBJ_TO_PTR(self_in), true);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(sim_pin_on_obj, sim_pin_on);

static mp_obj_t sim_pin_off(mp_obj_t self_in) {
    sim_pin_write(MP_OBJ_TO_PTR(self_in), false);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(sim_pin_off_obj, sim_pin_off);

static mp_obj_t sim_pin_toggle(mp_obj_t self_in) {
    sim_pin_t *self = MP_OBJ_TO_PTR(self_in);
    sim_pin_write(self, !self->output);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(sim_pin_toggle_obj, sim_pin_toggle);

// mode(), mode(mode)
static mp_obj_t sim_pin_mode(size_t n_args, const mp_obj_t *args) {
    sim_pin_t *self = MP_OBJ_TO_PTR(args[0]);
    if (n_args == 1) {
        return MP_OBJ_NEW_SMALL_INT(self->mode);
    }
    sim_pin_set_mode(self, mp_obj_get_int(args[1]));
    sim_pin_update(self);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(sim_pin_mode_obj, 1, 2, sim_pin_mode);

// pull(), pull(pull); no pull is None
static mp_obj_t sim_pin_pull(size_t n_args, const mp_obj_t *args) {
    sim_pin_t *self = MP_OBJ_TO_PTR(args[0]);
    if (n_args == 1) {
        return self->pull == PIN_PULL_NONE ? mp_const_none : MP_OBJ_NEW_SMALL_INT(self->pull);
    }
    sim_pin_set_pull(self, args[1]);
    sim_pin_update(self);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(sim_pin_pull_obj, 1, 2, sim_pin_pull);

#if MICROPY_ENABLE_SCHEDULER
// irq(handler=None, trigger=IRQ_FALLING | IRQ_RISING, *, priority, wake, hard)
// handler(pin) runs soon after the edge, between two instructions of the script.
// There is no real interrupt, so the last three are taken and mean nothing.
static mp_obj_t sim_pin_irq(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {
    enum { ARG_handler, ARG_trigger, ARG_priority, ARG_wake, ARG_hard };
    static const mp_arg_t allowed_args[] = {
        { MP_QSTR_handler, MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
        { MP_QSTR_trigger, MP_ARG_INT, {.u_int = PIN_IRQ_FALLING | PIN_IRQ_RISING} },
        { MP_QSTR_priority, MP_ARG_KW_ONLY | MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
        { MP_QSTR_wake, MP_ARG_KW_ONLY | MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
        { MP_QSTR_hard, MP_ARG_KW_ONLY | MP_ARG_OBJ, {.u_rom_obj = MP_ROM_NONE} },
    };
    mp_arg_val_t args[MP_ARRAY_SIZE(allowed_args)];
    mp_arg_parse_all(n_args - 1, pos_args + 1, kw_args, MP_ARRAY_SIZE(allowed_args), allowed_args, args);

    mp_obj_t handler = args[ARG_handler].u_obj;
    mp_int_t trigger = args[ARG_trigger].u_int;
    if (handler != mp_const_none && !mp_obj_is_callable(handler)) {
        mp_raise_TypeError(MP_ERROR_TEXT("handler must be callable or None"));
    }
    if (trigger == 0 || (trigger & ~(PIN_IRQ_FALLING | PIN_IRQ_RISING))) {
        mp_raise_ValueError(MP_ERROR_TEXT("trigger must be Pin.IRQ_RISING, Pin.IRQ_FALLING or both"));
    }
    sim_pin_t *self = MP_OBJ_TO_PTR(pos_args[0]);
    self->irq_handler = handler;
    self->irq_trigger = handler == mp_const_none ? 0 : trigger;
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_KW(sim_pin_irq_obj, 1, sim_pin_irq);
#endif

// sim_drive(level): put a level on the wire from outside, as a button would;
// None lets go of it. Exists on simulated pins only.
static mp_obj_t sim_pin_sim_drive(mp_obj_t self_in, mp_obj_t level) {
    sim_pin_t *self = MP_OBJ_TO_PTR(self_in);
    self->driven = level == mp_const_none ? -1 : mp_obj_is_true(level);
    sim_pin_update(self);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(sim_pin_sim_drive_obj, sim_pin_sim_drive);

// sim_trace(function): from now on changes are given to function(pin, level)
// instead of being shown; None shows them again.
static mp_obj_t sim_pin_sim_trace(mp_obj_t function) {
    if (function != mp_const_none && !mp_obj_is_callable(function)) {
        mp_raise_TypeError(MP_ERROR_TEXT("function must be callable or None"));
    }
    sim_pin_trace(function);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(sim_pin_sim_trace_fun_obj, sim_pin_sim_trace);
static MP_DEFINE_CONST_STATICMETHOD_OBJ(sim_pin_sim_trace_obj, MP_ROM_PTR(&sim_pin_sim_trace_fun_obj));

/******************************************************************************/
// Tables

static const mp_rom_map_elem_t sim_pin_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_value), MP_ROM_PTR(&sim_pin_value_obj) },
    { MP_ROM_QSTR(MP_QSTR_on), MP_ROM_PTR(&sim_pin_on_obj) },
    { MP_ROM_QSTR(MP_QSTR_off), MP_ROM_PTR(&sim_pin_off_obj) },
    { MP_ROM_QSTR(MP_QSTR_high), MP_ROM_PTR(&sim_pin_on_obj) },
    { MP_ROM_QSTR(MP_QSTR_low), MP_ROM_PTR(&sim_pin_off_obj) },
    { MP_ROM_QSTR(MP_QSTR_toggle), MP_ROM_PTR(&sim_pin_toggle_obj) },
    { MP_ROM_QSTR(MP_QSTR_init), MP_ROM_PTR(&sim_pin_init_obj) },
    { MP_ROM_QSTR(MP_QSTR_mode), MP_ROM_PTR(&sim_pin_mode_obj) },
    { MP_ROM_QSTR(MP_QSTR_pull), MP_ROM_PTR(&sim_pin_pull_obj) },
    #if MICROPY_ENABLE_SCHEDULER
    { MP_ROM_QSTR(MP_QSTR_irq), MP_ROM_PTR(&sim_pin_irq_obj) },
    #endif
    { MP_ROM_QSTR(MP_QSTR_sim_drive), MP_ROM_PTR(&sim_pin_sim_drive_obj) },
    { MP_ROM_QSTR(MP_QSTR_sim_trace), MP_ROM_PTR(&sim_pin_sim_trace_obj) },

    { MP_ROM_QSTR(MP_QSTR_board), MP_ROM_PTR(&sim_board_obj) },
    { MP_ROM_QSTR(MP_QSTR_IN), MP_ROM_INT(PIN_MODE_IN) },
    { MP_ROM_QSTR(MP_QSTR_OUT), MP_ROM_INT(PIN_MODE_OUT) },
    { MP_ROM_QSTR(MP_QSTR_OPEN_DRAIN), MP_ROM_INT(PIN_MODE_OPEN_DRAIN) },
    { MP_ROM_QSTR(MP_QSTR_PULL_UP), MP_ROM_INT(PIN_PULL_UP) },
    { MP_ROM_QSTR(MP_QSTR_PULL_DOWN), MP_ROM_INT(PIN_PULL_DOWN) },
    { MP_ROM_QSTR(MP_QSTR_IRQ_FALLING), MP_ROM_INT(PIN_IRQ_FALLING) },
    { MP_ROM_QSTR(MP_QSTR_IRQ_RISING), MP_ROM_INT(PIN_IRQ_RISING) },
};
static MP_DEFINE_CONST_DICT(sim_pin_locals_dict, sim_pin_locals_dict_table);

// What C code that works on any Pin (machine.Signal, time_pulse_us) calls.
static mp_uint_t sim_pin_ioctl(mp_obj_t self_in, mp_uint_t request, uintptr_t arg, int *errcode) {
    (void)errcode;
    sim_pin_t *self = MP_OBJ_TO_PTR(self_in);
    switch (request) {
        case MP_PIN_READ:
            return self->level;
        case MP_PIN_WRITE:
            sim_pin_write(self, arg != 0);
            return 0;
    }
    return -1;
}

static const mp_pin_p_t sim_pin_p = {
    .ioctl = sim_pin_ioctl,
};

MP_DEFINE_CONST_OBJ_TYPE(
    sim_pin_type,
    MP_QSTR_Pin,
    MP_TYPE_FLAG_NONE,
    make_new, sim_pin_make_new,
    print, sim_pin_print,
    call, sim_pin_call,
    protocol, &sim_pin_p,
    locals_dict, &sim_pin_locals_dict
    );

// The unix port's machine module has no Pin; MicroPython asks here for it.
void machine_pin_unix_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest);
void machine_pin_unix_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    (void)self_in;
    if (dest[0] == MP_OBJ_NULL && attr == MP_QSTR_Pin) {
        dest[0] = MP_OBJ_FROM_PTR(&sim_pin_type);
    }
}

MP_REGISTER_MODULE_DELEGATION(mp_module_machine, machine_pin_unix_attr);

#endif // MACHINE_PIN_SIM
