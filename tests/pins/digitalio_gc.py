# SPDX-License-Identifier: MIT
# A DigitalInOut that nobody holds any more gives its pin back.

try:
    import board, gc, machine
    from digitalio import DigitalInOut
except ImportError:
    print("SKIP")
    raise SystemExit

if hasattr(machine.Pin, "sim_trace"):
    machine.Pin.sim_trace(lambda pin, level: None)  # keep the changes out of the output


# The collector takes any word on the C stack for a pointer if it looks like one.
# What is done deep down leaves its traces where nobody looks afterwards.
def deep_down(function, *args, depth=12):
    return function(*args) if depth == 0 else deep_down(function, *args, depth=depth - 1)


def forget(*pins):
    for pin in pins:
        DigitalInOut(pin).switch_to_output(True)


def make(*pins):
    return [DigitalInOut(pin) for pin in pins]


def taken(pin):
    try:
        DigitalInOut(pin).deinit()
        return False
    except ValueError:
        return True


# found by gc.collect(), or because somebody wants the pin
deep_down(forget, board.D1, board.D2)
gc.collect()
print("D1", taken(board.D1))
deep_down(forget, board.D2)
print("D2", taken(board.D2))

# who is held stays, also among others that are dropped
held = deep_down(make, board.D3, board.D4)
deep_down(forget, board.D5, board.D6)
gc.collect()
print("D3 to D6", [taken(pin) for pin in (board.D3, board.D4, board.D5, board.D6)])
held[0] = None
gc.collect()
print("D3, D4", taken(board.D3), taken(board.D4))

# the pins in use are not held by being in use: a whole batch of them is dropped
for _ in range(3):
    batch = deep_down(make, board.D1, board.D2, board.D3, board.D5, board.D6)
    batch = None
    gc.collect()
print("all but D4", [taken(pin) for pin in (board.D1, board.D2, board.D3, board.D5, board.D6)])

# an output that is forgotten stays on; only deinit() switches it off
if hasattr(machine.Pin, "sim_trace"):
    deep_down(forget, board.D6)
    gc.collect()
    print(board.D6.pin)
else:
    print("Pin(D6, mode=OUT)")
