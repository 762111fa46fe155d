"""A USB printer through libusb: found by its numbers, never waited for without an end, pulled and put back.

Most run the real pyusb and python-escpos on a bus of ours (`peer_libusb1.py`), which can misbehave; one runs them on
the real libusb, which talks to the usbfs that umockdev pretends (`usb_printer.py`). No USB hardware was at hand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import usb.backend.libusb1
from escpos_peer import WELL
from peer_libusb1 import USB_ID, UsbBus

from domain.statuses import PrinterStatus
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.line import LineBusyError, LineGoneError
from kiosk.hw.printer import NotPrinted, Printed, TicketPaper
from kiosk.hw.usb_line import UsbLine, open_usb
from kiosk.hw.wiring import PrinterLine, PrinterWiring
from kiosk.terminal.terminal_file import checked_terminal

PAPER = TicketPaper(
    hall="春晓里", number="A012", queue="养老", ahead="", time="", guide="", rule="", qr="", qr_caption=""
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> UsbBus:
    made = UsbBus()
    monkeypatch.setattr(usb.backend.libusb1, "get_backend", lambda *_a, **_k: made)
    return made


@pytest.fixture
def line(bus: UsbBus) -> Iterator[UsbLine]:
    opened = open_usb(USB_ID.upper())
    yield opened
    opened.close()


@pytest.fixture
def printer(bus: UsbBus) -> Iterator[EscposPrinter]:
    made = EscposPrinter(PrinterWiring(line=PrinterLine.USB, usb=USB_ID, status_seconds=0.5, print_seconds=3.0))
    yield made
    made.close()


def test_the_kernels_driver_is_put_aside_and_the_printers_own_endpoints_are_used(bus: UsbBus, line: UsbLine) -> None:
    assert not bus.kernel_driver
    line.write(b"\x10\x04\x01", 1.0)
    assert line.read(1.0) == bytes((WELL[1],))


def test_no_transfer_waits_without_an_end(bus: UsbBus, line: UsbLine) -> None:
    line.write(b"x", 0.0)
    assert line.read(0.0) == b""
    assert line.read(0.2) == b""
    assert not bus.endless
    assert bus.longest_ms <= 200


def test_empty_packets_are_waited_out_and_not_counted_as_an_answer(bus: UsbBus, line: UsbLine) -> None:
    bus.empty_packets = True
    begun = time.monotonic()
    assert line.read(0.1) == b""
    assert time.monotonic() - begun >= 0.09
    line.write(b"\x10\x04\x04", 1.0)
    assert line.read(1.0) == bytes((WELL[4],))


def test_a_full_buffer_says_how_much_it_took(bus: UsbBus, line: UsbLine) -> None:
    bus.takes = 5000
    with pytest.raises(LineBusyError) as busy:
        line.write(b"\n" * 9000, 0.2)
    assert busy.value.written == 5000


def test_a_pulled_printer_is_gone_for_reading_and_for_writing(bus: UsbBus, line: UsbLine) -> None:
    bus.unplug()
    with pytest.raises(LineGoneError):
        line.read(0.1)
    with pytest.raises(LineGoneError):
        line.write(b"x", 0.1)
    with pytest.raises(LineGoneError):
        open_usb(USB_ID)


def test_a_printer_pulled_and_put_back_prints_the_next_ticket(bus: UsbBus, printer: EscposPrinter) -> None:
    assert isinstance(printer.print(PAPER), Printed)
    bus.unplug()
    assert printer.status() is PrinterStatus.OFFLINE
    assert printer.print(PAPER) == NotPrinted(PrinterStatus.OFFLINE)
    bus.plug()
    assert printer.status() is PrinterStatus.READY
    assert isinstance(printer.print(PAPER), Printed)
    assert len(bus.peer.paper.tickets) == 2


def test_a_printer_that_stops_taking_bytes_has_begun_a_ticket_that_is_none(bus: UsbBus, printer: EscposPrinter) -> None:
    assert printer.status() is PrinterStatus.READY
    bus.takes = 60
    done = printer.print(PAPER)
    assert isinstance(done, NotPrinted)
    assert done.started
    assert not bus.peer.paper.tickets


def test_another_printer_on_the_bus_is_not_taken_for_this_one(bus: UsbBus) -> None:
    with pytest.raises(LineGoneError):
        open_usb("0416:5012")


@pytest.mark.parametrize("name", ["", "0416", "0416:501", "416:5011", "zzzz:5011"])
def test_what_is_no_vendor_and_product_is_refused_by_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "terminal.toml"
    path.write_text(
        f'hall = "h"\ndevice = "d"\ndata = "."\n[hardware]\nprinter = "escpos"\n'
        f'[hardware.escpos]\nline = "usb"\nusb = "{name}"\n'
    )
    found = checked_terminal(path)
    assert isinstance(found, list)
    assert [mistake.key for mistake in found] == ["hardware.escpos.usb"]
    with pytest.raises(LineGoneError):
        open_usb(name)


def test_a_day_of_a_printer_through_the_real_libusb() -> None:
    here = Path(__file__).parent
    command = ["umockdev-wrapper", "/usr/bin/python3", here / "usb_printer.py"]
    command += [sys.executable, here / "usb_probe.py", "{wire}", "{hand}"]
    paths = os.pathsep.join([str(here.parents[1]), str(here)])
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=150, check=False, env={**os.environ, "PYTHONPATH": paths}
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "first": "ready",
        "print": "printed",
        "no_paper": "paper_out",
        "pulled": "offline",
        "still_pulled": "offline",
        "back": "printed",
        "tickets": 2,
    }


def test_the_real_libusb_is_loaded_and_says_that_no_such_printer_is_there() -> None:
    assert usb.backend.libusb1.get_backend() is not None
    printer = EscposPrinter(PrinterWiring(line=PrinterLine.USB, usb="0001:0001"))
    assert printer.status() is PrinterStatus.OFFLINE
    printer.close()
