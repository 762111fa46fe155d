"""A USB printer without the kernel's usblp: python-escpos finds and opens it, bytes move under deadlines of ours.

libusb counts in milliseconds and takes 0 as "for ever", so every transfer gets at least one. A printer without data may
return empty packets as fast as it is asked: they are skipped until the deadline.
"""

from __future__ import annotations

import contextlib
import errno
import time
from typing import Any

from kiosk.hw import escpos_library
from kiosk.hw.line import LineBusyError, LineGoneError
from kiosk.hw.wiring import usb_id

PRINTER_CLASS = 7
CHUNK = 4096
EMPTY_PAUSE_S = 0.005


class UsbLine:
    """One printer's two bulk endpoints. `device` is pyusb's."""

    def __init__(self, device: Any) -> None:
        self._device = device
        self._out, self._in = _endpoints(device)

    def write(self, data: bytes, seconds: float) -> None:
        """Write all of `data` within `seconds`. Raises `LineBusyError`, `LineGoneError`."""
        end = time.monotonic() + seconds
        sent = 0
        while sent < len(data):
            part = self._moved(lambda sent=sent: self._out.write(data[sent : sent + CHUNK], _ms(end)))
            sent += part or 0
            if not part and time.monotonic() >= end:
                raise LineBusyError(sent)

    def read(self, seconds: float) -> bytes:
        """What comes within `seconds`, at the first byte; empty when nothing does. Raises `LineGoneError`."""
        end = time.monotonic() + seconds
        while True:
            heard = self._moved(lambda: self._in.read(self._in.wMaxPacketSize, _ms(end)))
            if heard:
                return bytes(heard)
            left = end - time.monotonic()
            if left <= 0:
                return b""
            time.sleep(min(EMPTY_PAUSE_S, left))

    def close(self) -> None:
        """Let go at once; the library holds no bytes back."""
        import usb.util

        with contextlib.suppress(Exception):  # of a printer that was pulled nothing can be released
            usb.util.dispose_resources(self._device)

    @staticmethod
    def _moved(transfer: Any) -> Any:
        """The result of a transfer; None after its time-out."""
        import usb.core

        try:
            return transfer()
        except usb.core.USBTimeoutError:
            return None
        except usb.core.USBError as error:
            if error.errno == errno.ETIMEDOUT:
                return None
            raise LineGoneError(str(error)) from error


def open_usb(name: str) -> UsbLine:
    """Open the printer `vendor:product`. Raises `LineGoneError` when it is not there, or nobody may open it."""
    escpos_library.load()
    from escpos.exceptions import Error
    from escpos.printer import Usb
    from usb.core import NoBackendError, USBError

    known = usb_id(name)
    if known is None:
        raise LineGoneError(f"{name!r} is no vendor:product")
    printer: Any = Usb(*known)
    try:
        printer.open()
        device, printer.device = printer.device, None  # the library would close it when it is collected
        return UsbLine(device)
    except (Error, USBError, NoBackendError) as error:
        raise LineGoneError(str(error)) from error


def _endpoints(device: Any) -> tuple[Any, Any]:
    """Out and in of the printer interface, or of the first that has both: their numbers differ between models."""
    from usb.util import ENDPOINT_IN, ENDPOINT_TYPE_BULK, endpoint_direction, endpoint_type

    interfaces = list(device.get_active_configuration())
    for interface in sorted(interfaces, key=lambda one: one.bInterfaceClass != PRINTER_CLASS):
        bulk = [end for end in interface if endpoint_type(end.bmAttributes) == ENDPOINT_TYPE_BULK]
        ins = [end for end in bulk if endpoint_direction(end.bEndpointAddress) == ENDPOINT_IN]
        outs = [end for end in bulk if end not in ins]
        if ins and outs:
            return outs[0], ins[0]
    raise LineGoneError("no printer interface that can be written to and read")


def _ms(end: float) -> int:
    return max(1, round((end - time.monotonic()) * 1000))
