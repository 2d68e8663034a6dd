# SPDX-License-Identifier: MIT
# Pin.irq() of the simulated pins: the handler runs after an edge that it waits for.

try:
    from machine import Pin
    from time import sleep_ms

    Pin.sim_trace
    Pin.irq
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

Pin.sim_trace(lambda pin, level: None)  # keep the changes out of the output

seen = []


def handler(pin):
    seen.append((pin, pin.value()))


def press(pin, *levels):
    for level in levels:
        pin.sim_drive(level)
        sleep_ms(1)  # the handler has its turn
    print(seen)
    seen.clear()


button = Pin("D3", Pin.IN, Pin.PULL_UP)

button.irq(handler)
press(button, 0, 1)
button.irq(handler, Pin.IRQ_FALLING)
press(button, 0, 1)
button.irq(handler=handler, trigger=Pin.IRQ_RISING, hard=True)
press(button, 0, 1)
# the same level again is no edge
press(button, 1, None, 1)
# off
button.irq(None)
press(button, 0, 1)

# an output fires too, with whatever makes its level change
led = Pin("LED", Pin.OUT)
led.irq(handler, Pin.IRQ_RISING | Pin.IRQ_FALLING)
led.on()
sleep_ms(1)
led.off()
sleep_ms(1)
print(seen)
