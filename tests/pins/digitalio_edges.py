# SPDX-License-Identifier: MIT
# What the pin itself does: every edge of it, and no edge more. On simulated pins.

try:
    import board
    from digitalio import DigitalInOut, Direction, DriveMode
    from machine import Pin

    Pin.sim_trace
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

edges = []
Pin.sim_trace(lambda pin, level: edges.append(level))


def show(title):
    print(title, edges)
    edges.clear()


io = DigitalInOut(board.D1)
show("DigitalInOut()")

# a high output is high from the start: it is not low first
io.switch_to_output(True)
show("switch_to_output(True)")

# high from one way of driving to the other, without going low between
io.switch_to_output(True, DriveMode.OPEN_DRAIN)
io.drive_mode = DriveMode.PUSH_PULL
show("drive_mode")

io.value = True
io.value = False
io.value = 0
io.value = True
show("value = True, False, 0, True")

io.deinit()
show("deinit()")

# a low output says nothing on its way
with DigitalInOut(board.D1) as io:
    io.direction = Direction.OUTPUT
    show("direction = OUTPUT")
    for _ in range(3):
        io.value = not io.value
    show("toggled three times")
show("end of with")

# what the pin was before does not matter: it starts as an input
board.D1.pin.init(Pin.OUT, value=1)
show("a high machine.Pin")
io = DigitalInOut(board.D1)
show("DigitalInOut()")
io.switch_to_output()
show("switch_to_output()")

# the pin is the same one for machine.Pin
print(board.D1.pin)
board.D1.pin.on()
show("Pin.on()")
