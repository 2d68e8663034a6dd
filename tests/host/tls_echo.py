# SPDX-License-Identifier: MIT
# TLS: our server with CPython's client, our client with CPython's server, and both ours.
import asyncio
import os
import shutil
import ssl
import subprocess
import tempfile

from _report import binary, calls_between, finish, free_port, result, run, skip, start, wait

BINARY = binary()
LINES = 5

COMMON = """
import asyncio, tls

def context(server):
    c = tls.SSLContext(tls.PROTOCOL_TLS_SERVER if server else tls.PROTOCOL_TLS_CLIENT)
    if server:
        c.load_cert_chain(open("CERTIFICATE", "rb").read(), open("PRIVATE_KEY", "rb").read())
    else:
        c.verify_mode = tls.CERT_REQUIRED
        c.load_verify_locations(open("CERTIFICATE", "rb").read())
    return c

async def handle(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(b"echo " + line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()
    served.set()

async def connect(hostname):
    return await asyncio.open_connection("127.0.0.1", PORT, ssl=context(False), server_hostname=hostname)

async def client():
    reader, writer = await connect("localhost")
    for i in range(LINES):
        writer.write(b"line %d\\n" % i)
        await writer.drain()
        print((await reader.readline()).decode(), end="")
    big = b"0123456789abcdef" * 4096
    writer.write(big + b"\\n")
    await writer.drain()
    got = await reader.readexactly(len(big) + 6)
    print(got == b"echo " + big + b"\\n")
    writer.close()
    await writer.wait_closed()

async def server():
    return await asyncio.start_server(handle, "127.0.0.1", PORT, ssl=context(True))

served = asyncio.Event()
"""

OUR_SERVER = """
async def main():
    s = await server()
    print("ready")
    await served.wait()
    s.close()
    await s.wait_closed()

asyncio.run(asyncio.wait_for(main(), 30))
"""
OUR_CLIENT = """
asyncio.run(asyncio.wait_for(client(), 30))
"""
BOTH = """
async def main():
    s = await server()
    await client()
    s.close()
    await s.wait_closed()

asyncio.run(asyncio.wait_for(main(), 30))
"""
# What was written goes out before an answer is waited for, also without a drain; and write() itself raises nothing that
# the handshake finds.
NOT_DRAINED = """
async def main():
    s = await server()
    reader, writer = await connect("localhost")
    writer.write(b"not ")
    writer.write(b"drained\\n")
    print(await reader.readline())
    reader, writer = await connect("elsewhere")
    writer.write(b"line\\n")
    try:
        await writer.drain()
        await reader.readline()
    except ValueError:
        print("refused")

asyncio.run(asyncio.wait_for(main(), 30))
"""
# Both ends wait for a line while nothing comes.
IDLE = """
async def main():
    s = await server()
    reader, writer = await connect("localhost")
    writer.write(b"line\\n")
    await writer.drain()
    await reader.readline()
    task = asyncio.create_task(reader.readline())
    await asyncio.sleep(0.2)
    print("BEGIN\\n", end="")
    await asyncio.sleep(1)
    print("END\\n", end="")
    writer.write(b"after\\n")
    await writer.drain()
    print(await task)

asyncio.run(asyncio.wait_for(main(), 30))
"""
CLIENT_OUT = "".join("echo line %d\n" % i for i in range(LINES)) + "True\n"

# A certificate nobody vouches for must be refused, by an error and not by silence.
UNTRUSTED = """
def context(server):
    c = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
    c.verify_mode = tls.CERT_REQUIRED
    return c

async def main():
    try:
        await client()
        print("accepted")
    except OSError:
        print("OSError")

asyncio.run(asyncio.wait_for(main(), 30))
"""


def make_certificate(folder):
    """A self-signed certificate for localhost, as .pem for CPython and .der for us."""

    def openssl(*args):
        subprocess.run(("openssl",) + args, check=True, capture_output=True, cwd=folder)

    openssl(
        *("req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem").split(),
        *("-subj /CN=localhost -addext subjectAltName=DNS:localhost").split(),
    )
    openssl(*"x509 -in cert.pem -outform DER -out cert.der".split())
    openssl(*"rsa -in key.pem -outform DER -out key.der".split())


def text(folder, script, port):
    return (
        (COMMON + script)
        .replace("CERTIFICATE", os.path.join(folder, "cert.der"))
        .replace("PRIVATE_KEY", os.path.join(folder, "key.der"))
        .replace("PORT", str(port))
        .replace("LINES", str(LINES))
    )


async def echo(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(b"echo " + line)
            await writer.drain()
        writer.close()
    except (OSError, ssl.SSLError):
        pass  # the client that refuses the certificate


async def cpython_client(folder, port):
    c = ssl.create_default_context(cafile=os.path.join(folder, "cert.pem"))
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=c, server_hostname="localhost", limit=1 << 20
    )
    got = []
    for i in range(LINES):
        writer.write(b"line %d\n" % i)
        await writer.drain()
        got.append((await reader.readline()).decode())
    big = b"0123456789abcdef" * 4096 + b"\n"
    writer.write(big)
    await writer.drain()
    got.append("%s\n" % (await reader.readline() == b"echo " + big))
    writer.close()
    return "".join(got)


async def with_our_client(folder, port, script):
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    server = await asyncio.start_server(echo, "127.0.0.1", port, ssl=c, limit=1 << 20)
    loop = asyncio.get_running_loop()
    r = await loop.run_in_executor(None, run, [BINARY], text(folder, script, port))
    server.close()
    return r


def main():
    if not shutil.which("openssl"):
        skip("tls_echo", "openssl, which makes the certificate, is not installed")
        finish()
    if run([BINARY], "import tls\n")[0] != 0:
        skip("tls_echo", "this firmware has no tls module")
        finish()
    with tempfile.TemporaryDirectory() as folder:
        make_certificate(folder)

        r = run([BINARY], text(folder, BOTH, free_port()))
        result("TLS, both ours", None if r == (0, CLIENT_OUT, "") else repr(r))

        port = free_port()
        process = start([BINARY], text(folder, OUR_SERVER, port))
        ready = process.stdout.readline()
        got = None
        if ready == b"ready\n":
            try:
                got = asyncio.run(asyncio.wait_for(cpython_client(folder, port), 30))
            except Exception as e:
                got = repr(e)
        r = wait(process)
        good = got == CLIENT_OUT and r == (0, "", "")
        result("TLS, our server", None if good else "client got %r, server %r" % (got, r))

        r = asyncio.run(with_our_client(folder, free_port(), OUR_CLIENT))
        result("TLS, our client", None if r == (0, CLIENT_OUT, "") else repr(r))

        r = asyncio.run(with_our_client(folder, free_port(), UNTRUSTED))
        result("TLS, an untrusted certificate", None if r == (0, "OSError\n", "") else repr(r))

        status, out, err = run([BINARY], text(folder, NOT_DRAINED, free_port()))
        good = (status, out) == (0, "b'echo not drained\\n'\nrefused\n")
        result("TLS, without drain", None if good else repr((status, out, err)))

        idle(folder)
    finish()


def idle(folder):
    """An idle connection wakes nobody."""
    if not shutil.which("strace") or run(["strace", "-o", os.devnull, BINARY], "")[0] != 0:
        skip("TLS, an idle second", "strace is not installed or cannot trace here")
        return
    with tempfile.NamedTemporaryFile(suffix=".strace") as log:
        r = run(["strace", "-o", log.name, BINARY], text(folder, IDLE, free_port()))
        calls = calls_between(log.name)
    if r != (0, "BEGIN\nEND\nb'echo after\\n'\n", "") or calls is None:
        result("TLS, an idle second", repr(r))
    else:
        few = len(calls) <= 6
        result("TLS, an idle second", None if few else "%d system calls: %s" % (len(calls), "; ".join(calls[:6])))


main()
