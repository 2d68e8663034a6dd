# SPDX-License-Identifier: MIT
# Builds the native asyncio into a firmware whose port uses CMake (rp2), as micropython.mk does for those with make:
# cmake -DUSER_C_MODULES=<the folder above this one>/micropython.cmake
#
# Environment variables that may be set when CMake configures: CARGO, ASYNCIO_RUSTC (a compiler that has `core` for the
# target), ASYNCIO_CARGO_TARGET, ASYNCIO_OPT_LEVEL.

function(asyncio_option name default)
    if(DEFINED ENV{${name}})
        set(${name} "$ENV{${name}}" CACHE STRING "" FORCE)
    elseif(NOT DEFINED ${name})
        set(${name} "${default}" CACHE STRING "")
    endif()
endfunction()

if(PICO_PLATFORM MATCHES "rp2350-arm" OR PICO_PLATFORM STREQUAL "rp2350")
    # pico-sdk passes floats in integer registers.
    set(asyncio_default_target thumbv8m.main-none-eabi)
else()
    set(asyncio_default_target thumbv6m-none-eabi)
endif()
asyncio_option(ASYNCIO_CARGO_TARGET ${asyncio_default_target})
asyncio_option(ASYNCIO_OPT_LEVEL z)
asyncio_option(ASYNCIO_RUSTC rustc)
asyncio_option(CARGO cargo)

get_filename_component(ASYNCIO_CRATE_DIR ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)

# For size LLVM inlines less than is smallest: many of our functions are shorter than a call of them.
set(asyncio_codegen -C force-unwind-tables=no)
if(ASYNCIO_OPT_LEVEL STREQUAL z)
    list(APPEND asyncio_codegen -C llvm-args=-inline-threshold=15)
endif()

# The C glue.
add_library(usermod_asyncio INTERFACE)
foreach(file modasyncio glue loop task time sync stream server io shims port_unix port_generic)
    target_sources(usermod_asyncio INTERFACE ${CMAKE_CURRENT_LIST_DIR}/${file}.c)
endforeach()
target_include_directories(usermod_asyncio INTERFACE ${CMAKE_CURRENT_LIST_DIR})

# Subpackages of built-in modules are off by default; MicroPython's own C helper has to be. The qstr scanner reads
# definitions from a list of its own.
set(asyncio_definitions MICROPY_MODULE_BUILTIN_SUBPACKAGES=1 "MICROPY_PY_ASYNCIO=(0)")
target_compile_definitions(usermod_asyncio INTERFACE ${asyncio_definitions})
list(APPEND MICROPY_CPP_DEF_EXTRA ${asyncio_definitions})

# The Rust library. Its build script reads the boundary header with the flags of the firmware's C files.
set(asyncio_flags ${CMAKE_BINARY_DIR}/asyncio_cflags.txt)
set(asyncio_includes $<TARGET_PROPERTY:${MICROPY_TARGET},INCLUDE_DIRECTORIES>)
set(asyncio_defines $<TARGET_PROPERTY:${MICROPY_TARGET},COMPILE_DEFINITIONS>)
file(GENERATE OUTPUT ${asyncio_flags} CONTENT
    "${CMAKE_C_FLAGS}\n$<$<BOOL:${asyncio_includes}>:'-I$<JOIN:$<REMOVE_DUPLICATES:${asyncio_includes}>,'\n'-I>'\n>$<$<BOOL:${asyncio_defines}>:'-D$<JOIN:$<REMOVE_DUPLICATES:${asyncio_defines}>,'\n'-D>'\n>")

set(asyncio_cargo_library ${CMAKE_BINARY_DIR}/cargo/${ASYNCIO_CARGO_TARGET}/release/libmicropython_asyncio.a)
set(asyncio_library ${CMAKE_BINARY_DIR}/cargo/libasyncio_rust.a)
file(GLOB_RECURSE asyncio_sources CONFIGURE_DEPENDS ${ASYNCIO_CRATE_DIR}/src/*.rs)
add_custom_command(
    OUTPUT ${asyncio_library}
    COMMAND ${CMAKE_COMMAND} -E env
        RUSTC=${ASYNCIO_RUSTC}
        CARGO_PROFILE_RELEASE_OPT_LEVEL=${ASYNCIO_OPT_LEVEL}
        ASYNCIO_CC=${CMAKE_C_COMPILER}
        ASYNCIO_CFLAGS=@${asyncio_flags}
        ASYNCIO_DIR=${CMAKE_BINARY_DIR}
        ${CARGO} rustc --quiet --locked --release --lib --features firmware --crate-type staticlib
            --target ${ASYNCIO_CARGO_TARGET} --target-dir ${CMAKE_BINARY_DIR}/cargo
            -- ${asyncio_codegen}
    COMMAND ${CMAKE_COMMAND} -DAR=${CMAKE_AR} -DLIBRARY=${asyncio_cargo_library} -DOUTPUT=${asyncio_library}
        -P ${CMAKE_CURRENT_LIST_DIR}/own_object.cmake
    WORKING_DIRECTORY ${ASYNCIO_CRATE_DIR}
    DEPENDS ${asyncio_sources} ${asyncio_flags} ${CMAKE_CURRENT_LIST_DIR}/boundary.h ${CMAKE_CURRENT_LIST_DIR}/own_object.cmake
        ${ASYNCIO_CRATE_DIR}/Cargo.toml ${ASYNCIO_CRATE_DIR}/build.rs
    COMMENT "CARGO asyncio"
    VERBATIM
)
add_custom_target(asyncio_rust_build DEPENDS ${asyncio_library})
add_library(asyncio_rust STATIC IMPORTED GLOBAL)
set_target_properties(asyncio_rust PROPERTIES IMPORTED_LOCATION ${asyncio_library})
add_dependencies(asyncio_rust asyncio_rust_build)

target_link_libraries(usermod_asyncio INTERFACE asyncio_rust)
target_link_libraries(usermod INTERFACE usermod_asyncio)
