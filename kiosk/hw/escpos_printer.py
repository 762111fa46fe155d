"""Ticket printers that speak ESC/POS. Paper counts as printed only after a status that was asked behind the cut."""

from __future__ import annotations

import threading
import time

from domain.statuses import PrinterStatus
from kiosk.hw.escpos_talk import FORGET_REST, EscposTalk
from kiosk.hw.line import LineBusyError, LineGoneError
from kiosk.hw.printer import NotPrinted, Printed, Sheet
from kiosk.hw.printer_line import open_line
from kiosk.hw.printer_pins import PrinterPins
from kiosk.hw.ticket_bytes import PaperProfile, profile_of, sheet_bytes
from kiosk.hw.wiring import PrinterLine, PrinterPinWiring, PrinterWiring

BITS_PER_BYTE = 10  # 8N1
WRITE_SLACK_SECONDS = 2.0
POLL_SECONDS = 0.2


class EscposPrinter:
    """An ESC/POS printer. Its line is opened when needed, and again after it was lost: a printer may be unplugged at
    any time."""

    def __init__(self, wiring: PrinterWiring, pins: PrinterPins | None = None) -> None:
        self._wiring = wiring
        self._pins = pins or PrinterPins(wiring.pins or PrinterPinWiring())
        self._profile: PaperProfile | None = None
        self._talk: EscposTalk | None = None
        self._torn = False  # part of a ticket hangs out of the printer: cut it off before the next one
        self._closed = False
        self._lock = threading.Lock()

    def status(self) -> PrinterStatus:
        with self._lock:
            try:
                return self._reopened_if_unknown(self._look())
            except LineGoneError:
                return self._lost()

    def print(self, paper: Sheet) -> Printed | NotPrinted:
        with self._lock:
            started = False
            try:
                before = self._look()
                if not before.can_print:
                    return NotPrinted(self._reopened_if_unknown(before))
                if not self._pins.is_free(self._wiring.status_seconds):
                    return NotPrinted(PrinterStatus.UNKNOWN)
                talk = self._opened()
                data = self._ticket(paper) + (talk.new_proof() if self._wiring.in_order_status else b"")
                started = True
                talk.write(data, self._patience(data))
                after = self._wait_for_paper()
            except LineGoneError:
                after = self._lost()
            except LineBusyError as busy:
                started = busy.written > 0
                after = self._trouble()
            if after.can_print:
                self._torn = False
                return Printed(after)
            self._torn = self._torn or started
            return NotPrinted(self._reopened_if_unknown(after), started=started)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._lost()
            self._pins.close()

    def _ticket(self, paper: Sheet) -> bytes:
        profile = self._known_profile()
        cut_first = b"\x1b\x40" + profile.cut if self._torn else b""
        return cut_first + sheet_bytes(paper, profile)

    def _known_profile(self) -> PaperProfile:
        """The printer's profile. It is looked up when the line is first opened, because the library takes a third of a
        second, and no ticket should wait for that."""
        if self._profile is None:
            self._profile = profile_of(self._wiring.profile, self._wiring.glyphs)
        return self._profile

    def _patience(self, data: bytes) -> float:
        """How long the bytes may take: what the line needs, and some more for a printer that stops to print."""
        serial = self._wiring.line is PrinterLine.SERIAL
        return WRITE_SLACK_SECONDS + (2 * len(data) * BITS_PER_BYTE / self._wiring.baud if serial else 0.0)

    def _wait_for_paper(self) -> PrinterStatus:
        """Wait until the printer has done the cut and is ready, or reports a fault."""
        if not self._wiring.in_order_status:
            free = self._pins.worked_off(self._wiring.settle_seconds, self._wiring.print_seconds)
            return self._look() if free else self._trouble()
        end = time.monotonic() + self._wiring.print_seconds
        now = self._proved(end)
        if not now.can_print:
            return now
        talk = self._opened()
        try:
            talk.write(talk.new_proof(), self._wiring.status_seconds)  # once more, on a line that is quiet now
        except LineBusyError:
            return self._trouble()
        return self._proved(end)

    def _proved(self, end: float) -> PrinterStatus:
        """The printer's status once its proof holds, and still holds after the status was asked."""
        talk = self._opened()
        while time.monotonic() < end:
            if not talk.is_proved:
                talk.listen(POLL_SECONDS)
            done, now = talk.is_proved, talk.status()
            if done and talk.is_proved:
                return self._pins.corrected(now)
            if not now.can_print and now is not PrinterStatus.UNKNOWN:
                self._forget_rest()
                return now
        return self._trouble()

    def _trouble(self) -> PrinterStatus:
        """The fault of a printer that hangs, if it reports one. The rest of the ticket is dropped, so that it is not
        printed later."""
        try:
            now = self._opened().status()
            self._forget_rest()
        except LineGoneError:
            return self._lost()
        return PrinterStatus.UNKNOWN if now.can_print else now

    def _forget_rest(self) -> None:
        """Make the printer drop the rest of a ticket, as soon as it answers again."""
        try:
            self._opened().write(FORGET_REST, self._wiring.status_seconds)
        except LineBusyError:
            self._lost()
        else:
            self._opened().status()

    def _look(self) -> PrinterStatus:
        """The printer's status, corrected by its pins. A printer that stays silent is switched off and on."""
        talk = self._opened()
        heard = talk.status()
        if heard.can_print and self._wiring.in_order_status and talk.learn():
            heard = talk.status()
        now = self._pins.corrected(heard)
        self._pins.notice(now)
        return now

    def _opened(self) -> EscposTalk:
        if self._closed:
            raise LineGoneError("closed")
        if self._talk is None:
            self._talk = EscposTalk(open_line(self._wiring), self._wiring.status_seconds)
            self._known_profile()
        return self._talk

    def _reopened_if_unknown(self, status: PrinterStatus) -> PrinterStatus:
        """A silent line may be dead (a network printer that was switched off): it is opened anew the next time."""
        if status is PrinterStatus.UNKNOWN:
            self._lost()
        return status

    def _lost(self) -> PrinterStatus:
        if self._talk is not None:
            self._talk.close()
            self._talk = None
        return PrinterStatus.OFFLINE
