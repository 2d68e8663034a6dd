# SPDX-License-Identifier: MIT
# Neither the imports nor the names touch a pin: an output goes on as it was.

try:
    from machine import Pin

    Pin.sim_trace
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

Pin.sim_trace(lambda pin, level: print(pin, level))

led = Pin("LED", Pin.OUT, value=1)
button = Pin("D3", Pin.IN, Pin.PULL_UP)

import board
import digitalio

print(board.LED, board.LED.pin)
print(board.D3, board.D3.pin)
dir(board)
print(led, led.value())
