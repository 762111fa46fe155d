"""The bench's printer: each ticket becomes a PNG in the terminal's `paper` folder, newest last by name.

`xiaochuang bench printer out|back|cover|silent|near-end|…` changes what the printer is like.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.statuses import PrinterStatus
from kiosk.hw.paper_picture import DOTS_PER_MM, PRINTABLE_DOTS, draw_sheet
from kiosk.hw.printer import NotPrinted, Printed, Sheet, TicketPaper
from program.control_socket import BadWordError, ControlSocket
from program.durable import whole_file

if TYPE_CHECKING:
    from PIL.Image import Image

STATES = {
    "out": PrinterStatus.PAPER_OUT,
    "back": PrinterStatus.READY,
    "near-end": PrinterStatus.NEAR_END,
    "cover": PrinterStatus.COVER_OPEN,
    "cutter": PrinterStatus.CUTTER,
    "off": PrinterStatus.OFFLINE,
    "silent": PrinterStatus.UNKNOWN,
}
HALF = "half"
KEPT = 200


class PicturePrinter:
    """`folder` is made when needed and keeps the last `kept` pictures. `paper_mm`: width of the paper, 80 or 58."""

    def __init__(
        self,
        folder: Path,
        control: ControlSocket | None = None,
        *,
        paper_mm: int = 80,
        kept: int = KEPT,
        clock_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._folder = folder
        self._paper_mm = paper_mm
        self._kept = kept
        self._clock_ns = clock_ns
        self._state = PrinterStatus.READY
        self._ends_at_half = False
        self._lock = threading.Lock()
        if control is not None:
            control.answer("printer", self._obey)

    def status(self) -> PrinterStatus:
        return self._state

    def print(self, paper: Sheet) -> Printed | NotPrinted:
        with self._lock:
            if not self._state.can_print:
                return NotPrinted(self._state)
            picture = _on_roll(draw_sheet(paper, PRINTABLE_DOTS[self._paper_mm]), self._paper_mm)
            if self._ends_at_half:
                self._ends_at_half = False
                self._state = PrinterStatus.PAPER_OUT
                upper = picture.crop((0, 0, picture.width, picture.height // 2))
                self._keep(upper, f"{_name(paper)}-half")
                return NotPrinted(self._state, started=True)
            try:
                self._keep(picture, _name(paper))
            except OSError:  # this printer's paper is the disk, which is full or takes no writes
                return NotPrinted(PrinterStatus.UNKNOWN, started=True)
            return Printed(self._state)

    def close(self) -> None:
        self._state = PrinterStatus.OFFLINE

    def _keep(self, picture: Image, name: str) -> None:
        """Put the picture on disk before the print is reported. A reader of the folder never sees half a file."""
        stem = f"{self._clock_ns():020d}-{re.sub(r'[^A-Za-z0-9-]', '_', name)[:40]}"
        with whole_file(self._folder / f"{stem}.png") as file:
            picture.save(file, "PNG")
        for old in sorted(self._folder.glob("*.png"))[: -self._kept]:
            old.unlink(missing_ok=True)

    def _obey(self, words: Sequence[str]) -> str:
        match words:
            case ["status"]:
                pictures = sorted(self._folder.glob("*.png")) if self._folder.is_dir() else []
                newest = f", newest {pictures[-1]}" if pictures else ""
                return f"{self._state}; {len(pictures)} tickets{newest}"
            case [word] if word in STATES:
                self._state = STATES[word]
                return f"printer is {self._state}"
            case [word] if word == HALF:
                self._ends_at_half = True
                return "paper will end in the middle of the next ticket"
            case _:
                raise BadWordError(f"printer takes: status, {HALF}, {', '.join(STATES)}")


def _name(paper: Sheet) -> str:
    return paper.number if isinstance(paper, TicketPaper) else paper.name


def _on_roll(ticket: Image, paper_mm: int) -> Image:
    """The ticket's picture, set on the whole width of the paper, with the feed before the cut."""
    from PIL import Image

    width = paper_mm * DOTS_PER_MM
    feed = 6 * DOTS_PER_MM
    roll = Image.new("L", (width, ticket.height + 2 * feed), 255)
    roll.paste(ticket, ((width - ticket.width) // 2, feed))
    return roll
