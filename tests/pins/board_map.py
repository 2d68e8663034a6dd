# SPDX-License-Identifier: MIT
# A user's own names: board.NAME = number, name or pin.

try:
    import board
    from digitalio import DigitalInOut
    from machine import Pin

    Pin.sim_trace
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

Pin.sim_trace(lambda pin, level: print(pin, level))

board.RELAY = 16
board.DOOR = "GP17"
board.LAMP = Pin(18)
board.D1 = 19  # a name that exists already
board.SPARE = board.D2

for name in ("RELAY", "DOOR", "LAMP", "D1", "SPARE"):
    pin = getattr(board, name)
    print(pin, pin.pin, pin is getattr(board, name))

with DigitalInOut(board.D1) as led:
    led.switch_to_output(True)

# two names of one pin can't be used at once
with DigitalInOut(board.D2):
    try:
        DigitalInOut(board.SPARE)
    except ValueError as er:
        print("ValueError:", er)

# away again; a name of the board's own comes back
del board.RELAY
print(hasattr(board, "RELAY"))
del board.D1
print(board.D1, board.D1.pin)
try:
    del board.RELAY
except AttributeError as er:
    print("AttributeError:", er)

# what is no pin is refused, and the name stays unknown
for target in (-1, None, 1.5, []):
    try:
        board.WRONG = target
    except (TypeError, ValueError) as er:
        print(type(er).__name__ + ":", er)
print(hasattr(board, "WRONG"))

# the module's own names can't be taken away
try:
    del board.__init__
except AttributeError:
    print("AttributeError")
