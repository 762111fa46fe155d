"""The hall service with a wire that tests move by hand: nobody runs it, and everything happens on the test's thread."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quiet_hall import MORNING
from sample_hall import TOML

from domain.config import HallConfig
from domain.statuses import DeviceStatus
from hall.bootstrap import make_service
from hall.config.file import read_hall
from hall.disk.store import Store
from hall.progress.port import CaseSource
from hall.sms.port import SmsGateway
from kiosk.mqtt.messages import DeviceState, new_id, write
from kiosk.mqtt.port import Incoming, Login, OnBatch, OnDone, OnLink, OnMessage, Outcome, Publication
from kiosk.mqtt.topics import Topics

TOPICS = Topics("test-hall")


class WireByHand:
    """Brings what a test says, on the test's own thread, and acknowledges what it takes."""

    alive = True

    def __init__(self, login: Login, *, on_message: OnMessage, on_link: OnLink, on_batch: OnBatch) -> None:
        self.login = login
        self.on_message, self.on_link, self.on_batch = on_message, on_link, on_batch
        self.up = False
        self.published: list[Publication] = []
        self.hears: tuple[str, ...] = tuple(login.subscriptions)

    def start(self) -> None:
        return

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        if self.up:
            self.published.append(publication)
            if on_done is not None:
                on_done(Outcome.ACKNOWLEDGED)
        return self.up

    def flush(self) -> None:
        return

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        self.hears, self.lightly = tuple(filters), tuple(lightly)

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        return


class HallByHand:
    """The service of the sample hall at nine in the morning, which nobody runs."""

    def __init__(
        self, folder: Path, gateway: SmsGateway | None = None, cases: CaseSource | None = None, more: str = ""
    ) -> None:
        """`gateway`: messages are made; nobody calls it, for its worker is not started. `more`: for hall.toml."""
        (folder / "hall.toml").write_text(TOML + more, encoding="utf-8")
        config = read_hall(folder / "hall.toml")
        assert isinstance(config, HallConfig)
        self.store = Store(folder / "hall.db")
        self.now = MORNING
        self.wires: list[WireByHand] = []
        self.service = make_service(
            config, self.store, self._open, folder=folder, clock_ms=lambda: self.now, gateway=gateway, cases=cases
        )
        self.work = self.service._work
        self.wire = self.wires[0]

    def _open(self, login: Login, **given: Any) -> WireByHand:
        self.wires.append(WireByHand(login, **given))
        return self.wires[0]

    def links(self) -> list[str]:
        """A new link; the topics of what goes out then."""
        self.wire.up = True
        self.wire.published.clear()
        births = [Incoming(one.topic, one.payload) for one in self.wire.login.births()]
        self.wire.on_link(True)
        for birth in births:  # as the broker hands it back
            self.wire.on_message(birth)
        self.wire.on_batch()
        return self.topics

    def brings(self, *incoming: Incoming) -> list[str]:
        """One batch; the topics of what follows at once."""
        self.wire.published.clear()
        for one in incoming:
            self.wire.on_message(one)
        self.wire.on_batch()
        return self.topics

    def ask(self, type_: str, device: str = "kiosk-1", **data: Any) -> Any:
        self.brings(request(type_, device, **data))
        return json.loads(self.wire.published[0].payload)

    @property
    def topics(self) -> list[str]:
        return [one.topic for one in self.wire.published]


def request(type_: str, device: str = "kiosk-1", **data: Any) -> Incoming:
    body = {"id": new_id(), "type": type_, "data": data}
    return Incoming(TOPICS.command(device), json.dumps(body).encode())


def issue() -> Incoming:
    return request("ticket.issue", queue="social")


def state(device: str, *, retained: bool = False, **health: str) -> Incoming:
    said = DeviceState(state=DeviceStatus.READY, session=1, at=MORNING, health=dict(health))
    return Incoming(TOPICS.device_state(device), write(said), retained=retained)
