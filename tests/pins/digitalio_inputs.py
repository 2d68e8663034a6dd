# SPDX-License-Identifier: MIT
# What an input reads: its pull, and what drives its wire. On simulated pins.

try:
    import board
    from digitalio import DigitalInOut, DriveMode, Pull
    from machine import Pin

    Pin.sim_drive
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

Pin.sim_trace(lambda pin, level: None)  # keep the changes out of the output

wire = board.D3.pin  # a button between this pin and ground, or a sensor
io = DigitalInOut(board.D3)

for pull in (None, Pull.UP, Pull.DOWN):
    io.switch_to_input(pull)
    readings = []
    for level in (None, True, False, None):
        wire.sim_drive(level)
        readings.append(io.value)
    print(pull, readings)

# the pull is taken off again
io.pull = Pull.UP
io.pull = None
print(wire)
io.pull = Pull.UP
io.switch_to_output()
print(wire)
io.switch_to_input()
print(wire)

# an output reads what was set, whatever the wire does
wire.sim_drive(False)
io.switch_to_output(True, DriveMode.OPEN_DRAIN)
print(io.value, wire.value())
wire.sim_drive(None)
print(io.value, wire.value())
io.value = False
print(io.value, wire.value())

io.deinit()
print(wire)
