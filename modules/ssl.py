# SPDX-License-Identifier: MIT
# The documented "ssl" module on top of the VM's native "tls", for images without micropython-lib.

import tls
from tls import *


def _contents(source):
    # A file's name stands for what is in the file; bytes are taken as they are.
    if isinstance(source, str):
        with open(source, "rb") as file:
            return file.read()
    return source


class SSLContext:
    def __init__(self, protocol):
        self._native = tls.SSLContext(protocol)

    def load_cert_chain(self, certfile, keyfile):
        self._native.load_cert_chain(_contents(certfile), _contents(keyfile))

    def load_verify_locations(self, cafile=None, cadata=None):
        if (cafile is None) == (cadata is None):
            raise TypeError("load_verify_locations takes either cafile or cadata")
        self._native.load_verify_locations(_contents(cadata if cafile is None else cafile))

    def get_ciphers(self):
        return self._native.get_ciphers()

    def set_ciphers(self, ciphers):
        self._native.set_ciphers(ciphers)

    @property
    def verify_mode(self):
        return self._native.verify_mode

    @verify_mode.setter
    def verify_mode(self, mode):
        self._native.verify_mode = mode

    @property
    def verify_callback(self):
        return self._native.verify_callback

    @verify_callback.setter
    def verify_callback(self, callback):
        self._native.verify_callback = callback

    def wrap_socket(
        self, sock, server_side=False, do_handshake_on_connect=True, server_hostname=None
    ):
        return self._native.wrap_socket(
            sock,
            server_side=server_side,
            do_handshake_on_connect=do_handshake_on_connect,
            server_hostname=server_hostname,
        )


def wrap_socket(
    sock,
    server_side=False,
    key=None,
    cert=None,
    cert_reqs=CERT_NONE,
    cadata=None,
    server_hostname=None,
    do_handshake=True,
):
    context = SSLContext(PROTOCOL_TLS_SERVER if server_side else PROTOCOL_TLS_CLIENT)
    if key is not None or cert is not None:
        context.load_cert_chain(cert, key)
    if cadata is not None:
        context.load_verify_locations(cadata=cadata)
    context.verify_mode = cert_reqs
    return context.wrap_socket(
        sock,
        server_side=server_side,
        do_handshake_on_connect=do_handshake,
        server_hostname=server_hostname,
    )
