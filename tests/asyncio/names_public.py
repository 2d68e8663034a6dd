# SPDX-License-Identifier: MIT
# Every public name is there, in asyncio and in the submodules that stock's package has.
import asyncio

PUBLIC = (
    "run create_task sleep sleep_ms current_task gather wait_for wait_for_ms Event Lock "
    "ThreadSafeFlag get_event_loop new_event_loop Loop open_connection start_server Stream "
    "StreamReader StreamWriter Server CancelledError TimeoutError Future Task "
    "InvalidStateError all_tasks get_running_loop iscoroutine core event lock funcs stream"
).split()
LOOP = (
    "create_task run_forever run_until_complete stop close set_exception_handler "
    "get_exception_handler default_exception_handler call_exception_handler create_future"
).split()
TASK = (
    "done cancelled result exception cancel add_done_callback remove_done_callback get_name "
    "set_name get_coro coro data state ph_key"
).split()
FUTURE = (
    "set_result set_exception result exception done cancelled cancel add_done_callback "
    "remove_done_callback"
).split()
STREAM = (
    "read readinto readexactly readline write drain close wait_closed get_extra_info awrite "
    "awritestr aclose s e out_buf"
).split()
CORE = (
    "_io_queue _task_queue cur_task create_task CancelledError TimeoutError sleep sleep_ms "
    "ticks ticks_diff ticks_add Loop get_event_loop new_event_loop current_task run Task"
).split()


def missing(what, obj, names):
    print(what, [n for n in names if not hasattr(obj, n)])


missing("asyncio", asyncio, PUBLIC)
missing("Loop", asyncio.Loop, LOOP)
missing("Future", asyncio.Future, FUTURE)
missing("Stream", asyncio.Stream(None), STREAM)
missing("core", asyncio.core, CORE)
print([n for n in PUBLIC if n not in dir(asyncio)])


async def main():
    missing("Task", asyncio.current_task(), TASK)


asyncio.run(main())
print(asyncio.StreamReader is asyncio.Stream, asyncio.StreamWriter is asyncio.Stream)
print(type(asyncio.__version__), len(asyncio.__version__))

import asyncio.core
import asyncio.event as ev
from asyncio.event import Event, ThreadSafeFlag
from asyncio.lock import Lock
from asyncio.funcs import gather, wait_for, wait_for_ms
from asyncio.stream import Stream, StreamReader, StreamWriter, Server, open_connection, start_server
from asyncio.core import Loop, Task, CancelledError, TimeoutError, sleep_ms
from asyncio import *

for a, b in (
    (Event, asyncio.Event),
    (ev.Event, Event),
    (Lock, asyncio.Lock),
    (gather, asyncio.gather),
    (Stream, asyncio.Stream),
    (Loop, asyncio.Loop),
    (Task, asyncio.Task),
    (CancelledError, asyncio.CancelledError),
    (asyncio.core.TimeoutError, asyncio.TimeoutError),
    (asyncio.core.sleep_ms, asyncio.sleep_ms),
):
    if a is not b:
        print("differs", a, b)

import uasyncio
import uasyncio.core

print(uasyncio.run is asyncio.run, uasyncio.core.CancelledError is CancelledError)
from uasyncio import Loop as loop
from uasyncio import core as ucore

print(loop is Loop, ucore._io_queue is asyncio.core._io_queue)
try:
    asyncio.no_such_name
except AttributeError:
    print("AttributeError")
try:
    import asyncio.nothing
except ImportError:
    print("ImportError")
