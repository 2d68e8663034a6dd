// SPDX-License-Identifier: MIT
// The simulated pins: which there are, what level each has, who hears of a change.

#include <stdio.h>
#include <string.h>

#include "py/objstr.h"
#include "py/runtime.h"

#include "pin_sim.h"

#if MACHINE_PIN_SIM

#define PIN_NUMBER_MAX (63)

MP_REGISTER_ROOT_POINTER(struct _sim_pin_t *sim_pins);
MP_REGISTER_ROOT_POINTER(mp_obj_t sim_pin_trace);

/******************************************************************************/
// Ids

sim_pin_t *sim_pin_first(void) {
    return MP_STATE_VM(sim_pins);
}

static sim_pin_t *sim_pin_from_name(qstr name) {
    sim_pin_t **link = &MP_STATE_VM(sim_pins);
    for (; *link != NULL; link = &(*link)->next) {
        if ((*link)->name == name) {
            return *link;
        }
    }
    sim_pin_t *pin = mp_obj_malloc(sim_pin_t, &sim_pin_type);
    pin->next = NULL;
    pin->name = name;
    pin->mode = PIN_MODE_IN;
    pin->pull = PIN_PULL_NONE;
    pin->irq_trigger = 0;
    pin->driven = -1;
    pin->output = false;
    pin->level = false;
    pin->lit = false;
    pin->is_led = false;
    pin->irq_handler = mp_const_none;
    *link = pin;
    return pin;
}

sim_pin_t *sim_pin_find(mp_obj_t id) {
    if (mp_obj_is_type(id, &sim_pin_type)) {
        return MP_OBJ_TO_PTR(id);
    }
    if (mp_obj_is_str(id)) {
        qstr name = mp_obj_str_get_qstr(id);
        if (name == MP_QSTR_) {
            mp_raise_ValueError(MP_ERROR_TEXT("a pin's name can't be empty"));
        }
        return sim_pin_from_name(name);
    }
    if (mp_obj_is_int(id)) {
        mp_int_t number = mp_obj_get_int(id);
        if (number < 0 || number > PIN_NUMBER_MAX) {
            mp_raise_msg_varg(&mp_type_ValueError, MP_ERROR_TEXT("no pin %d: numbers go from 0 to %d"), (int)number, PIN_NUMBER_MAX);
        }
        char name[8];
        int len = snprintf(name, sizeof(name), "GP%d", (int)number);
        return sim_pin_from_name(qstr_from_strn(name, len));
    }
    mp_raise_msg_varg(&mp_type_TypeError, MP_ERROR_TEXT("a pin's id is a number or a name, not %s"), mp_obj_get_type_str(id));
}

/******************************************************************************/
// Levels

static bool sim_pin_level(const sim_pin_t *pin) {
    if (pin->mode == PIN_MODE_OUT || (pin->mode == PIN_MODE_OPEN_DRAIN && !pin->output)) {
        return pin->output;
    }
    if (pin->driven >= 0) {
        return pin->driven;
    }
    // An open-drain wire is taken to have its pull-up resistor on the board.
    return pin->mode == PIN_MODE_OPEN_DRAIN || pin->pull == PIN_PULL_UP;
}

void sim_pin_update(sim_pin_t *pin) {
    bool level = sim_pin_level(pin);
    if (level != pin->level) {
        pin->level = level;
        #if MICROPY_ENABLE_SCHEDULER
        if (pin->irq_trigger & (level ? PIN_IRQ_RISING : PIN_IRQ_FALLING)) {
            mp_sched_schedule(pin->irq_handler, MP_OBJ_FROM_PTR(pin));
        }
        #endif
    }

    bool is_output = pin->mode != PIN_MODE_IN;
    bool first_time = is_output && !pin->is_led;
    bool changed = pin->lit != (is_output && level);
    pin->is_led |= is_output;
    pin->lit = is_output && level;

    mp_obj_t trace = MP_STATE_VM(sim_pin_trace);
    if (trace == MP_OBJ_NULL) {
        if (changed || first_time) {
            sim_pin_show(pin, changed);
        }
    } else if (changed) {
        mp_call_function_2(trace, MP_OBJ_FROM_PTR(pin), MP_OBJ_NEW_SMALL_INT(pin->lit));
    }
}

void sim_pin_trace(mp_obj_t function) {
    MP_STATE_VM(sim_pin_trace) = function == mp_const_none ? MP_OBJ_NULL : function;
}

/******************************************************************************/
// Pin.board: the names that a board could have

static bool sim_board_has(qstr attr) {
    switch (attr) {
        case MP_QSTR_LED:
        case MP_QSTR_BUTTON:
        case MP_QSTR_SDA:
        case MP_QSTR_SCL:
        case MP_QSTR_MOSI:
        case MP_QSTR_MISO:
        case MP_QSTR_SCK:
        case MP_QSTR_TX:
        case MP_QSTR_RX:
            return true;
    }
    // D0 to D13, A0 to A5, GP0 to GP28
    static const struct {
        char prefix[3];
        uint8_t count;
    } rows[] = { { "D", 14 }, { "A", 6 }, { "GP", 29 } };
    const char *name = qstr_str(attr);
    for (size_t i = 0; i < MP_ARRAY_SIZE(rows); ++i) {
        for (unsigned int n = 0; n < rows[i].count; ++n) {
            char candidate[24];
            snprintf(candidate, sizeof(candidate), "%s%u", rows[i].prefix, n);
            if (strcmp(name, candidate) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void sim_board_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    (void)self_in;
    if (dest[0] == MP_OBJ_NULL && sim_board_has(attr)) {
        dest[0] = MP_OBJ_FROM_PTR(sim_pin_from_name(attr));
    }
}

static MP_DEFINE_CONST_OBJ_TYPE(
    sim_board_type,
    MP_QSTR_board,
    MP_TYPE_FLAG_NONE,
    attr, sim_board_attr
    );

const mp_obj_base_t sim_board_obj = { &sim_board_type };

#endif // MACHINE_PIN_SIM
