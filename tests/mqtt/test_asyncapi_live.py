"""The real hall service on a broker in memory: every message it sends or takes is one of docs/asyncapi.yaml."""

from __future__ import annotations

import json
import queue
import runpy
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asyncapi_document import fits, messages_on
from case_rigs import case
from fake_cases import FakeCases
from houses import SOON

from bench.memory_broker import MemoryBroker
from domain.commands import DEVICE_EVENTS, REQUESTS
from domain.config import Text
from domain.reviews.review_code import review_code
from domain.staff.people import StaffList, StaffMember, StaffRole
from domain.views.queries import QUESTIONS
from hall.bootstrap import make_service
from hall.config import file as config_file
from hall.disk.store import Store
from hall.service import Service
from hall.staff import pins
from hall.staff.file import STAFF_FILE, write_staff
from kiosk.mqtt.messages import new_id, wall_ms
from kiosk.mqtt.port import Incoming, Login, Publication
from kiosk.mqtt.topics import Topics

TOML: str = runpy.run_path(str(Path(__file__).resolve().parents[1] / "hall" / "sample_hall.py"))["TOML"]
TOPICS = Topics("test-hall")
NAME = Text(zh="人", en="Somebody")


PROGRESS = '\n[progress]\n[progress.folder]\npath = "cases"\n'
CASES = FakeCases([case(receipt="A-1", phone="13800138000", name="王小明", stage="办结", steps="受理 2026-11-02")])


class Hall:
    """The service on its thread, and a client that may speak as any device and hears everything."""

    def __init__(self, folder: Path) -> None:
        self.broker = MemoryBroker()
        self.heard: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self.all: list[Incoming] = []
        self._service: Service | None = None
        self._linked = threading.Event()
        self.wire = self.broker.dial(
            Login("everyone", subscriptions=[f"{TOPICS.base}/#"]),
            on_message=self.heard.put,
            on_link=lambda _up: self._linked.set(),
        )
        self.wire.start()
        assert self._linked.wait(SOON)
        (folder / "cases").mkdir()
        (folder / "hall.toml").write_text(TOML + PROGRESS, encoding="utf-8")
        chief = StaffMember(id="chief", name=NAME, role=StaffRole.SUPERVISOR, pin=pins.hashed_pin("736251"))
        write_staff(folder / STAFF_FILE, StaffList(people=(chief, StaffMember(id="c1", name=NAME, pin=chief.pin))))
        self._thread = threading.Thread(target=self._run, args=(folder,))
        self._thread.start()
        self.until(TOPICS.host_state)

    def _run(self, folder: Path) -> None:
        config = config_file.read_hall(folder / "hall.toml")
        assert not isinstance(config, list), config
        store = Store(folder / "hall.db")
        self._service = make_service(config, store, self.broker.dial, folder=folder, clock_ms=wall_ms, cases=CASES)
        self._service.run()
        store.close()

    def until(self, topic: str, id_: str | None = None) -> Any:
        """What comes next on `topic` (with this id); everything heard on the way is kept in `all`."""
        while True:
            incoming = self.heard.get(timeout=SOON)
            self.all.append(incoming)
            if incoming.topic == topic and (id_ is None or json.loads(incoming.payload)["id"] == id_):
                return json.loads(incoming.payload)

    def ask(self, device: str, type_: str, by: str | None = None, **data: Any) -> Any:
        return self._exchange(TOPICS.command(device), TOPICS.reply(device), type_, data, by)

    def tell(self, device: str, type_: str, **data: Any) -> Any:
        return self._exchange(TOPICS.event(device), TOPICS.ack(device), type_, data)

    def _exchange(self, topic: str, back: str, type_: str, data: dict[str, Any], by: str | None = None) -> Any:
        id_ = new_id()
        payload = json.dumps({"id": id_, "type": type_, "data": data, **({} if by is None else {"by": by})}).encode()
        assert self.wire.publish(Publication(topic, payload))
        answer = self.until(back, id_)
        kind = "answer" if back.endswith("reply") else "ack"
        assert fits(f"{type_}.{kind}", json.dumps(answer).encode()), answer
        return answer

    def stop(self) -> None:
        if not self._thread.is_alive():
            return
        assert self._service is not None
        self._service.stop()
        self._thread.join(SOON)
        self.wire.stop()
        self.broker.close()
        while not self.heard.empty():
            self.all.append(self.heard.get())


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.stop()


def a_whole_day(hall: Hall) -> set[str]:
    """Use every request and event once with success; returns their types."""
    used: set[str] = set()

    def ok(answer: Any) -> Any:
        assert answer["ok"], answer
        return answer.get("data", {})

    def ask(device: str, type_: str, by: str | None = None, **data: Any) -> Any:
        used.add(type_)
        return ok(hall.ask(device, type_, by, **data))

    def tell(device: str, type_: str, **data: Any) -> Any:
        used.add(type_)
        return ok(hall.tell(device, type_, **data))

    def issue() -> str:
        return str(ask("kiosk-1", "ticket.issue", queue="social", items=["pension"], phone="13800138000")["ticket"])

    def call() -> str:
        return str(ask("pad-1", "ticket.call_next", window="w1")["ticket"])

    ask("pad-2", "window.open", window="w2", clerk="c1", pin="736251")
    mine = ask("kiosk-1", "ticket.issue", queue="civil")
    for step in ("call_next", "start", "finish"):
        ticket = {} if step == "call_next" else {"ticket": mine["ticket"]}
        ask("pad-2", f"ticket.{step}", window="w2", **ticket)
    ask("page-1", "rating.by_phone", ticket=mine["ticket"], key=mine["key"], level=5)
    holder = ask("kiosk-1", "ticket.by_code", number=mine["number"], code=review_code(mine["key"]))
    ask("kiosk-1", "rating.of_hall", **holder, level=4)
    ask("pad-2", "window.close", window="w2")
    ask("pad-1", "window.open", window="w1", clerk="c1", pin="736251")
    tickets = [issue() for _ in range(6)]
    ask("page-1", "ticket.follow", ticket=tickets[0])
    ask("kiosk-1", "ticket.lookup", number=tickets[0].rsplit("-", 1)[1])
    ask("kiosk-1", "ticket.cancel", ticket=tickets[5])
    silent = hall.ask("kiosk-1", "ticket.issue", queue="social")["data"]["ticket"]
    ask("kiosk-1", "ticket.leave_phone", ticket=silent, phone="13900139000")
    ask("kiosk-1", "ticket.cancel", ticket=silent)
    tell("kiosk-1", "ticket.printed", ticket=tickets[0])
    tell("kiosk-1", "ticket.print_failed", ticket=tickets[1], fault="no_paper")
    told = {"items": ["i1"], "materials": ["m1"], "content": "a1", "channel": "code", "given_at": wall_ms()}
    tell("kiosk-1", "notice.given", **told)
    tell("kiosk-1", "device.fault", code="printer.no_paper", detail="roll empty")
    tell("kiosk-1", "ticket.issued_offline", number="A900", queue="social", issued_at=wall_ms())
    well = json.dumps({"state": "ready", "session": 1, "at": wall_ms(), "health": {"printer": "ready"}}).encode()
    assert hall.wire.publish(Publication(TOPICS.device_state("kiosk-1"), well))
    order = ask("pad-1", "ticket.reprint", window="w1", ticket=tickets[0])["order"]
    assert hall.until(TOPICS.order("kiosk-1"))["order"] == order
    tell("kiosk-1", "ticket.printed", ticket=tickets[0], copy=True, order=order)
    first = call()
    ask("pad-1", "ticket.recall", window="w1", ticket=first)
    ask("pad-1", "ticket.start", window="w1", ticket=first)
    ask("pad-1", "ticket.hold", window="w1", ticket=first)
    ask("pad-1", "ticket.resume", window="w1", ticket=first)
    ask("pad-1", "ticket.finish", window="w1", ticket=first)
    rating: dict[str, Any] = {}
    while rating.get("state") != "invited":
        rating = hall.until(TOPICS.window_state("w1")).get("rating") or {}
    asked = {"window": "w1", "session": rating["session"], "nonce": rating["nonce"]}
    assert ask("pad-1", "ticket.review_key", **asked)["ticket"] == first
    tell("pad-1", "rating.given", session=rating["session"], nonce=rating["nonce"], level=5, given_at=wall_ms())
    number = hall.ask("kiosk-1", "ticket.issue", pickup="QJ20261188")["data"]["number"]
    collected = ask("pad-1", "ticket.call", window="w1", number=number)["ticket"]
    assert ask("pad-1", "ticket.pickup", window="w1", ticket=collected)["code"] == "QJ20261188"
    ask("pad-1", "ticket.start", window="w1", ticket=collected)
    ask("pad-1", "ticket.finish", window="w1", ticket=collected)
    second = call()
    ask("pad-1", "ticket.no_show", window="w1", ticket=second)
    ask("pad-1", "ticket.reinstate", window="w1", ticket=second)
    third = call()
    ask("pad-1", "ticket.start", window="w1", ticket=third)
    ask("pad-1", "ticket.change", window="w1", ticket=third, priority="elder", items=[])
    ask("pad-1", "ticket.transfer", window="w1", ticket=third, queue="civil")
    waiting = ask("desk-1", "hall.snapshot")["queues"]
    number = next(queue_["next"][0] for queue_ in waiting if queue_["id"] == "social")
    ask("pad-1", "ticket.call", window="w1", number=number)
    ask("pad-1", "ticket.no_show", window="w1", ticket=f"{first.rsplit('-', 1)[0]}-{number}")
    helped = ask("kiosk-1", "help.call")["call"]
    ask("pad-1", "help.take", call=helped, window="w1")
    ask("pad-1", "help.done", call=helped, window="w1")
    ask("kiosk-1", "help.withdraw", call=ask("kiosk-1", "help.call", language="en")["call"])
    ask("pad-1", "window.pause", window="w1", reason="training", contact="6512 0001")
    ask("pad-1", "window.close", window="w1")
    start = wall_ms() + 3_600_000
    ask("desk-1", "staff.sign_in", staff="chief", pin="736251")
    ask("desk-1", "appointment.book", code="B1", queue="civil", starts_at=start, ends_at=start + 60_000, by="chief")
    ask("desk-1", "appointment.cancel", code="B1", by="chief")
    slots = ask("kiosk-1", "appointment.slots", queue="social")["slots"]
    own = {"queue": "social", "starts_at": slots[-1]["starts_at"], "person": "ab" * 16}
    code = ask("kiosk-1", "appointment.book", **own)["code"]
    ask("kiosk-1", "appointment.move", code=code, starts_at=slots[-2]["starts_at"])
    assert ask("kiosk-1", "appointment.lookup", code=code)["appointments"][0]["starts_at"] == slots[-2]["starts_at"]
    ask("page-1", "phone.send_code", phone="13700137000")
    ask("page-1", "phone.prove", phone="13700137000", code="none")
    ask("desk-1", "appointment.list", day="2026-11-30")
    assert ask("page-1", "case.open", kind="praise", text="谢谢 3 号窗口", phone="13700137000")["code"]
    assert ask("desk-1", "case.list")["cases"][0]["text"] == "谢谢 3 号窗口"
    ask("kiosk-1", "progress.lookup", receipt="A-1", phone_tail="8000")
    ask("desk-1", "hall.set_day", day="2026-11-29", by="chief")
    ask("desk-1", "hall.emergency", on=True, text="请从东门离开", by="chief")
    ask("desk-1", "staff.sign_out", staff="chief")
    ask("desk-1", "event.replay", after=0)
    ask("desk-1", "hall.figures")
    return used


def test_every_message_of_a_day_is_in_the_document(hall: Hall) -> None:
    assert a_whole_day(hall) == {*REQUESTS, *QUESTIONS, *DEVICE_EVENTS}
    refused = hall.ask("screen-1", "ticket.call_next", window="w1")
    assert refused["error"]["code"] == "device.not_allowed"
    hall.stop()
    assert {incoming.topic for incoming in hall.all} >= {TOPICS.catalogue, TOPICS.notices, TOPICS.event_stream}
    for incoming in hall.all:
        allowed = messages_on(incoming.topic) - {"picture"}
        assert any(fits(message, incoming.payload) for message in allowed), (incoming.topic, incoming.payload)
