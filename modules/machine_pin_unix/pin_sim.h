// SPDX-License-Identifier: MIT
// The simulated pins of the unix firmware: what its three files share.
#ifndef MACHINE_PIN_UNIX_PIN_SIM_H
#define MACHINE_PIN_UNIX_PIN_SIM_H

#include "py/obj.h"

// A build for a hosted system, whose machine module has no Pin of its own.
#if MICROPY_PY_MACHINE && (defined(__unix__) || defined(__APPLE__)) && !defined(__EMSCRIPTEN__)
#define MACHINE_PIN_SIM (1)
#else
#define MACHINE_PIN_SIM (0)
#endif

enum { PIN_MODE_IN, PIN_MODE_OUT, PIN_MODE_OPEN_DRAIN };
enum { PIN_PULL_NONE, PIN_PULL_UP, PIN_PULL_DOWN };
#define PIN_IRQ_FALLING (4)
#define PIN_IRQ_RISING (8)

typedef struct _sim_pin_t {
    mp_obj_base_t base;
    struct _sim_pin_t *next; // in the order of their first use
    qstr name;
    uint8_t mode;
    uint8_t pull;
    uint8_t irq_trigger;
    int8_t driven;           // level put on the wire from outside, -1 if none
    bool output;             // level that the output drives, or would drive
    bool level;              // level of the wire
    bool lit;                // what is shown: an output whose wire is high
    bool is_led;             // has been an output, so it has its place on the line
    mp_obj_t irq_handler;
} sim_pin_t;

extern const mp_obj_type_t sim_pin_type; // machine.Pin
extern const mp_obj_base_t sim_board_obj; // machine.Pin.board

// The first of all pins made so far. They are never dropped, so the same id is
// always the same object.
sim_pin_t *sim_pin_first(void);

// The pin of an id, which is a number (5 is the pin GP5), a name or a pin.
sim_pin_t *sim_pin_find(mp_obj_t id);

// To be called after every change of a pin's state: fires the interrupt and
// shows the pin, but only if its level has really changed.
void sim_pin_update(sim_pin_t *pin);

// None shows the changes; a function is called with (pin, level) instead.
void sim_pin_trace(mp_obj_t function);

// Show that a pin's `lit` has changed, or else that it has just become an output.
void sim_pin_show(const sim_pin_t *pin, bool changed);

#endif // MACHINE_PIN_UNIX_PIN_SIM_H
