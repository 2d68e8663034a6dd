# SPDX-License-Identifier: MIT
# What a DigitalInOut is at first, and what each way of switching makes of it.

try:
    import board, digitalio, machine
    from digitalio import DigitalInOut, Direction, DriveMode, Pull
except ImportError:
    print("SKIP")
    raise SystemExit

if hasattr(machine.Pin, "sim_trace"):
    machine.Pin.sim_trace(lambda pin, level: None)  # keep the changes out of the output


def show(title, io):
    print(title)
    print(" ", io.direction, "value", io.value)
    if io.direction is Direction.OUTPUT:
        print(" ", io.drive_mode)
    else:
        print(" ", "pull", io.pull)


io = DigitalInOut(board.D1)
print(io)
print(io.direction is Direction.INPUT, io.pull is None)

io.switch_to_output()
show("switch_to_output()", io)
io.switch_to_output(True)
show("switch_to_output(True)", io)
io.switch_to_output(value=True, drive_mode=DriveMode.OPEN_DRAIN)
show("switch_to_output(value=True, drive_mode=DriveMode.OPEN_DRAIN)", io)
io.switch_to_output(False, DriveMode.PUSH_PULL)
show("switch_to_output(False, DriveMode.PUSH_PULL)", io)

# the drive mode changes, the value stays
io.value = True
io.drive_mode = DriveMode.OPEN_DRAIN
show("drive_mode = DriveMode.OPEN_DRAIN", io)
io.drive_mode = DriveMode.PUSH_PULL
show("drive_mode = DriveMode.PUSH_PULL", io)

# a value is a bool, whatever is given
for value in (1, 0, "yes", "", [0], None):
    io.value = value
    print(repr(value), "->", io.value)

# read back what was set
for _ in range(3):
    io.value = not io.value
    print("toggled", io.value)

io.switch_to_input()
print("switch_to_input()", io.direction, io.pull)
io.switch_to_input(Pull.UP)
show("switch_to_input(Pull.UP)", io)
io.switch_to_input(pull=Pull.DOWN)
show("switch_to_input(pull=Pull.DOWN)", io)
io.pull = Pull.UP
show("pull = Pull.UP", io)
io.pull = None
print("pull = None", io.pull)

# by the property it is switch_to_output() and switch_to_input() without arguments
io.switch_to_output(True, DriveMode.OPEN_DRAIN)
io.direction = Direction.OUTPUT
show("direction = Direction.OUTPUT", io)
io.switch_to_input(Pull.UP)
io.direction = Direction.INPUT
print("direction = Direction.INPUT", io.direction, io.pull)

io.deinit()
print(io)

# the constants are the same objects whenever they are asked for
print(digitalio.Direction.INPUT is Direction.INPUT, Direction.INPUT is Direction.OUTPUT)
print(Pull.UP is Pull.UP, Pull.UP is Pull.DOWN)
print(Direction.INPUT, Direction.OUTPUT, Pull.UP, Pull.DOWN, DriveMode.PUSH_PULL, DriveMode.OPEN_DRAIN)
print(isinstance(Direction.INPUT, Direction), isinstance(Pull.UP, Direction))
