# SPDX-License-Identifier: MIT
# A second in which nothing happens, between two lines of output that the system call trace shows.
# CASE: what is waited for meanwhile.
import asyncio, sys
from common import run, sleep_ms


async def main(case):
    if case == "flag":
        asyncio.create_task(asyncio.ThreadSafeFlag().wait())
    elif case == "server":
        await asyncio.start_server(print, "127.0.0.1", 18601)
    await sleep_ms(50)
    # One write each.
    sys.stdout.write("BEGIN\n")
    if sys.implementation.name != "micropython":
        sys.stdout.flush()
    await asyncio.sleep(1)
    sys.stdout.write("END\n")
    if sys.implementation.name != "micropython":
        sys.stdout.flush()


run(main(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
