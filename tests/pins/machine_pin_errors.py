# SPDX-License-Identifier: MIT
# The simulated machine.Pin refuses what is wrong, says why and stays as it was.

try:
    from machine import Pin

    Pin.sim_trace
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

Pin.sim_trace(lambda pin, level: print("  edge", pin, level))


def attempt(function):
    try:
        print("no error", function())
    except Exception as er:
        print(type(er).__name__ + ":", er)


for pin_id in (-1, 64, "", None, 1.0):
    attempt(lambda: Pin(pin_id))

led = Pin(1, Pin.OUT, value=1)
attempt(lambda: led.init(3))
attempt(lambda: led.init(Pin.IN, 7))
attempt(lambda: led.init(Pin.IN, Pin.PULL_UP | Pin.PULL_DOWN))
attempt(lambda: led.mode(-1))
attempt(lambda: led.pull(9))
attempt(lambda: led.irq(5))
attempt(lambda: led.irq(print, 0))
attempt(lambda: led.irq(print, 1))
attempt(lambda: Pin.sim_trace(3))
try:
    led.init(Pin.IN, colour=1)
except TypeError:
    print("TypeError")
print(led)
