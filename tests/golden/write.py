"""Writes the golden set of a release: what its program left on disk, as text, and what people saw of it.

    .venv/bin/python tests/golden/write.py 0.2.0

makes `tests/golden/0.2.0/` once, with the program as it is released. It is never written again: every later version
reads it (`test_golden.py`).
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1]), str(HERE.parent / "hall")]

from quiet_hall import QuietHall  # noqa: E402
from seen import fields_of_events, goes_on, seen, sms  # noqa: E402 - found by the line above
from story import CONFIG, STAFF, leave_ledger, leave_terminals, tell  # noqa: E402

from domain.commands import DEVICE_EVENTS, REQUESTS  # noqa: E402
from domain.events import EVENTS  # noqa: E402
from domain.state.rating import verify_chain  # noqa: E402
from hall.staff.file import STAFF_FILE, write_staff  # noqa: E402
from hall.verify_ratings import reviews  # noqa: E402


def write(folder: Path) -> None:
    """Make `folder` and the set in it."""
    folder.mkdir()
    with tempfile.TemporaryDirectory() as made:
        data = Path(made)
        write_staff(data / STAFF_FILE, STAFF)
        small = QuietHall(data, CONFIG)
        teller = tell(small)
        today = [one for one in small.events if one.at > small.now - 12 * 3_600_000]
        numbers = [one.number for one in today if type(one).__name__ == "TicketIssued"]
        numbers.remove("A901")  # of another day
        expected: dict[str, Any] = {"now": small.now, "seen": seen(small, numbers)}
        terminal = leave_terminals(data)
        expected["ledger"] = leave_ledger(data)
        for path in sorted(data.glob("*.db")):
            _write(folder / f"{path.stem}.sql", _as_text(path))
        given = reviews(data / "hall.db")
        assert verify_chain(given).broken_session is None
        expected |= {"sms": sms(data / "hall.db"), "last": teller.last}
        expected |= {"reviews": len(given), "last_hash": given[-1].hash, "terminal": terminal}
        expected |= {"goes_on": goes_on(small)}
        small.store.close()
    missing = {*REQUESTS, *DEVICE_EVENTS} - set(teller.asked) | set(EVENTS) - _types(folder / "hall.sql")
    assert not missing, f"the story tells nothing of {sorted(missing)}"
    _write(folder / "hall.toml", CONFIG)
    _write(folder / "requests.json", json.dumps(teller.asked, ensure_ascii=False, indent=1))
    _write(folder / "expected.json", json.dumps(expected, ensure_ascii=False, indent=1))
    _write(folder / "events.json", json.dumps(fields_of_events(), indent=1))


def _as_text(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        return "\n".join([*db.iterdump(), f"PRAGMA user_version = {version};"])


def _types(path: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript(path.read_text(encoding="utf-8"))
        return {row[0] for row in db.execute("SELECT DISTINCT type FROM events")}


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(HERE / sys.argv[1])
