"""Ticket printers that speak ESC/POS. Paper counts as printed only by the status after the cut."""

from __future__ import annotations

import threading
import time

from kiosk.hw.escpos_status import (
    ASK_IN_ORDER,
    FORGET_REST,
    QUESTIONS,
    ask,
    is_in_order,
    is_real_time,
    status_of,
)
from kiosk.hw.line import LineBusyError, LineGoneError
from kiosk.hw.printer import NotPrinted, Printed, PrinterStatus, TicketPaper
from kiosk.hw.printer_line import Line, open_line
from kiosk.hw.printer_pins import PrinterPins
from kiosk.hw.ticket_bytes import PaperProfile, profile_of, ticket_bytes
from kiosk.hw.wiring import PrinterLine, PrinterPinWiring, PrinterWiring

BITS_PER_BYTE = 10  # 8N1
WRITE_SLACK_SECONDS = 2.0
POLL_SECONDS = 0.2


class EscposPrinter:
    """The line is opened when it is needed and again after it was lost: a printer may be unplugged at any time."""

    def __init__(self, wiring: PrinterWiring, pins: PrinterPins | None = None) -> None:
        self._wiring = wiring
        self._pins = pins or PrinterPins(wiring.pins or PrinterPinWiring())
        self._profile: PaperProfile | None = None
        self._line: Line | None = None
        self._torn = False  # half a ticket is in the printer's mouth: cut it off before the next one
        self._worked_off = False  # GS r was answered: all that was sent has been done
        self._closed = False
        self._lock = threading.Lock()

    def status(self) -> PrinterStatus:
        with self._lock:
            try:
                return self._reopened_if_unknown(self._look())
            except LineGoneError:
                return self._lost()

    def print(self, paper: TicketPaper) -> Printed | NotPrinted:
        with self._lock:
            started = False
            try:
                before = self._look()
                if not before.can_print:
                    return NotPrinted(self._reopened_if_unknown(before))
                if not self._pins.is_free(self._wiring.status_seconds):
                    return NotPrinted(PrinterStatus.UNKNOWN)
                data = self._ticket(paper)
                self._worked_off = False
                started = True
                self._opened().write(data, self._patience(data))
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

    def _ticket(self, paper: TicketPaper) -> bytes:
        profile = self._known_profile()
        cut_first = b"\x1b\x40" + profile.cut if self._torn else b""
        confirm = ASK_IN_ORDER if self._wiring.in_order_status else b""
        return cut_first + ticket_bytes(paper, profile) + confirm

    def _known_profile(self) -> PaperProfile:
        """Looked up when the line is first opened: the library takes a third of a second, which no ticket waits for."""
        if self._profile is None:
            self._profile = profile_of(self._wiring.profile, self._wiring.glyphs)
        return self._profile

    def _patience(self, data: bytes) -> float:
        """How long the bytes may take: what the line needs, and some more for a printer that stops to print."""
        serial = self._wiring.line is PrinterLine.SERIAL
        return WRITE_SLACK_SECONDS + (2 * len(data) * BITS_PER_BYTE / self._wiring.baud if serial else 0.0)

    def _wait_for_paper(self) -> PrinterStatus:
        """Until the printer has worked off the cut and says that it is well, or says what is wrong."""
        if not self._wiring.in_order_status:
            free = self._pins.worked_off(self._wiring.settle_seconds, self._wiring.print_seconds)
            return self._look() if free else self._trouble()
        end = time.monotonic() + self._wiring.print_seconds
        while time.monotonic() < end:
            self._notice(self._opened().read(POLL_SECONDS))
            done, now = self._worked_off, self._ask_all()
            if done:
                return self._pins.corrected(now)
            if not now.can_print and now is not PrinterStatus.UNKNOWN:
                self._forget_rest()
                return now
        return self._trouble()

    def _trouble(self) -> PrinterStatus:
        """Something hangs: its reason if the printer knows one. It must not finish the ticket later by itself."""
        try:
            now = self._ask_all()
            self._forget_rest()
        except LineGoneError:
            return self._lost()
        return PrinterStatus.UNKNOWN if now.can_print else now

    def _forget_rest(self) -> None:
        """Once it answers again, it has forgotten."""
        try:
            self._opened().write(FORGET_REST, self._wiring.status_seconds)
        except LineBusyError:
            self._lost()
        else:
            self._ask_all()

    def _look(self) -> PrinterStatus:
        """What the printer answers, and what its pins know better; one that stays silent is switched off and on."""
        heard = self._ask_all()
        now = self._pins.corrected(heard)
        self._pins.notice(now)
        return now

    def _ask_all(self) -> PrinterStatus:
        """All four questions, within one deadline. A printer that answers nothing is unknown, never fine."""
        line = self._opened()
        while early := line.read(0.0):
            self._notice(early)  # status bytes that nobody asked for yet say nothing
        end = time.monotonic() + self._wiring.status_seconds
        answers: dict[int, int] = {}
        for question in QUESTIONS:
            try:
                line.write(ask(question), max(0.0, end - time.monotonic()))
            except LineBusyError:
                break
            answer = self._answer(line, end)
            if answer is None:
                break
            answers[question] = answer
        return status_of(answers)

    def _answer(self, line: Line, end: float) -> int | None:
        """The first status byte before `end`; noise is passed over."""
        while (left := end - time.monotonic()) > 0:
            heard = line.read(left)
            self._notice(heard)
            for answer in heard:
                if is_real_time(answer):
                    return answer
        return None

    def _notice(self, heard: bytes) -> None:
        self._worked_off = self._worked_off or any(map(is_in_order, heard))

    def _opened(self) -> Line:
        if self._closed:
            raise LineGoneError("closed")
        if self._line is None:
            self._line = open_line(self._wiring)
            self._known_profile()
        return self._line

    def _reopened_if_unknown(self, status: PrinterStatus) -> PrinterStatus:
        """A silent line may be a dead one (a network printer that was switched off): open it anew the next time."""
        if status is PrinterStatus.UNKNOWN:
            self._lost()
        return status

    def _lost(self) -> PrinterStatus:
        if self._line is not None:
            self._line.close()
            self._line = None
        return PrinterStatus.OFFLINE
