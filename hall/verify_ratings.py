"""`xiaochuang verify-ratings DIR`: recomputes the chain of reviews of a hall, running or not; it changes nothing."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from domain.events import RatingGiven
from domain.rating import GENESIS, verify_chain
from hall import journal
from hall.store import StoredEvent

STORE = "hall.db"


def reviews(store: Path) -> list[RatingGiven]:
    """All reviews of a hall's store, oldest first. Raises `sqlite3.Error` if it is not one."""
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        return [cast("RatingGiven", journal.read(stored)) for stored in _rows(db)]
    finally:
        db.close()


def _rows(db: sqlite3.Connection) -> Iterator[StoredEvent]:
    for row in db.execute("SELECT seq, at, type, body FROM events WHERE type = 'rating.given' ORDER BY seq"):
        yield StoredEvent(*row)


def verify_main(argv: Sequence[str]) -> int:
    """Returns 0 if the chain is whole, 1 if it is not, 2 if there is nothing to read."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang verify-ratings",
        description="Recompute the chain of reviews and say whether it is whole. Note the last hash somewhere else: a "
        "chain whose end was cut off is whole too, but ends in another hash.",
    )
    parser.add_argument("data", type=Path, metavar="DIR", help="the hall service's data folder, or its hall.db")
    data = parser.parse_args(argv).data
    store = data / STORE if data.is_dir() else data
    try:
        found = reviews(store)
    except (sqlite3.Error, ValueError) as error:
        print(f"xiaochuang verify-ratings: {store} cannot be read: {error}", file=sys.stderr)
        return 2
    report = verify_chain(found)
    if report.broken_session is not None:
        print(
            f"NOT WHOLE: {report.count} reviews are sound, then the one of session {report.broken_session} "
            f"{report.reason}"
        )
        return 1
    print(f"whole: {report.count} reviews, last hash {found[-1].hash if found else GENESIS}")
    return 0
