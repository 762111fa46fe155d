"""The physics of every ticket printer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from escpos_peer import PtyPrinter, TcpPrinter
from peer_libusb1 import USB_ID, UsbBus

from bench.fake_printer import FakePrinter
from bench.picture_printer import PicturePrinter
from domain.statuses import PrinterStatus
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.printer import TicketPrinter
from kiosk.hw.wiring import PrinterLine, PrinterWiring
from program.control_socket import ControlSocket, send

QUICK = {"status_seconds": 0.5, "print_seconds": 3.0}


class PrinterRig(Protocol):
    printer: TicketPrinter

    def become(self, status: PrinterStatus) -> None:
        """The printer is like this from now on."""

    def end_paper_within_the_next_ticket(self) -> None: ...

    def whole_tickets(self) -> int:
        """How many tickets lie in the tray, whole."""


class FakeRig:
    def __init__(self) -> None:
        self.printer = FakePrinter()

    def become(self, status: PrinterStatus) -> None:
        self.printer.state = status

    def end_paper_within_the_next_ticket(self) -> None:
        self.printer.ends_at_half = True

    def whole_tickets(self) -> int:
        return len(self.printer.papers)


BENCH_WORDS = {
    PrinterStatus.READY: "back",
    PrinterStatus.NEAR_END: "near-end",
    PrinterStatus.PAPER_OUT: "out",
    PrinterStatus.COVER_OPEN: "cover",
    PrinterStatus.CUTTER: "cutter",
    PrinterStatus.OFFLINE: "off",
    PrinterStatus.UNKNOWN: "silent",
}


class PictureRig:
    def __init__(self, data: Path, control: ControlSocket) -> None:
        self._data = data
        self.printer = PicturePrinter(data / "paper", control)

    def become(self, status: PrinterStatus) -> None:
        send(self._data, ["printer", BENCH_WORDS[status]])

    def end_paper_within_the_next_ticket(self) -> None:
        send(self._data, ["printer", "half"])

    def whole_tickets(self) -> int:
        return len([path for path in (self._data / "paper").glob("*.png") if "half" not in path.name])


def fake(data: Path) -> Iterator[PrinterRig]:
    yield FakeRig()


def picture(data: Path) -> Iterator[PrinterRig]:
    control = ControlSocket(data)
    rig = PictureRig(data, control)
    control.start()
    yield rig
    control.close()


class EscposRig:
    """The real driver; the printer at the other end of its line is ours."""

    def __init__(self, device: TcpPrinter | PtyPrinter | UsbBus, wiring: PrinterWiring) -> None:
        self.device = device
        self.printer = EscposPrinter(wiring)

    def become(self, status: PrinterStatus) -> None:
        self.device.peer.silent = status is PrinterStatus.UNKNOWN
        if status is PrinterStatus.OFFLINE:
            self.device.unplug()
            return
        self.device.plug()
        if status is not PrinterStatus.UNKNOWN:
            self.device.peer.become(status)

    def end_paper_within_the_next_ticket(self) -> None:
        self.device.peer.ends_after = 250

    def whole_tickets(self) -> int:
        return len(self.device.peer.paper.tickets)


def escpos_network(_data: Path, **changes: Any) -> Iterator[EscposRig]:
    device = TcpPrinter()
    wiring = PrinterWiring(line=PrinterLine.NETWORK, host="127.0.0.1", port=device.port, **{**QUICK, **changes})
    rig = EscposRig(device, wiring)
    yield rig
    rig.printer.close()
    device.unplug()


def escpos_serial(data: Path, **changes: Any) -> Iterator[EscposRig]:
    device = PtyPrinter(data)
    rig = EscposRig(device, PrinterWiring(line=PrinterLine.SERIAL, path=str(device.path), **{**QUICK, **changes}))
    yield rig
    rig.printer.close()
    device.unplug()


def escpos_file(data: Path, **changes: Any) -> Iterator[EscposRig]:
    device = PtyPrinter(data)
    rig = EscposRig(device, PrinterWiring(line=PrinterLine.FILE, path=str(device.path), **{**QUICK, **changes}))
    yield rig
    rig.printer.close()
    device.unplug()


def escpos_usb(_data: Path, **changes: Any) -> Iterator[EscposRig]:
    import usb.backend.libusb1  # noqa: PLC0415

    device, real = UsbBus(), usb.backend.libusb1.get_backend
    usb.backend.libusb1.get_backend = lambda *_a, **_k: device
    rig = EscposRig(device, PrinterWiring(line=PrinterLine.USB, usb=USB_ID, **{**QUICK, **changes}))
    yield rig
    rig.printer.close()
    usb.backend.libusb1.get_backend = real


LINES = {"network": escpos_network, "serial": escpos_serial, "file": escpos_file, "usb": escpos_usb}
RIGS = {"fake": fake, "picture": picture, **LINES}
