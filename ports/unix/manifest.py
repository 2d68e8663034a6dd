# SPDX-License-Identifier: MIT
# What the unix firmware freezes.

include("../../modules/manifest.py", ssl=True)
