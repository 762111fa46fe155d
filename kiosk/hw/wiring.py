"""How the parts are connected: the tables of `terminal.toml` that the drivers read (`[hardware.…]`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kiosk.hw.gpio import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class GpioWiring:
    """BCM numbers of the header; None or empty: not wired. Contacts close to ground (the pull-up is the Pi's own)."""

    keys: tuple[int, ...] = ()  # review keys, most satisfied (5) first
    lamp: int | None = None  # output: lights while a review is awaited
    presence: int | None = None  # somebody stands there
    door: int | None = None  # the housing is open
    tamper: int | None = None  # the housing is moved
    active_high: tuple[Contact, ...] = (Contact.PRESENCE,)  # wires that are active at 3.3 V instead of at ground
    normally_closed: tuple[
        Contact, ...
    ] = ()  # contacts that rest at ground: active when they open, or the cable is cut
    bounce_ms: int = 30  # how long a contact must be steady before it counts
    stuck_seconds: float = 15.0  # a key held longer is stuck: it counts no more until it is let go


class PrinterLine(StrEnum):
    SERIAL = "serial"  # a UART or a USB-serial adapter: `path`, `baud`, `flow`
    FILE = "file"  # a USB printer as the kernel's own device, e.g. /dev/usb/lp0: `path`
    USB = "usb"  # a USB printer without that device, through libusb: `usb`
    NETWORK = "network"  # `host`, `port`


class Flow(StrEnum):
    NONE = "none"
    HARDWARE = "hardware"  # DTR/DSR
    SOFTWARE = "software"  # XON/XOFF


class Glyphs(StrEnum):
    """What Chinese the printer's own font holds; the rest is drawn and sent as a picture."""

    GB2312 = "gb2312"
    GBK = "gbk"
    GB18030 = "gb18030"
    NONE = "none"  # no Chinese font: the whole ticket is a picture


class PrinterPin(StrEnum):
    PAPER_OUT = "paper_out"
    BUSY = "busy"
    CUT = "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterPinWiring:
    """BCM numbers of a ticket printer's own lines; None: not wired. Active at ground unless named in `active_high`."""

    paper_out: int | None = None  # active: no paper
    busy: int | None = None  # active: it takes no data, or still prints
    cut: int | None = None  # output; active: a relay cuts the supply, which at rest is on
    active_high: tuple[PrinterPin, ...] = (PrinterPin.BUSY, PrinterPin.CUT)  # active at 3.3 V
    silences: int = 3  # answers missing in a row before the supply is cut
    cut_seconds: float = 3.0  # how long the supply is cut


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterWiring:
    """An ESC/POS ticket printer. `profile` is one of python-escpos: width in dots, knife, native QR codes."""

    line: PrinterLine = PrinterLine.SERIAL  # how it is connected to the machine
    path: str = "/dev/serial0"  # with serial and file
    baud: int = 115200  # with serial
    flow: Flow = Flow.NONE  # with serial: who holds back data
    usb: str = ""  # vendor:product as lsusb has them, e.g. "0416:5011"
    host: str = ""  # with network
    port: int = 9100  # with network
    profile: str = "NT-80-V-UL"  # of python-escpos
    glyphs: Glyphs = Glyphs.GBK  # Chinese in the printer's own font
    in_order_status: bool = True  # the printer knows GS r; without it, "printed" is believed after `settle_seconds`
    settle_seconds: float = 3.0  # see `in_order_status`
    status_seconds: float = 0.8  # all four status questions together
    print_seconds: float = 10.0  # from the last byte to the confirmation that paper came out
    pins: PrinterPinWiring | None = None  # extra pins, for a printer that reports nothing by data


def usb_id(name: str) -> tuple[int, int] | None:
    """`0416:5011` as two numbers."""
    found = re.fullmatch(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})", name)
    return (int(found[1], 16), int(found[2], 16)) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SamWiring:
    """A reader for resident identity cards with its SAM module, on a serial line."""

    path: str = "/dev/ttyUSB0"  # its serial port
    baud: int = 115200  # of the port
    poll_ms: int = 300  # how often it looks for a card
    photo_command: tuple[str, ...] = ()  # decodes the photo, WLT on stdin to PNG or BMP on stdout; empty: dropped


class Coding(StrEnum):
    """In which coding a serial scanner sends what is not ASCII; a scanner that is a keyboard sends no such thing."""

    AUTO = "auto"  # UTF-8 or GB 18030, decided for each code; for codes of ASCII and Chinese characters
    UTF8 = "utf-8"
    GB18030 = "gb18030"  # GBK and GB 2312 as well


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerWiring:
    """A barcode and QR scanner: a HID keyboard by its name in /dev/input/by-id, or a serial (CDC) port."""

    path: str = "/dev/input/by-id/usb-scanner-event-kbd"  # of the device
    baud: int = 9600  # with serial
    coding: Coding = Coding.AUTO  # of what it sends
    code_seconds: float = 0.5  # longest gap within a code; a longer one ends it or spoils it
