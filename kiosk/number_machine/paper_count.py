"""How many papers a machine has printed: for whoever plans rolls and looks after the cutter."""

from __future__ import annotations

import logging
from pathlib import Path

from program.durable import whole_file

FILE = "papers"

logger = logging.getLogger(__name__)


class PaperCount:
    """`folder`: the terminal's data. The number stands in a text file, written anew after each paper. A lost or
    unreadable file begins at 0: nothing but this number depends on it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.printed = _read(self._path)

    def one_more(self) -> None:
        """A paper came out whole."""
        self.printed += 1
        try:
            with whole_file(self._path, mode=0o640) as file:
                file.write(f"{self.printed}\n".encode())
        except OSError as error:  # the paper is out; the disk reports itself
            logger.warning("the number of papers is not kept: %s", error.strerror)


def _read(path: Path) -> int:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return 0
    return int(text) if text.isdecimal() and len(text) < 12 else 0
