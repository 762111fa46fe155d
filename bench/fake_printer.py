"""A fake printer that keeps what it printed in a list. Tests empty it, open it, silence it."""

from __future__ import annotations

from domain.statuses import PrinterStatus
from kiosk.hw.printer import NotPrinted, Printed, TicketPaper


class FakePrinter:
    """`state`: the printer's state now; `ends_at_half`: the paper ends within the next ticket."""

    def __init__(self) -> None:
        self.papers: list[TicketPaper] = []
        self.state = PrinterStatus.READY
        self.ends_at_half = False

    def status(self) -> PrinterStatus:
        return self.state

    def print(self, paper: TicketPaper) -> Printed | NotPrinted:
        if not self.state.can_print:
            return NotPrinted(self.state)
        if self.ends_at_half:
            self.ends_at_half = False
            self.state = PrinterStatus.PAPER_OUT
            return NotPrinted(self.state, started=True)
        self.papers.append(paper)
        return Printed(self.state)

    def close(self) -> None:
        self.state = PrinterStatus.OFFLINE
