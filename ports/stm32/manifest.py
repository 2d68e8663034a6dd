# SPDX-License-Identifier: MIT
# What our stm32 images freeze: of micropython-lib the drivers that the port's images have, where the tree has
# micropython-lib (a checkout with submodules; a source package has not).

for package in ("dht", "onewire"):
    try:
        require(package)
    except Exception as e:
        print("not frozen: %s (%s)" % (package, e))
