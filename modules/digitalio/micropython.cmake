# SPDX-License-Identifier: MIT
# Adds this folder to a firmware built with CMake (rp2, esp32).
add_library(usermod_digitalio INTERFACE)
target_sources(usermod_digitalio INTERFACE ${CMAKE_CURRENT_LIST_DIR}/moddigitalio.c)
target_link_libraries(usermod INTERFACE usermod_digitalio)
