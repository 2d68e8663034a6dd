# SPDX-License-Identifier: MIT
# A pin belongs to one DigitalInOut at a time, until deinit() or the end of a with.

try:
    import board, machine
    from digitalio import DigitalInOut
except ImportError:
    print("SKIP")
    raise SystemExit

if hasattr(machine.Pin, "sim_trace"):
    machine.Pin.sim_trace(lambda pin, level: None)  # keep the changes out of the output


def free(pin):
    try:
        DigitalInOut(pin).deinit()
        return True
    except ValueError as er:
        print("ValueError:", er if pin is not board.D1.pin else "the same by its machine.Pin")
        return False


a = DigitalInOut(board.D1)
print("D1", free(board.D1))
print("D2", free(board.D2))
# the same pin by its machine.Pin
print("D1", free(board.D1.pin))

# the holder is not disturbed by those who were refused
a.switch_to_output(True)
print("D1", free(board.D1))
print(a.value)

a.deinit()
print("D1", free(board.D1))
a.deinit()  # once more is no mistake
print("D1", free(board.D1))

# a second deinit() of the old holder does not take the pin from the new one
b = DigitalInOut(board.D1)
a.deinit()
print("D1", free(board.D1))
b.deinit()

# with
with DigitalInOut(board.D1) as led:
    print(led, free(board.D1))
print(led, free(board.D1))

with DigitalInOut(board.D1) as led1, DigitalInOut(board.D2) as led2:
    print(led1, led2)
    print(free(board.D1), free(board.D2))
print(led1, led2)
print(free(board.D1), free(board.D2))

# an exception passes through, the pins are free
try:
    with DigitalInOut(board.D1) as led1, DigitalInOut(board.D2) as led2:
        raise KeyError("inside")
except KeyError as er:
    print(repr(er))
print(free(board.D1), free(board.D2))

# the second of two can't be had: the first is given back
other = DigitalInOut(board.D2)
try:
    with DigitalInOut(board.D1) as led1, DigitalInOut(board.D2) as led2:
        print("not reached")
except ValueError as er:
    print("ValueError:", er)
print(free(board.D1))
other.deinit()

# deinit() inside the with
with DigitalInOut(board.D1) as led:
    led.deinit()
    print(free(board.D1))

# many at once, given back in another order
names = ("D1", "D2", "D3", "D4", "D5", "D6")
ios = [DigitalInOut(getattr(board, name)) for name in names]
for i in (3, 0, 5, 1, 4, 2):
    ios[i].deinit()
    print(names[i], free(getattr(board, names[i])))

# a machine.Pin will do as well
with DigitalInOut(board.D1.pin) as led:
    led.switch_to_output(True)
    print(led.value, free(board.D1))
