# SPDX-License-Identifier: MIT
"""A Raspberry Pi Pico in an emulator (rp2040py), driven by the emulated clock alone, so that runs repeat exactly."""

import asyncio

from raw_repl import BoardError, RawRepl
from rp2040py.boards import BoardSpec
from rp2040py.device.base_device import BaseDevice
from rp2040py.gpio_pin import GPIOPinState
from rp2040py.memory_map import FLASH_START_ADDRESS

LEVELS = {GPIOPinState.LOW: 0, GPIOPinState.HIGH: 1}


class Pico(RawRepl):
    """`pico = Pico("firmware.uf2"); print(pico.exec("print(1)"))`. Times are nanoseconds of the emulated clock."""

    CYCLE_NS = 8  # at 125 MHz, whatever the firmware sets

    def __init__(self, image, patience_ns=60_000_000_000):
        super().__init__()
        self.device = BaseDevice(board=BoardSpec(image=str(image)))
        self.simulator = self.device.simulator
        self.mcu = self.device.mcu
        self.clock = self.simulator.clock
        self.patience_ns = patience_ns
        self.edges = []
        self.on_edge = self.on_output = None
        self.mark = None
        self.outbox = b""
        self.armed = None
        self._time_is_up = self.clock.create_alarm(self.simulator.stop)
        self._connect_usb()
        self.mcu.core.pc = FLASH_START_ADDRESS
        self._connected = False
        while not self._connected:
            self.receive(None)
        self.enter_raw()

    # USB: the emulator's host answers an armed OUT transfer at once, with an empty packet if it has nothing to
    # send, and TinyUSB arms the next: the core would never sleep. A real host sends nothing (the device NAKs),
    # so the answer is held back until there is data.
    def _connect_usb(self):
        cdc, usb = self.device.cdc, self.mcu.usb_ctrl
        self._answer, forget = usb.on_endpoint_read, usb.on_reset

        def on_endpoint_read(endpoint, size):
            if endpoint == 0:
                self._answer(endpoint, size)
            else:
                self.armed = endpoint, size
                self._serve()

        def on_reset():
            self.armed = None
            forget()

        def on_connected():
            self._connected = True
            self.simulator.stop()

        usb.on_endpoint_read = on_endpoint_read
        usb.on_reset = on_reset
        cdc.on_device_connected = on_connected
        cdc.on_serial_data = self._on_serial_data

    def _serve(self):
        if self.armed and self.outbox:
            endpoint, size = self.armed
            self.armed = None
            for byte in self.outbox[:size]:
                self.device.cdc.send_serial_byte(byte)
            self.outbox = self.outbox[size:]
            self._answer(endpoint, size)

    def _on_serial_data(self, data):
        self.inbox += bytes(data)
        if self.on_output:
            self.on_output(bytes(data))
        if self.mark is not None and self.mark in self.inbox:
            self.simulator.stop()

    def write(self, data):
        self.outbox += data
        self._serve()

    def receive(self, mark):
        self.mark = mark
        deadline = self.clock.nanos + self.patience_ns
        self._run(self.patience_ns)
        self.mark = None
        if self.clock.nanos >= deadline:
            raise BoardError(f"no {mark!r} within {self.patience_ns / 1e9} s; the board said {self.inbox[-300:]!r}")

    def _run(self, limit_ns):
        self._time_is_up.schedule(limit_ns)
        asyncio.run(self.simulator.execute())
        self._time_is_up.cancel()

    def run_for(self, ns):
        """Lets the board run on."""
        self._run(ns)

    @property
    def now(self):
        return self.clock.nanos

    def watch(self, gpio):
        """From now on, notes (time, gpio, level) in `edges` whenever the pin is driven to another level."""
        pin = self.mcu.gpio[gpio]
        last = [LEVELS.get(pin.value)]

        def on_change(state, _):
            level = LEVELS.get(state)
            if level is not None and level != last[0]:
                last[0] = level
                self.edges.append((self.clock.nanos, gpio, level))
                if self.on_edge:
                    self.on_edge()

        pin.add_listener(on_change)

    def at(self, delay_ns, action):
        """Calls action() when `delay_ns` of emulated time have passed."""
        self.clock.create_alarm(action).schedule(delay_ns)

    def drive(self, gpio, level):
        """What is wired to the pin sets it."""
        self.mcu.gpio[gpio].set_input_value(bool(level))

    @property
    def awake_ns(self):
        """How long the core has been executing, not sleeping, since it started."""
        return self.mcu.core.cycles * self.CYCLE_NS
