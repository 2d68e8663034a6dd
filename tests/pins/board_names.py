# SPDX-License-Identifier: MIT
# The names of board: what they are, that they stay the same, that nothing is configured.

try:
    import board, machine
except ImportError:
    print("SKIP")
    raise SystemExit

names = ("D1", "D2", "D3", "D4", "D5", "D6", "LED")
for name in names:
    pin = getattr(board, name)
    print(pin, repr(pin), str(pin).split(".")[1], pin is getattr(board, name))

print(len({getattr(board, name) for name in names}) == len(names))
print(board.D1 == board.D1, board.D1 == board.D2, board.D1 != board.D2)

# whichever way the name is reached
from board import D1
import board as again

print(D1 is board.D1, again.D2 is board.D2)

# it is the machine.Pin of the port
print(isinstance(board.D1.pin, machine.Pin), board.D1.pin is board.D1.pin)

for name in ("D99", "GP", "D", "FOO", "d1", "init"):
    try:
        print(name, getattr(board, name))
    except AttributeError as er:
        print("AttributeError:", str(er).split()[-1])
print(hasattr(board, "D1"), hasattr(board, "NO_SUCH_PIN"))

print(board.__name__)
print("D1" in dir(board), "D99" in dir(board))
