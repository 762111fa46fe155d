"""A hall whose clocks a test moves, and who comes into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from far_from_night import SHANGHAI, at_midday, day_starts
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from kiosk.mqtt.messages import wall_ms

STARTS = day_starts()


class MovedHall(HallProcess):
    """A hall whose clocks a test moves."""

    def __init__(self, folder: Path, port: int) -> None:
        self.clocks = folder / "clocks"
        super().__init__(folder, port, "--clock-offset-file", str(self.clocks))
        self.passed = 0

    def clock_is(self, *, off: int = 0, synced: bool = False) -> None:
        """The machine's clock says what it should, but for `off` ms."""
        text = f"{self.passed + off} {self.passed} {'synced' if synced else 'unsynced'}"
        new = self.clocks.with_suffix(".new")
        new.write_text(text, encoding="ascii")
        new.replace(self.clocks)

    def passes(self, ms: int, *, off: int = 0, synced: bool = False) -> None:
        self.passed += ms
        self.clock_is(off=off, synced=synced)

    @property
    def today(self) -> str:
        """The hall day that it truly is, as ids of tickets have it."""
        true = datetime.fromtimestamp((wall_ms() + self.passed) / 1000, UTC) + timedelta(hours=SHANGHAI - STARTS)
        return true.strftime("%Y%m%d")

    def personal(self) -> int:
        """How many rows with something personal are on disk."""
        with closing(sqlite3.connect(self.data / "hall.db")) as db:
            return int(db.execute("SELECT count(*) FROM private").fetchone()[0])


def moved_hall(folder: Path, port: int) -> MovedHall:
    """In a folder of its own, at midday, its clocks as they should be. Not started."""
    folder.mkdir()
    (folder / "hall.toml").write_text(at_midday(TOML, STARTS), encoding="utf-8")
    made = MovedHall(folder, port)
    made.clock_is()
    return made


class People:
    """Who comes into the hall, and what the desk sees of them."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._phones = 0

    def take(self) -> str:
        """The id of a new number, with a phone."""
        self._phones += 1
        asked = {"queue": "social", "phone": f"139000{self._phones:05}"}
        told = self._asker.ask("kiosk-1", "ticket.issue", asked)
        assert told["ok"], told
        return str(told["data"]["ticket"])

    def at_window(self, type_: str, **data: Any) -> dict[str, Any]:
        told = self._asker.ask("pad-1", type_, {"window": "w1", **data})
        assert told["ok"], told
        return dict(told["data"] or {}) if "data" in told else {}

    def serve_first(self) -> str:
        self.at_window("window.open", clerk="c1")
        ticket = str(self.at_window("ticket.call_next")["ticket"])
        self.at_window("ticket.start", ticket=ticket)
        return ticket

    def set_day(self, day: str) -> None:
        told = self._asker.ask("desk-1", "hall.set_day", {"day": f"{day[:4]}-{day[4:6]}-{day[6:]}"})
        assert told["ok"], told

    @property
    def seen(self) -> dict[str, Any]:
        return dict(self._asker.ask("desk-1", "hall.snapshot")["data"])

    @property
    def waiting(self) -> int:
        return int(next(queue["waiting"] for queue in self.seen["queues"] if queue["id"] == "social"))

    @property
    def alarms(self) -> set[str]:
        return {alarm["code"] for alarm in self.seen["alarms"]}

    def until(self, true: Callable[[], bool]) -> None:
        self._asker.wait(true, 60.0)
