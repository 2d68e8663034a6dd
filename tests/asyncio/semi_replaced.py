# SPDX-License-Identifier: MIT
# What profilers and web servers do to asyncio: replace create_task(), make a Server of their own.
import asyncio

try:
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit

original = asyncio.core.create_task
made = []


def create_task(coro):
    made.append(1)
    return original(coro)


async def value(x):
    await asyncio.sleep_ms(0)
    return x


async def main():
    t = asyncio.create_task(value(1))
    print(await t, await asyncio.gather(value(2), value(3)), await asyncio.wait_for(value(4), 1))
    print(await asyncio.Loop.create_task(value(5)), await asyncio.get_event_loop().create_task(value(6)))


asyncio.run(main())
print(len(made))
asyncio.create_task = asyncio.core.create_task = create_task
print(asyncio.create_task is create_task, asyncio.core.create_task is create_task)
asyncio.run(main())
print(len(made))
asyncio.core.create_task = lambda coro: 42
try:
    asyncio.run(main())
except TypeError:
    print("TypeError")
asyncio.core.create_task = original
print(asyncio.create_task is original)
made.clear()
asyncio.run(main())
print(len(made))

# The sum of gather's, wait_for's and run's own tasks is what MicroPython's package makes, too. A server by hand:


class MyServer(asyncio.stream.Server):
    pass


async def echo(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


async def by_hand(cls, port):
    s = socket.socket()
    s.setblocking(False)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    s.listen(5)
    srv = cls()
    srv.s = s
    srv.task = asyncio.core.create_task(srv._serve(s, echo, None))
    await asyncio.core.sleep_ms(0)
    async with srv:
        r, w = await asyncio.open_connection("127.0.0.1", port)
        w.write(b"hello\n")
        print(await r.readline(), srv.s is s, srv.state)
        w.close()
    print(srv.state, srv.task.done())


asyncio.run(by_hand(asyncio.stream.Server, 18320))
asyncio.run(by_hand(MyServer, 18321))
try:
    asyncio.stream.Server().close()
except RuntimeError as er:
    print("RuntimeError", er)
