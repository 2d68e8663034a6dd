# SPDX-License-Identifier: MIT
# Makes an archive of the Rust library's own object alone: memcpy, log2f and their like, of which Rust's library holds its
# own for want of better ones, would take the place of the firmware's.
#   cmake -DAR=... -DLIBRARY=... -DOUTPUT=... -P own_object.cmake
get_filename_component(folder ${OUTPUT} DIRECTORY)
execute_process(COMMAND ${AR} t ${LIBRARY} OUTPUT_VARIABLE members COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "micropython_asyncio-[^\n]*" own "${members}")
execute_process(COMMAND ${AR} x ${LIBRARY} ${own} WORKING_DIRECTORY ${folder} COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE ${OUTPUT})
execute_process(COMMAND ${AR} rcs ${OUTPUT} ${own} WORKING_DIRECTORY ${folder} COMMAND_ERROR_IS_FATAL ANY)
list(TRANSFORM own PREPEND ${folder}/)
file(REMOVE ${own})
