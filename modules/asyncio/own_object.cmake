# SPDX-License-Identifier: MIT
# Makes an archive of the Rust library's own object alone: memcpy, log2f and their like, of which Rust's library holds its
# own for want of better ones, would take the place of the firmware's.
#   cmake -DAR=... -DLIBRARY=... -DOUTPUT=... -P own_object.cmake
get_filename_component(folder ${OUTPUT} DIRECTORY)

function(ar)
    execute_process(COMMAND ${AR} ${ARGN} WORKING_DIRECTORY ${folder} OUTPUT_VARIABLE out RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${AR} ${ARGN}: ${status}")
    endif()
    set(members "${out}" PARENT_SCOPE)
endfunction()

ar(t ${LIBRARY})
string(REGEX MATCHALL "micropython_asyncio-[^\n]*" own "${members}")
ar(x ${LIBRARY} ${own})
file(REMOVE ${OUTPUT})
ar(rcs ${OUTPUT} ${own})
foreach(object ${own})
    file(REMOVE ${folder}/${object})
endforeach()
