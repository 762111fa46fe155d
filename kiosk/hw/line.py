"""A line to a device: bytes out and in, each with a deadline. Serial ports, sockets, device files."""

from __future__ import annotations

import contextlib
import os
import select
import time
from typing import Any

from kiosk.hw.wiring import Flow

READ_AT_ONCE = 4096


class LineGoneError(OSError):
    """The device is not (or no longer) connected."""


class LineBusyError(OSError):
    """The device takes no more bytes: its buffer stays full. `written`: how many it took."""

    def __init__(self, written: int) -> None:
        super().__init__("the device takes no more bytes")
        self.written = written


class DescriptorLine:
    """Any line that is a file descriptor. `owner` keeps it open and is closed in its place."""

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
        """What comes within `seconds`; returns at the first bytes, or empty if nothing comes. Raises
        `LineGoneError`."""
        buffer = bytearray(READ_AT_ONCE)
        return bytes(buffer[: self.read_into(buffer, seconds)])

    def read_into(self, buffer: bytearray, seconds: float) -> int:
        """Like `read`, but into a buffer that the caller can overwrite afterwards. Returns the number of bytes."""
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, seconds))
        if not ready:
            return 0
        try:
            count = os.readv(self._descriptor, [buffer])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LineGoneError(str(error)) from error
        if not count:
            raise LineGoneError("the line was closed")
        return count

    def close(self) -> None:
        """Close at once. Bytes that the device has not taken are dropped, because waiting for them may take for
        ever."""
        import termios

        with contextlib.suppress(termios.error, OSError):
            termios.tcflush(self._descriptor, termios.TCIOFLUSH)
        with contextlib.suppress(OSError):
            if self._owner is not None:
                self._owner.close()
            else:
                os.close(self._descriptor)


def open_serial(path: str, baud: int, flow: Flow = Flow.NONE) -> DescriptorLine:
    """Open a serial port, 8N1, for this program alone. Raises `LineGoneError` when it is not there."""
    import termios

    import serial

    try:
        port = serial.Serial(
            path,
            baud,
            timeout=0,
            exclusive=True,
            xonxoff=flow is Flow.SOFTWARE,
            dsrdtr=flow is Flow.HARDWARE,
        )
    # ValueError: a baud rate that the port does not have; termios.error, no OSError: pulled while it was being opened
    except (OSError, ValueError, termios.error) as error:
        raise LineGoneError(str(error)) from error
    return DescriptorLine(port.fileno(), port)
