# SPDX-License-Identifier: MIT
# What our rp2 images freeze: the port's own modules, and of micropython-lib the drivers that the port's
# images have, where the tree has micropython-lib (a checkout with submodules; a source package has not).

freeze("$(PORT_DIR)/modules")

for package in ("onewire", "ds18x20", "dht", "neopixel"):
    try:
        require(package)
    except Exception as e:
        print("not frozen: %s (%s)" % (package, e))
