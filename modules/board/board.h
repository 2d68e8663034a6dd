// SPDX-License-Identifier: MIT
// What the other modules need to know of board's pins.
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include "py/obj.h"

// The class machine.Pin, or NULL if the firmware has none.
const mp_obj_type_t *board_machine_pin_type(void);

// The machine.Pin behind board.D1, or `pin` itself if it is a machine.Pin;
// MP_OBJ_NULL if it is neither.
mp_obj_t board_machine_pin(mp_obj_t pin);

// For a module's __init__(): ImportError if the firmware has no machine.Pin.
void board_check_machine_pin(void);

#endif // BOARD_BOARD_H
