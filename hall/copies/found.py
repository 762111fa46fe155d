"""What a start of the hall found out about its store. It is kept in the store until the hall has reported it."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hall.copies.reserve import Reserved
from hall.disk.memory import SEQ_FLOOR
from hall.disk.store import Batch, Store

PENDING = "gather"
"""The key in `meta` that says whether others are to be asked which numbers they have seen (`gather.py`); empty when
done.
"""

FOUND = "found_at_start"
"""The key in `meta` for what the hall has to report about its start; empty when reported."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the start found. `why`: the reason why the store was put aside; "" if it was not. `copy`: the name of the
    copy that replaced it; "" if a new store began. `again`: how many events were written again from the log.
    `complete`: nothing that was answered is missing. `people`: phones and hashes of people are there. `floors`: queue →
    counter of `day` above which it goes on.
    """

    why: str = ""
    copy: str = ""
    again: int = 0
    complete: bool = True
    people: bool = True
    day: str = ""
    floors: dict[str, int] | None = None

    def after(self, earlier: Found) -> Found:
        """This finding joined with the one of an earlier start that is not reported yet."""
        last = self if self.floors is not None else earlier
        return Found(
            why=self.why or earlier.why,
            copy=self.copy or earlier.copy,
            again=self.again + earlier.again,
            complete=self.complete and earlier.complete,
            people=self.people and earlier.people,
            day=last.day,
            floors=last.floors,
        )


def tell(store: Store, found: Found, was: Reserved) -> None:
    """Store what was found, for the hall to report. Raises `OSError`."""
    meta = {FOUND: json.dumps(asdict(found))}
    if not found.complete:
        meta[PENDING] = "1"
    if found.floors is not None:
        meta[SEQ_FLOOR] = str(max(was.seq, store.last_seq()))
    failure = Store.commit(store, Batch(meta=meta))
    if failure is not None:
        raise OSError(failure.detail)


def read_found(store: Store) -> Found:
    """What is still to be reported."""
    said: dict[str, Any] = json.loads(store.meta(FOUND) or "{}")
    return Found(**said)


def found_in(path: Path) -> Found:
    """What is still to be reported by the store in this file. Raises `sqlite3.Error`."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        row = db.execute("SELECT value FROM meta WHERE key = ?", (FOUND,)).fetchone()
    return Found(**json.loads(row[0] if row and row[0] else "{}"))
