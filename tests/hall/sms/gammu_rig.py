"""The modem back end before a real gammu-smsd with its dummy modem."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path
from typing import Literal

from contract import until
from peers import Peers
from peers.smsd import Smsd

from hall.sms.operators.gammu import GammuGateway, GammuSettings


class GammuRig:
    def __init__(self, folder: Path, peers: Peers, delivered: Literal["network", "phone"] = "network") -> None:
        self.folder = folder
        self.smsd: Smsd = peers.smsd
        self.smsd.forget()
        self._settings = GammuSettings(database=str(self.smsd.database), delivered=delivered)
        self.clock = 0.0  # seconds ahead of the daemon's
        self._away = False
        self.gateway = self._made()

    def _made(self) -> GammuGateway:
        return GammuGateway(self._settings, lambda: time.time() + self.smsd.ahead_s + self.clock)

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        if most:
            until(lambda: len(self.smsd.phones().messages) >= most, "the message at the modem")
        return self.smsd.phones().messages

    def cut(self) -> None:
        self.smsd.database.rename(self.smsd.database.with_suffix(".away"))
        self._there(False)

    def mend(self) -> None:
        away = self.smsd.database.with_suffix(".away")
        if away.exists():
            away.rename(self.smsd.database)
        self._there(True)

    def silence(self, on: bool) -> None:
        self.smsd.hold(on)
        self._there(not on)

    def wait(self, seconds: float) -> None:
        if self._away:
            self.clock += seconds

    def _there(self, there: bool) -> None:
        """Both live on one machine, and the daemon's clock cannot be moved: ours is ahead only while it is away."""
        self._away = not there
        if there:
            self.clock = 0.0

    def rows(self, column: str, table: str = "outbox") -> list[object]:
        with contextlib.closing(sqlite3.connect(self.smsd.database, timeout=5)) as db:
            return [value for (value,) in db.execute(f"SELECT {column} FROM {table}")]

    def say(self, status: str) -> None:
        """As the daemon does when the network reports."""
        with contextlib.closing(sqlite3.connect(self.smsd.database, timeout=5)) as db, db:
            db.execute("UPDATE sentitems SET Status = ?", (status,))

    def _rewrite(self, key: str, status: str) -> None:
        """As the daemon does with a report: it looks for a row that has none yet."""
        with contextlib.closing(sqlite3.connect(self.smsd.database, timeout=5)) as db, db:
            sql = "UPDATE sentitems SET Status = ?, DeliveryDateTime = datetime('now')"
            db.execute(f"{sql} WHERE CreatorID = ? AND DeliveryDateTime IS NULL", (status, f"xc:{key}"))

    def reopen(self) -> None:
        self.gateway = self._made()

    def close(self) -> None:
        self.mend()


class ReportingGammuRig(GammuRig):
    """Counts as delivered when the phone says so, which the dummy modem's phone says only through the test."""

    def __init__(self, folder: Path, peers: Peers) -> None:
        super().__init__(folder, peers, delivered="phone")

    def report(self, reference: str, delivered: bool) -> None:
        if reference.isdigit():
            return  # a report about nothing finds no row, in the daemon too
        until(lambda: self.rows("1") == [], "the daemon")
        self._rewrite(reference, "DeliveryOK" if delivered else "DeliveryFailed")
