"""The real drivers of the parts in `[hardware]`. Fakes are chosen only in a program's `__main__.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.terminal.settings import CardDriver, Hardware, PrinterDriver, ScannerDriver, Screen
from kiosk.terminal.start.libraries import CODES_AND_PAPER, INPUT, load

if TYPE_CHECKING:
    from kiosk.hw.cards import CardReader
    from kiosk.hw.gpio import Gpio
    from kiosk.hw.panel import TouchPanel
    from kiosk.hw.printer import TicketPrinter
    from kiosk.hw.scanner import Scanner


def card_reader(hardware: Hardware) -> CardReader | None:
    """The card reader; None: there is none, or it is a fake. A driver is loaded only if it is chosen."""
    if hardware.cards is CardDriver.PCSC:
        from kiosk.hw.pcsc import PcscCards

        return PcscCards()
    if hardware.cards is CardDriver.SAM:
        from kiosk.hw.sam import SamCards

        return SamCards(hardware.sam)
    if hardware.cards is CardDriver.BOTH:
        from kiosk.hw.both_cards import BothCards
        from kiosk.hw.pcsc import PcscCards
        from kiosk.hw.sam import SamCards

        return BothCards(pcsc=PcscCards(), sam=SamCards(hardware.sam))
    return None


def scanner(hardware: Hardware) -> Scanner | None:
    """Likewise."""
    if hardware.scanner is ScannerDriver.EVDEV:
        load(*INPUT)
        from kiosk.hw.evdev_scanner import EvdevScanner

        return EvdevScanner(hardware.scan)
    if hardware.scanner is ScannerDriver.SERIAL:
        from kiosk.hw.serial_scanner import SerialScanner

        return SerialScanner(hardware.scan)
    return None


def printer(hardware: Hardware) -> TicketPrinter | None:
    """Likewise."""
    if hardware.printer is not PrinterDriver.ESCPOS:
        return None
    load(*CODES_AND_PAPER)
    from kiosk.hw.escpos_printer import EscposPrinter

    return EscposPrinter(hardware.escpos)


def gpio(hardware: Hardware) -> Gpio | None:
    """Keys, lamp and switches, if any are named."""
    if hardware.gpio is None:
        return None
    from kiosk.hw.gpio_header import HeaderContacts

    return HeaderContacts(hardware.gpio)


def touch_panel(screen: Screen) -> TouchPanel | None:
    """The panel of a citizen's screen, the only device that counts there. None: every pointer counts (development
    only)."""
    if screen.any_pointer:
        return None
    load(*INPUT)
    from kiosk.hw.evdev_panel import EvdevPanel

    return EvdevPanel(screen.touch)
