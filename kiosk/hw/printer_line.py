"""The wire to a ticket printer: bytes out and in, each with a deadline of ours.

Serial and network lines are opened by python-escpos, a USB printer by its device file; all three are file
descriptors then. The library's own reads and closes wait as long as the printer likes, so they are not used.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from typing import Any

from kiosk.hw.wiring import Flow, PrinterLine, PrinterWiring

CONNECT_SECONDS = 3.0


class LineGoneError(OSError):
    """Nothing hangs on the line (any more)."""


class LineBusyError(OSError):
    """The printer takes no bytes: its buffer is full and stays so. `written` of them it took."""

    def __init__(self, written: int) -> None:
        super().__init__("the printer takes no more bytes")
        self.written = written


class DescriptorLine:
    """Any line that is a file descriptor. `owner` keeps it open."""

    def __init__(self, descriptor: int, owner: Any = None) -> None:
        self._descriptor = descriptor
        self._owner = owner
        os.set_blocking(descriptor, False)

    def write(self, data: bytes, seconds: float) -> None:
        """Write all of `data` within `seconds`. Raises `LineBusyError`, `LineGoneError`."""
        end = time.monotonic() + seconds
        sent = 0
        while sent < len(data):
            _, ready, _ = select.select([], [self._descriptor], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise LineBusyError(sent)
            try:
                sent += os.write(self._descriptor, data[sent : sent + 4096])
            except BlockingIOError:
                continue
            except OSError as error:
                raise LineGoneError(str(error)) from error

    def read(self, seconds: float) -> bytes:
        """What comes within `seconds`, at the first byte; empty when nothing does. Raises `LineGoneError`."""
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self._descriptor, 256)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LineGoneError(str(error)) from error
        if not data:
            raise LineGoneError("the line was closed")
        return data

    def close(self) -> None:
        """Let go at once. What the printer has not taken is dropped: a close that drains may wait for ever."""
        import termios

        with contextlib.suppress(termios.error, OSError):
            termios.tcflush(self._descriptor, termios.TCIOFLUSH)
        with contextlib.suppress(OSError):
            if self._owner is not None:
                self._owner.close()
            else:
                os.close(self._descriptor)


def open_line(wiring: PrinterWiring) -> DescriptorLine:
    """Open the printer's line. Raises `LineGoneError` when nothing is there."""
    try:
        if wiring.line is PrinterLine.FILE:
            return DescriptorLine(os.open(wiring.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
        device = _opened_by_library(wiring)
    except OSError as error:
        raise LineGoneError(str(error)) from error
    return DescriptorLine(device.fileno(), device)


def _opened_by_library(wiring: PrinterWiring) -> Any:
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
    except Error as error:
        raise LineGoneError(str(error)) from error
    device, printer.device = printer.device, None  # the library would close it, and drain it, when it is collected
    return device
