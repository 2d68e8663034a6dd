# SPDX-License-Identifier: MIT
# time.monotonic() and time.monotonic_ns(): one clock from 0 on that only goes forward.

try:
    import time

    time.monotonic
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

print(time.monotonic() < 1)  # near 0 at first, for the sake of short floats
print(type(time.monotonic()), type(time.monotonic_ns()))

readings = [time.monotonic_ns() for _ in range(200)]
print(all(a <= b for a, b in zip(readings, readings[1:])))
readings = [time.monotonic() for _ in range(200)]
print(all(a <= b for a, b in zip(readings, readings[1:])))

# both are the same clock
before = time.monotonic_ns()
seconds = time.monotonic()
after = time.monotonic_ns()
print(before / 1e9 - 0.001 <= seconds <= after / 1e9 + 0.001)

# it goes as fast as the port's own clock, which is read just outside and just inside
ticks = [time.ticks_us()]
start = time.monotonic_ns()
ticks.append(time.ticks_us())
time.sleep_ms(60)
ticks.append(time.ticks_us())
elapsed_us = (time.monotonic_ns() - start) // 1000
ticks.append(time.ticks_us())
print(time.ticks_diff(ticks[2], ticks[1]) <= elapsed_us + 1)
print(elapsed_us <= time.ticks_diff(ticks[3], ticks[0]) + 1)

# the way the Blinker class of the guide uses it
from time import monotonic

last = monotonic()
while not monotonic() > last + 0.02:
    pass
print("0.02 s later")

# time stays MicroPython's own, and read-only
print(time.ticks_ms is not None, time.sleep_ms is not None)
for name in ("monotonic", "anything"):
    try:
        setattr(time, name, None)
    except AttributeError:
        print("AttributeError")
try:
    time.no_such_name
except AttributeError as er:
    print("AttributeError:", str(er).split()[-1])
