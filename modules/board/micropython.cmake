# SPDX-License-Identifier: MIT
# Adds this folder to a firmware built with CMake (rp2, esp32).
add_library(usermod_board INTERFACE)
target_sources(usermod_board INTERFACE ${CMAKE_CURRENT_LIST_DIR}/modboard.c)
target_link_libraries(usermod INTERFACE usermod_board)
