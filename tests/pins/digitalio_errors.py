# SPDX-License-Identifier: MIT
# Each mistake gets an exception that says what it is, and changes nothing.

try:
    import board, machine
    from digitalio import DigitalInOut, Direction, DriveMode, Pull
except ImportError:
    print("SKIP")
    raise SystemExit

if hasattr(machine.Pin, "sim_trace"):
    machine.Pin.sim_trace(lambda pin, level: None)  # keep the changes out of the output


def attempt(title, function):
    try:
        print(title, "->", function())
    except Exception as er:
        print(title, "->", type(er).__name__ + ":", er)


def setter(name, value):
    return lambda: setattr(io, name, value)


def getter(name):
    return lambda: getattr(io, name)


io = DigitalInOut(board.D1)

print("an input")
attempt("value = True", setter("value", True))
attempt("drive_mode", getter("drive_mode"))
attempt("drive_mode = PUSH_PULL", setter("drive_mode", DriveMode.PUSH_PULL))
attempt("pull = True", setter("pull", True))
attempt("switch_to_input(1)", lambda: io.switch_to_input(1))
attempt("switch_to_input(pull=Direction.INPUT)", lambda: io.switch_to_input(pull=Direction.INPUT))
print(io.direction, io.pull)

io.switch_to_output(True)
print("an output")
attempt("pull", getter("pull"))
attempt("pull = UP", setter("pull", Pull.UP))
attempt("drive_mode = 1", setter("drive_mode", 1))
attempt("switch_to_output(drive_mode=Pull.UP)", lambda: io.switch_to_output(drive_mode=Pull.UP))
attempt("switch_to_output(False, None)", lambda: io.switch_to_output(False, None))
print(io.direction, io.drive_mode, io.value)

print("either")
attempt("direction = 1", setter("direction", 1))
attempt("direction = Pull.UP", setter("direction", Pull.UP))
attempt("brightness", getter("brightness"))
attempt("brightness = 1", setter("brightness", 1))
attempt("del value", lambda: delattr(io, "value"))
print(io.direction, io.drive_mode, io.value)

print("deinitialised")
io.deinit()
attempt("deinit()", io.deinit)
for name in ("value", "direction", "pull", "drive_mode"):
    attempt(name, getter(name))
attempt("value = True", setter("value", True))
attempt("direction = OUTPUT", setter("direction", Direction.OUTPUT))
attempt("pull = UP", setter("pull", Pull.UP))
attempt("drive_mode = OPEN_DRAIN", setter("drive_mode", DriveMode.OPEN_DRAIN))
attempt("switch_to_output()", io.switch_to_output)
attempt("switch_to_input()", io.switch_to_input)
attempt("__enter__()", io.__enter__)

print("no pin")
try:
    DigitalInOut()
except TypeError:
    print("DigitalInOut() -> TypeError")
attempt("DigitalInOut(1)", lambda: DigitalInOut(1))
attempt("DigitalInOut('D1')", lambda: DigitalInOut("D1"))
attempt("DigitalInOut(None)", lambda: DigitalInOut(None))
