# SPDX-License-Identifier: MIT
# cpython: Future: result, exception, any number of waiters, wrong use.
import asyncio


def attempt(what, f, *args):
    try:
        print(what, f(*args))
    except asyncio.InvalidStateError:
        print(what, "InvalidStateError")
    except TypeError:
        print(what, "TypeError")
    except asyncio.CancelledError as er:
        print(what, "CancelledError", er.args)
    except ValueError as er:
        print(what, "ValueError", er.args)


async def waiter(name, f):
    try:
        print(name, await f)
    except ValueError as er:
        print(name, "ValueError", er.args)
    except asyncio.CancelledError as er:
        print(name, "CancelledError", er.args)


async def main():
    # A result.
    f = asyncio.Future()
    print(f.done(), f.cancelled())
    attempt("result", f.result)
    attempt("exception", f.exception)
    ts = [asyncio.create_task(waiter(i, f)) for i in range(3)]
    await asyncio.sleep(0)
    attempt("set_result", f.set_result, "ready")
    print(f.done(), f.cancelled())
    await asyncio.gather(*ts)
    attempt("result", f.result)
    attempt("exception", f.exception)
    attempt("set_result", f.set_result, 2)
    attempt("set_exception", f.set_exception, ValueError())
    attempt("cancel", f.cancel)
    print(await f, await f)

    # An exception.
    f = asyncio.Future()
    ts = [asyncio.create_task(waiter(i, f)) for i in range(3)]
    await asyncio.sleep(0)
    attempt("set_exception", f.set_exception, ValueError("bad"))
    print(f.done(), f.cancelled())
    await asyncio.gather(*ts)
    attempt("result", f.result)
    print(f.exception().args)
    attempt("set_result", f.set_result, 2)
    await waiter("main", f)

    # An exception class is made into an exception, anything else is refused.
    f = asyncio.Future()
    attempt("set_exception", f.set_exception, ValueError)
    print(isinstance(f.exception(), ValueError))
    f = asyncio.Future()
    attempt("set_exception", f.set_exception, 1)
    print(f.done())

    # Cancelled.
    f = asyncio.Future()
    ts = [asyncio.create_task(waiter(i, f)) for i in range(3)]
    await asyncio.sleep(0)
    attempt("cancel", f.cancel, "why")
    print(f.done(), f.cancelled())
    await asyncio.gather(*ts)
    attempt("result", f.result)
    attempt("set_result", f.set_result, 2)
    attempt("cancel", f.cancel)

    # From the loop, set before it is awaited: awaiting it does not wait.
    f = asyncio.get_running_loop().create_future()
    f.set_result(7)
    asyncio.create_task(waiter("task", f))
    await waiter("main", f)
    await asyncio.sleep(0)


asyncio.run(main())
