"""The hall without MQTT on a store that is opened as the program opens it, and what a kill leaves of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from quiet_hall import QuietHall

from hall import keys
from hall.copies.copier import Copier, CopyPolicy
from hall.copies.opening import open_store
from hall.copies.reserve import RESERVE, read_reserve
from hall.copies.safe_store import Beside, SafeStore
from hall.copies.watch import CopyWatch
from hall.notices import SmsNotices
from hall.queries import Queries
from hall.writer import Writer


class SafeHall(QuietHall):
    """`look` lets a second pass; copies are made by `copy`, on the test's own thread."""

    store: SafeStore
    second: Path | None = None

    def restart(self) -> None:
        """A start. The one before must have ended with `stop`, or its folder be another."""
        self.beside = Beside(self.folder)
        self.store = open_store(self.folder / "hall.db", self.beside, self.second)
        self.spoilt: list[str] = []
        self.copier = Copier(self.folder / "hall.db", self.beside, CopyPolicy(self.second), self.spoilt.append)
        self.notices = SmsNotices(self.config, self.store)
        self.writer = Writer(
            self.config,
            self.store,
            clock_ms=lambda: self.now,
            queries=Queries(self.config.id, self.store, lambda: 1, tuple),
            verify=keys.verify,
            ticket_key="key of {}".format,
            watch=self.notices.on_event,
            forget=self.notices.forget,
            printers=lambda: self.printers,
        )
        self.watch = CopyWatch(self.store, self.copier, self.writer)
        self.watch.begin()
        self.mono_ms = 0
        self.look()

    def look(self) -> None:
        """One tick of the service."""
        self.mono_ms += 1_000
        done = self.writer.tick(self.watch.faults(self.writer.hall, self.now, self.mono_ms))
        self.events += done.events
        self.watch.ticked()
        self.writer.rest(idle=True)
        self.watch.rest()

    def copy(self) -> None:
        self.copier._copy()

    def stop(self) -> None:
        """An end as it should be."""
        self.writer.snapshot()
        self.store.close()
        self.beside.end()

    def killed(self, folder: Path) -> Path:
        """What `kill -9` leaves, in a folder of its own."""
        folder.mkdir(parents=True)
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return folder

    def take(self, queue: str = "social", **data: Any) -> str:
        """A number."""
        answer = self.ask("kiosk-1", "ticket.issue", queue=queue, **data)
        assert answer["ok"], answer
        number: str = answer["data"]["number"]
        return number

    @property
    def alarms(self) -> dict[str, str]:
        return {code: fault.detail for code, fault in self.writer.hall.state.faults.of("hall").items()}

    def waiting(self) -> set[str]:
        return {ticket.number for ticket in self.writer.hall.state.tickets.values()}


def reserved_in(folder: Path) -> dict[str, int]:
    """The counters up to which numbers may have been given, by the file."""
    found = read_reserve(folder / RESERVE)
    assert found is not None
    return {**found.counters}
