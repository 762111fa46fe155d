"""The line to a ticket printer: opened by python-escpos, or the kernel's device file.

The library's reads and closes have no deadline, so bytes go through our own line classes.
"""

from __future__ import annotations

import os
import termios
from typing import Any, Protocol

from kiosk.hw import escpos_library
from kiosk.hw.line import DescriptorLine, LineGoneError
from kiosk.hw.wiring import Flow, PrinterLine, PrinterWiring

CONNECT_SECONDS = 3.0


class DeviceLine(Protocol):
    """What `DescriptorLine` and `UsbLine` have in common."""

    def write(self, data: bytes, seconds: float) -> None: ...

    def read(self, seconds: float) -> bytes: ...

    def close(self) -> None: ...


def open_line(wiring: PrinterWiring) -> DeviceLine:
    """Open the printer's line. Raises `LineGoneError` when nothing is there."""
    if wiring.line is PrinterLine.USB:
        from kiosk.hw.usb_line import open_usb

        return open_usb(wiring.usb)
    try:
        if wiring.line is PrinterLine.FILE:
            return DescriptorLine(os.open(wiring.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
        device = _opened_by_library(wiring)
    except OSError as error:
        raise LineGoneError(str(error)) from error
    return DescriptorLine(device.fileno(), device)


def _opened_by_library(wiring: PrinterWiring) -> Any:
    escpos_library.load()
    from escpos.exceptions import Error
    from escpos.printer import Network, Serial

    if wiring.line is PrinterLine.NETWORK:
        printer: Any = Network(wiring.host, wiring.port, timeout=CONNECT_SECONDS)
    else:
        printer = Serial(
            wiring.path,
            baudrate=wiring.baud,
            timeout=0,
            xonxoff=wiring.flow is Flow.SOFTWARE,
            dsrdtr=wiring.flow is Flow.HARDWARE,
        )
    try:
        printer.open()
        if wiring.line is PrinterLine.SERIAL:
            _drop_breaks(printer.device.fileno())
    except (Error, termios.error) as error:
        raise LineGoneError(str(error)) from error
    device, printer.device = printer.device, None  # else the library drains and closes it when collected
    return device


def _drop_breaks(port: int) -> None:
    """A printer that loses power sends breaks and broken bytes. They must be dropped, because they would read as 00, an
    answer to `GS r`."""
    modes = termios.tcgetattr(port)
    modes[0] |= termios.IGNBRK | termios.INPCK | termios.IGNPAR
    termios.tcsetattr(port, termios.TCSANOW, modes)
