"""Port: a ticket printer. Expected faults are values, and a printer that does not answer is never "ready".

`print` may block for its deadline (seconds); the runner calls it on a worker thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from domain.statuses import PrinterStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPaper:
    """What stands on the paper. Nothing personal. Texts are in the citizen's language."""

    hall: str
    number: str
    queue: str
    ahead: str  # e.g. 前面还有 3 人，约 10–15 分钟
    time: str  # e.g. 2026-11-21 09:30
    guide: str = ""  # one line: what to have ready
    rule: str = ""  # 过号 rule in one line
    qr: str = ""  # content of the QR code
    qr_caption: str = ""
    code: str = ""  # the review code in one line
    note: str = ""  # e.g. 离线取号 / 补打
    hotline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPaper:
    """A sheet from the same roll that is not a ticket: a notice, a receipt. Texts are in the citizen's language."""

    hall: str
    title: str
    lines: tuple[str, ...]  # a paragraph each; one that begins with `HEADING` is a heading
    time: str = ""
    qr: str = ""  # content of the QR code
    qr_caption: str = ""
    hotline: str = ""
    name: str = "slip"  # what the bench's printer calls its picture


HEADING = "# "
"""Before a paragraph of a slip that is a heading."""

Sheet = TicketPaper | SlipPaper


@dataclass(frozen=True, slots=True)
class Printed:
    """Paper came out whole, by the status after the cut."""

    status: PrinterStatus = PrinterStatus.READY


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """`started`: some paper may be out; it must not be taken for a ticket."""

    status: PrinterStatus
    started: bool = False


class TicketPrinter(Protocol):
    def status(self) -> PrinterStatus: ...

    def print(self, paper: Sheet) -> Printed | NotPrinted: ...

    def close(self) -> None: ...
