"""The broker is killed again and again, as the shipped one keeping nothing, while a machine and a pad work: no request,
no event of a device and no committed event is lost, and none has two effects."""

from __future__ import annotations

import json
import queue
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from relay import Relay
from sample_hall import TOML

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto, write_config
from domain.views.window import RatingState, RatingView, WindowSnapshot
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.client import Client, Published
from kiosk.mqtt.connection import Connection, dial
from kiosk.mqtt.messages import Answer, new_id, wall_ms
from kiosk.mqtt.outbox import Outbox, Recorded
from kiosk.mqtt.port import Login
from kiosk.mqtt.topics import Topics

KILLS = 8
NUMBERS = 60
"""The machine gives so many between two kills, and half as many more once the broker is about to be killed: then it
is at work, and after the last there are some left of the 899 that a queue has."""
TOPICS = Topics("test-hall")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    """Keeps nothing on disk, as `systemd/mosquitto.conf` has it."""
    port = free_port()
    made = Mosquitto(
        tmp_path / "broker", port, config=write_config(tmp_path / "broker", port, extra="persistence false\n")
    )
    made.start()
    yield made
    made.kill()


class Terminal:
    """A device with the client and the outbox of a real one. `recorded` is what it was told to be safe."""

    def __init__(self, device: str, port: int, folder: Path) -> None:
        self.news = threading.Condition()
        self.over = False
        self.may = NUMBERS  # numbers that a machine may have given by now
        self.rating: RatingView | None = None
        self.recorded: Counter[tuple[str, str]] = Counter()
        self.outbox = Outbox(folder / f"{device}.db")
        self.client = Client(
            dial(Broker(port=port)),
            TOPICS,
            device,
            program="test",
            session=1,
            on_message=self._heard,
            on_link=lambda _online: self._tell(),
            subscriptions=(TOPICS.window_state("w1"),),
            outbox=self.outbox,
        )
        self.client.start()

    def _heard(self, _topic: str, value: Published) -> None:
        if isinstance(value, WindowSnapshot):
            self.rating = value.rating
        self._tell()

    def _tell(self) -> None:
        with self.news:
            self.news.notify_all()

    def wait(self, done: Callable[[], object], seconds: float = 120.0) -> None:
        """Looks when something came, and now and then: some of it happens at the other terminal."""
        deadline = time.monotonic() + seconds
        with self.news:
            while not done():
                assert time.monotonic() < deadline
                self.news.wait(0.1)

    def ask(self, type_: str, **data: Any) -> dict[str, Any]:
        """With the same id until there is an answer, as every flow does."""
        id_, answers = new_id(), queue.SimpleQueue[Answer | None]()
        while True:
            self.client.request(type_, data, answers.put, timeout_s=2, request_id=id_)
            answer = answers.get(timeout=30)
            if answer is not None:
                assert answer.ok, answer
                return dict(answer.data or {})
            self.wait(lambda: self.client.online)  # nobody was there to ask

    def record(self, type_: str, about: str, **data: Any) -> None:
        assert isinstance(self.client.record(type_, data), Recorded)
        self.recorded["ticket.issued" if type_ == "ticket.issued_offline" else type_, about] += 1

    def close(self) -> None:
        self.client.stop()
        self.outbox.close()


def take_numbers(kiosk: Terminal, issued: list[str]) -> None:
    """Each on paper, or not; now and then one from the machine's own block."""
    block = iter(range(900, 950))
    while True:
        kiosk.wait(lambda: kiosk.over or len(issued) < kiosk.may, 120)
        if kiosk.over:
            return
        given = kiosk.ask("ticket.issue", queue="social")
        issued.append(given["number"])
        failed = len(issued) % 3 == 0
        kind, fault = ("ticket.print_failed", "no_paper") if failed else ("ticket.printed", "")
        kiosk.record(kind, given["ticket"], ticket=given["ticket"], fault=fault)
        if len(issued) % 10 == 0 and (own := next(block, None)) is not None:
            kiosk.record("ticket.issued_offline", f"A{own}", number=f"A{own}", queue="social", issued_at=wall_ms())


def serve(pad: Terminal, issued: list[str]) -> None:
    """Whoever was served says how it was."""
    pad.ask("window.open", window="w1", clerk="c1")
    for at in range(1, 10_000):
        pad.wait(lambda at=at: pad.over or len(issued) > at, 60)
        if pad.over:
            return
        ticket = pad.ask("ticket.call_next", window="w1")
        for step in ("ticket.start", "ticket.finish"):
            pad.ask(step, window="w1", ticket=ticket["ticket"])
        pad.wait(lambda number=ticket["number"]: invited(pad.rating, number))
        assert pad.rating is not None
        asked = pad.rating
        pad.record("rating.given", asked.session, session=asked.session, nonce=asked.nonce, level=5, given_at=wall_ms())


def invited(rating: RatingView | None, number: str) -> bool:
    return rating is not None and rating.number == number and rating.state is RatingState.INVITED


class Follower:
    """Hears the event stream."""

    def __init__(self, port: int) -> None:
        self.heard: list[dict[str, Any]] = []
        self.links = 0
        self.wire = Connection(
            Broker(port=port),
            Login("follower", subscriptions=(TOPICS.event_stream,)),
            on_message=lambda incoming: self.heard.append(json.loads(incoming.payload)),
            on_link=self._link,
        )
        self.wire.start()

    def _link(self, up: bool) -> None:
        self.links += up


@pytest.mark.timeout(600)
def test_nothing_is_lost_or_doubled_when_the_broker_is_killed(broker: Mosquitto, tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    cable = Relay(broker.port)
    hall = HallProcess(tmp_path, cable.port)
    supervisor = Asker(broker.port, "test-hall")
    follower = Follower(broker.port)
    supervisor.wait(lambda: follower.links == 1, 60)
    hall.start()
    kiosk, pad = Terminal("kiosk-1", broker.port, tmp_path), Terminal("pad-1", broker.port, tmp_path)
    issued: list[str] = []
    crashed: list[BaseException] = []

    def run(work: Any, terminal: Terminal) -> None:
        try:
            work(terminal, issued)
        except BaseException as error:
            crashed.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in ((take_numbers, kiosk), (serve, pad))]
    for thread in threads:
        thread.start()
    try:
        for _ in range(KILLS):
            reviews = pad.recorded.total() + 2
            pad.wait(lambda reviews=reviews: crashed or pad.recorded.total() >= reviews)
            assert not crashed, crashed
            given, links = len(issued), follower.links
            kiosk.may += NUMBERS // 2
            pad.wait(lambda given=given: crashed or len(issued) > given)
            broker.kill()
            cable.cut()
            broker.start()
            kiosk.may += NUMBERS
            # Who is back after the hall has missed something, and asks for it. It may not have noticed the kill yet.
            pad.wait(lambda links=links: follower.links > links)
            cable.restore()
        pad.wait(lambda: pad.client.online and kiosk.client.online)
        kiosk.over = pad.over = True
        for thread in threads:
            thread.join(120)
        assert not crashed, crashed
        supervisor.wait(lambda: supervisor.wire.up and follower.wire.up, 60)
        supervisor.wait(lambda: len(kiosk.outbox) == len(pad.outbox) == 0, 60)
        assert kiosk.outbox.refused() == pad.outbox.refused() == []
        last = supervisor.ask("desk-1", "ticket.issue", {"queue": "civil"})["data"]["ticket"]
        supervisor.wait(lambda: any(event["data"].get("ticket") == last for event in follower.heard), 60)
        assert hall.stop() == 0
    finally:
        kiosk.over = pad.over = True
        hall.kill()
        for end in (kiosk.close, pad.close, supervisor.close, follower.wire.stop, cable.close):
            end()

    rows = sqlite3.connect(hall.data / "hall.db").execute("SELECT seq, type, body FROM events ORDER BY seq").fetchall()
    committed = [(seq, type_, json.loads(body)) for seq, type_, body in rows]
    check_devices(committed, kiosk.recorded + pad.recorded, issued)
    check_stream(committed, follower.heard)


def check_devices(
    committed: list[tuple[int, str, dict[str, Any]]], recorded: Counter[tuple[str, str]], issued: list[str]
) -> None:
    """What was recorded stands in the hall's database once, and so does every number that was given."""
    names = {"rating.given": "session", "ticket.issued": "number"}
    kept = Counter(
        (type_, body[names.get(type_, "ticket")])
        for _, type_, body in committed
        if type_ in {"rating.given", "ticket.printed", "ticket.print_failed"} or body.get("offline")
    )
    assert kept == recorded
    numbers = Counter(body["number"] for _, type_, body in committed if type_ == "ticket.issued")
    assert max(numbers.values()) == 1
    assert set(issued) <= set(numbers)


def without_nonce(body: dict[str, Any]) -> dict[str, Any]:
    """What gives a review its right is on disk, and told to one pad alone."""
    return {name: value for name, value in body.items() if name != "nonce"}


def check_stream(committed: list[tuple[int, str, dict[str, Any]]], heard: list[dict[str, Any]]) -> None:
    """Every event came, as it is on disk, and in order once those that came before are dropped."""
    newest, fresh = 0, []
    for event in heard:
        if int(event["id"]) > newest:
            newest = int(event["id"])
            fresh.append((newest, event["type"], event["data"]))
    assert fresh == [(seq, type_, without_nonce(body)) for seq, type_, body in committed]
