# SPDX-License-Identifier: MIT
# The running loop belongs to its thread: another one's calls are refused, and break nothing.
try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit
import asyncio


async def nothing():
    print("must not run")


def attempt(name, f, *args):
    try:
        f(*args)
        log.append(name + " accepted")
    except RuntimeError:
        log.append(name + " RuntimeError")
    except Exception as er:
        log.append(name + " " + type(er).__name__)


def thread(flag):
    attempt("run", asyncio.run, nothing())
    attempt("create_task", asyncio.create_task, nothing())
    attempt("current_task", asyncio.current_task)
    attempt("get_running_loop", asyncio.get_running_loop)
    attempt("new_event_loop", asyncio.new_event_loop)
    attempt("run_until_complete", asyncio.get_event_loop().run_until_complete, nothing())
    flag.set()


async def main():
    flag = asyncio.ThreadSafeFlag()
    for _ in range(2):
        log.clear()
        _thread.start_new_thread(thread, (flag,))
        await flag.wait()
        await asyncio.sleep_ms(10)
    for line in log:
        print(line)
    return "main's result"


log = []
print(asyncio.run(main()))
