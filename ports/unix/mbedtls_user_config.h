// SPDX-License-Identifier: MIT
// What MicroPython's TLS should not see of the system's mbedtls configuration.

// Its debug output; MicroPython would print it into the script's.
#undef MBEDTLS_DEBUG_C
