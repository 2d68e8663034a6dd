# SPDX-License-Identifier: MIT
# Nothing to add: boards built with CMake (rp2, esp32) have a machine.Pin of their own.
