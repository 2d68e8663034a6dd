# SPDX-License-Identifier: MIT
"""What tests/run.py is made of; tests/host/*.py may use it too."""
