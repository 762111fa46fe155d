"""After a bug on either of its threads the hall decides, commits and answers nothing more: the program is to end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_hall import TOML

from domain.config import HallConfig
from hall.bootstrap import make_service
from hall.config.file import read_hall
from hall.disk.store import Store
from hall.publisher import Publisher
from kiosk.mqtt.messages import new_id, wall_ms
from kiosk.mqtt.port import Incoming, Login, OnBatch, OnDone, OnMessage, Publication
from kiosk.mqtt.topics import Topics

TOPICS = Topics("test-hall")


class WireByHand:
    """Brings what a test says, on the test's own thread."""

    up = alive = True

    def __init__(self, login: Login, *, on_message: OnMessage, on_batch: OnBatch, **_: Any) -> None:
        self.on_message = on_message
        self.on_batch = on_batch
        self.published: list[Publication] = []
        self.login = login

    def link(self) -> None:
        """The broker hands the birth back."""
        for birth in self.login.births():
            self.on_message(Incoming(birth.topic, birth.payload))
        self.on_batch()

    def start(self) -> None:
        return

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        self.published.append(publication)
        return True

    def flush(self) -> None:
        return

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        return

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        return

    def ask(self) -> None:
        request = {"id": new_id(), "type": "ticket.issue", "data": {"queue": "social"}}
        self.on_message(Incoming(TOPICS.command("kiosk-1"), json.dumps(request).encode()))
        self.on_batch()


class Hall:
    def __init__(self, folder: Path) -> None:
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
        config = read_hall(folder / "hall.toml")
        assert isinstance(config, HallConfig)
        self.wires: list[WireByHand] = []
        self.store = Store(folder / "hall.db")
        self.service = make_service(config, self.store, self._open, folder=folder, clock_ms=wall_ms)

    def _open(self, login: Login, **given: Any) -> WireByHand:
        self.wires.append(WireByHand(login, **given))
        return self.wires[0]

    def done(self) -> tuple[int, int]:
        """Events on disk, and messages sent."""
        return self.store.last_seq(), len(self.wires[0].published)


class BugError(Exception):
    """What no code expects."""


def fails(*_: object) -> None:
    raise BugError


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    made.wires[0].link()
    yield made
    made.store.close()


def test_after_a_bug_on_the_wire_s_thread_neither_thread_works_on(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.wires[0].ask()
    with monkeypatch.context() as broken:
        broken.setattr(Publisher, "after", fails)
        with pytest.raises(BugError):
            hall.wires[0].ask()
    done = hall.done()
    hall.wires[0].ask()
    with pytest.raises(BugError):
        hall.service.run()
    assert hall.done() == done


def test_after_a_bug_on_the_main_thread_requests_are_not_worked(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.wires[0].ask()
    with monkeypatch.context() as broken:
        broken.setattr(Publisher, "time_passed", fails)
        with pytest.raises(BugError):
            hall.service.run()
    done = hall.done()
    hall.wires[0].ask()
    assert hall.done() == done
