# SPDX-License-Identifier: MIT
# All modules, for ports that use CMake: cmake -DUSER_C_MODULES=<this file>

foreach(module asyncio board digitalio machine_pin_unix time_monotonic)
    include(${CMAKE_CURRENT_LIST_DIR}/${module}/micropython.cmake)
endforeach()
