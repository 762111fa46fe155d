"""`xiaochuang bench phones`: reads the text messages that the bench's phones received (the hall's file back end writes
them)."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

FILE = "phones.jsonl"
DATA_VARIABLE = "XIAOCHUANG_DATA"
LOOK_SECONDS = 0.2
HALL_TIME = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class TextMessage:
    """One message. `at`: ms since 1970."""

    at: int
    phone: str
    text: str

    @property
    def clock(self) -> str:
        return datetime.fromtimestamp(self.at / 1000, HALL_TIME).strftime("%H:%M:%S")

    def __str__(self) -> str:
        return f"{self.clock}  {self.phone}  {self.text}"


def find(folder: Path) -> Path | None:
    """The file at or up to two levels below `folder`."""
    for pattern in (FILE, f"*/{FILE}", f"*/*/{FILE}"):
        for path in sorted(folder.glob(pattern)):
            return path
    return None


def read(path: Path, start: int = 0) -> tuple[list[TextMessage], int]:
    """The messages of the file's whole lines from byte `start` on, and the byte after them."""
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    whole = data[: data.rfind(b"\n") + 1]
    return [text for line in whole.splitlines() if (text := _text(line))], start + len(whole)


def _text(line: bytes) -> TextMessage | None:
    try:
        found = json.loads(line)
        return TextMessage(int(found["at"]), str(found["phone"]), str(found["text"]))
    except (ValueError, KeyError, TypeError):
        return None  # a line that a power cut tore


def follow(folder: Path) -> Iterator[TextMessage]:
    """Yield every message there is, then each new one; never ends."""
    start = 0
    while True:
        path = find(folder)
        if path is not None:
            if path.stat().st_size < start:
                start = 0  # a new day's file
            texts, start = read(path, start)
            yield from texts
        time.sleep(LOOK_SECONDS)


def phones_main(argv: Sequence[str]) -> int:
    """Returns the exit code: 0, or 1 if there is no file of messages."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang bench phones", description="Read the messages of a demo's phones."
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get(DATA_VARIABLE, ".")),
        metavar="DIR",
        help=f"the demo's folder, or the hall's data folder (default: ${DATA_VARIABLE}, or here)",
    )
    parser.add_argument("--follow", action="store_true", help="go on with each new message until Ctrl-C")
    given = parser.parse_args(argv)
    if given.follow:
        try:
            for text in follow(given.data):
                print(text, flush=True)
        except KeyboardInterrupt:
            return 0
    path = find(given.data)
    if path is None:
        print(f"xiaochuang bench phones: no message was sent in {given.data} yet", file=sys.stderr)
        return 1
    for text in read(path)[0]:
        print(text)
    return 0
