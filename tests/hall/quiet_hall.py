"""The hall without MQTT, on a store of its own and a clock that tests move."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sample_hall import TOML

from domain.commands import DEVICE_EVENTS
from domain.config import HallConfig
from domain.events import Event
from domain.statuses import PrinterReport
from hall import keys
from hall.clock.timekeeper import FollowedClock
from hall.config.file import read_hall
from hall.disk.store import Sms, Store
from hall.notices import SmsNotices
from hall.queries import Queries
from hall.requests import RawRequest
from hall.staff.checker import Check, prove
from hall.staff.file import STAFF_FILE
from hall.staff.gate import StaffGate
from hall.staff.roster import Roster
from hall.writer import Writer
from kiosk.mqtt.messages import new_id

MORNING = int(datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


class QuietHall:
    def __init__(self, folder: Path, toml: str = TOML, *, max_pages: int | None = None) -> None:
        self.folder = folder
        self.now = MORNING
        self.max_pages = max_pages
        self.printers: dict[str, PrinterReport] = {}  # how they are, by kiosk
        self.time = FollowedClock(lambda: self.now)
        self.events: list[Event] = []
        self.sms: list[Sms] = []
        self.become(toml)

    def become(self, toml: str) -> None:
        """Started again with this hall.toml."""
        (self.folder / "hall.toml").write_text(toml, encoding="utf-8")
        config = read_hall(self.folder / "hall.toml")
        assert isinstance(config, HallConfig), config
        self.config = config
        self.restart()

    def restart(self) -> None:
        """As after a power cut: nothing but the disk."""
        if hasattr(self, "store"):
            self.store.close()
        self.store = Store(self.folder / "hall.db", max_pages=self.max_pages)
        self.notices = SmsNotices(self.config, self.store)
        listed = self.folder / STAFF_FILE
        self.roster = Roster(listed if listed.exists() else None)
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
            staff=StaffGate(self.config, self.roster),
            time=self.time,
        )

    def request(self, device: str, type_: str, id_: str | None = None, by: str = "", **data: Any) -> RawRequest:
        body = {"id": id_ or new_id(), "type": type_, "data": data} | ({"by": by} if by else {})
        return RawRequest(device, json.dumps(body).encode(), type_ in DEVICE_EVENTS)

    def handle(self, *requests: RawRequest) -> list[Any]:
        """A batch; the answers, parsed."""
        done = self.writer.handle(requests)
        for place, answer in enumerate(done.answers):
            if isinstance(answer, Check):  # the thread that checks is the test's own
                proved = dataclasses.replace(requests[place], verdict=prove(self.roster, answer.proof))
                after = self.writer.handle([proved])
                done.answers[place] = after.answers[0]
                done.events += after.events
        self.events += done.events
        self.sms += done.sms
        return [json.loads(answer) if isinstance(answer, str) else None for answer in done.answers]

    def ask(self, device: str, type_: str, id_: str | None = None, **data: Any) -> Any:
        return self.handle(self.request(device, type_, id_, **data))[0]

    def tick(self) -> None:
        done = self.writer.tick()
        self.events += done.events
        self.sms += done.sms

    def bytes_on_disk(self) -> bytes:
        """All that stands in the store's files."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("hall.db*")))
