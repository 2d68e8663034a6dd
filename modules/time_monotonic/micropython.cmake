# SPDX-License-Identifier: MIT
# Adds this folder to a firmware built with CMake (rp2, esp32).
add_library(usermod_time_monotonic INTERFACE)
target_sources(usermod_time_monotonic INTERFACE ${CMAKE_CURRENT_LIST_DIR}/modmonotonic.c)
target_link_libraries(usermod INTERFACE usermod_time_monotonic)
