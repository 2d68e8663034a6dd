// SPDX-License-Identifier: MIT
// The module board: pins by their names on the board, as CircuitPython has them.

#include <string.h>

#include "py/objmodule.h"
#include "py/runtime.h"

#include "board.h"

/******************************************************************************/
// machine.Pin, whichever port it is of

const mp_obj_type_t *board_machine_pin_type(void) {
    mp_obj_t machine = mp_module_get_builtin(MP_QSTR_machine, false);
    if (machine == MP_OBJ_NULL) {
        machine = mp_module_get_builtin(MP_QSTR_machine, true);
    }
    if (machine == MP_OBJ_NULL) {
        return NULL;
    }
    mp_obj_t dest[2];
    mp_load_method_maybe(machine, MP_QSTR_Pin, dest);
    if (dest[0] == MP_OBJ_NULL || !mp_obj_is_type(dest[0], &mp_type_type)) {
        return NULL;
    }
    return MP_OBJ_TO_PTR(dest[0]);
}

void board_check_machine_pin(void) {
    if (board_machine_pin_type() == NULL) {
        mp_raise_msg(&mp_type_ImportError, MP_ERROR_TEXT("this firmware has no machine.Pin"));
    }
}

// The pin that the port itself calls `name`; MP_OBJ_NULL if there is none. The
// name is looked up, nothing is configured.
static mp_obj_t machine_pin_named(const char *name) {
    const mp_obj_type_t *pin_type = board_machine_pin_type();
    qstr attr = qstr_find_strn(name, strlen(name));
    if (pin_type == NULL || attr == MP_QSTRnull) {
        return MP_OBJ_NULL;
    }
    mp_obj_t dest[2];
    mp_load_method_maybe(MP_OBJ_FROM_PTR(pin_type), MP_QSTR_board, dest);
    if (dest[0] == MP_OBJ_NULL) {
        return MP_OBJ_NULL;
    }
    mp_load_method_maybe(dest[0], attr, dest);
    // Pin.board is a class, so it has attributes that are no pins as well.
    if (dest[0] == MP_OBJ_NULL || mp_obj_get_type(dest[0]) != pin_type) {
        return MP_OBJ_NULL;
    }
    return dest[0];
}

// The pin for board.`name`: the port's own name first, then for the names that
// scripts written for other boards use, the nearest that this board has.
static mp_obj_t machine_pin_for(const char *name) {
    mp_obj_t pin = machine_pin_named(name);
    if (pin != MP_OBJ_NULL) {
        return pin;
    }
    if (strcmp(name, "LED") == 0) {
        static const char *const leds[] = { "LED_GREEN", "LED_RED", "LED_BLUE", "LED1" };
        for (size_t i = 0; i < MP_ARRAY_SIZE(leds) && pin == MP_OBJ_NULL; ++i) {
            pin = machine_pin_named(leds[i]);
        }
    } else if (name[0] == 'D' && unichar_isdigit(name[1]) && strlen(name) <= 3) {
        // D1 is GP1 on a Pico, X1 on a pyboard, GPIO1 or IO1 on others.
        static const char *const prefixes[] = { "GP", "X", "GPIO", "IO" };
        for (size_t i = 0; i < MP_ARRAY_SIZE(prefixes) && pin == MP_OBJ_NULL; ++i) {
            char candidate[8];
            strcpy(candidate, prefixes[i]);
            strcat(candidate, name + 1);
            pin = machine_pin_named(candidate);
        }
    }
    return pin;
}

/******************************************************************************/
// The pin objects of the module

typedef struct _board_pin_t {
    mp_obj_base_t base;
    qstr name;
    mp_obj_t pin; // the machine.Pin
} board_pin_t;

static void board_pin_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    (void)kind;
    board_pin_t *self = MP_OBJ_TO_PTR(self_in);
    mp_printf(print, "board.%q", self->name);
}

static void board_pin_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    board_pin_t *self = MP_OBJ_TO_PTR(self_in);
    if (dest[0] == MP_OBJ_NULL && attr == MP_QSTR_pin) {
        dest[0] = self->pin;
    }
}

static MP_DEFINE_CONST_OBJ_TYPE(
    board_pin_type,
    MP_QSTR_Pin,
    MP_TYPE_FLAG_NONE,
    print, board_pin_print,
    attr, board_pin_attr
    );

static mp_obj_t board_pin_new(qstr name, mp_obj_t machine_pin) {
    board_pin_t *self = mp_obj_malloc(board_pin_t, &board_pin_type);
    self->name = name;
    self->pin = machine_pin;
    return MP_OBJ_FROM_PTR(self);
}

mp_obj_t board_machine_pin(mp_obj_t pin) {
    if (mp_obj_is_type(pin, &board_pin_type)) {
        return ((board_pin_t *)MP_OBJ_TO_PTR(pin))->pin;
    }
    const mp_obj_type_t *pin_type = board_machine_pin_type();
    if (pin_type != NULL && mp_obj_get_type(pin) == pin_type) {
        return pin;
    }
    return MP_OBJ_NULL;
}

/******************************************************************************/
// The module

// The names used so far. They are kept as the attributes of a module object,
// because MicroPython drops those at a soft reset; a root pointer would stay and
// point into the old heap.
static mp_obj_dict_t *board_names(void) {
    return mp_obj_module_get_globals(mp_obj_new_module(MP_QSTR__board));
}

// board.D1, board.D1 = 16, del board.D1
void board_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest);
void board_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    (void)self_in;
    mp_map_t *names = &board_names()->map;
    mp_obj_t key = MP_OBJ_NEW_QSTR(attr);
    mp_map_elem_t *elem = mp_map_lookup(names, key, MP_MAP_LOOKUP);

    if (dest[0] == MP_OBJ_NULL) {
        if (elem == NULL) {
            mp_obj_t pin = machine_pin_for(qstr_str(attr));
            if (pin == MP_OBJ_NULL) {
                return; // AttributeError
            }
            pin = board_pin_new(attr, pin);
            elem = mp_map_lookup(names, key, MP_MAP_LOOKUP_ADD_IF_NOT_FOUND);
            elem->value = pin;
        }
        dest[0] = elem->value;
        return;
    }

    if (dest[1] == MP_OBJ_NULL) {
        if (elem == NULL) {
            return; // AttributeError
        }
        mp_map_lookup(names, key, MP_MAP_LOOKUP_REMOVE_IF_FOUND);
    } else {
        // What is no pin yet goes through machine.Pin(), which says what is wrong with it.
        mp_obj_t pin = board_machine_pin(dest[1]);
        if (pin == MP_OBJ_NULL) {
            board_check_machine_pin();
            pin = mp_call_function_1(MP_OBJ_FROM_PTR(board_machine_pin_type()), dest[1]);
        }
        pin = board_pin_new(attr, pin);
        mp_map_lookup(names, key, MP_MAP_LOOKUP_ADD_IF_NOT_FOUND)->value = pin;
    }
    dest[0] = MP_OBJ_NULL; // done
}

static mp_obj_t board___init__(void) {
    board_check_machine_pin();
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(board___init___obj, board___init__);

static const mp_rom_map_elem_t board_module_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_board) },
    { MP_ROM_QSTR(MP_QSTR___init__), MP_ROM_PTR(&board___init___obj) },
};
static MP_DEFINE_CONST_DICT(board_module_globals, board_module_globals_table);

const mp_obj_module_t board_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&board_module_globals,
};

// Extensible: a board.py that a user has written already still wins.
MP_REGISTER_EXTENSIBLE_MODULE(MP_QSTR_board, board_module);
MP_REGISTER_MODULE_DELEGATION(board_module, board_attr);
