# SPDX-License-Identifier: MIT
# What our images freeze. asyncio is not in it: it is native and needs no frozen Python, so an
# image whose manifest includes this one, and not extmod/asyncio, leaves the stock package out.
#
#   include("/path/to/modules/manifest.py", ssl=True)
#
# ssl=True adds the "ssl" module for images that have the native "tls" but no micropython-lib.

options.defaults(ssl=False)

if options.ssl:
    module("ssl.py")
