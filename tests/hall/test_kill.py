"""The hall is killed fifty times while twenty people take numbers and four windows call them."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import four_windows

from kiosk.mqtt.messages import new_id
from kiosk.mqtt.mosquitto import Mosquitto

KILLS = 50
PEOPLE = 20
WINDOWS = ("w1", "w2", "w3", "w4")


class Persistent:
    """Asks as a terminal does: the same id again until an answer comes. Remembers every answer to every id."""

    def __init__(self, port: int) -> None:
        self.asker = Asker(port, "test-hall")
        self.answers: dict[str, list[bytes]] = defaultdict(list)
        self.over = threading.Event()

    def ask(self, device: str, type_: str, data: dict[str, Any]) -> dict[str, Any] | None:
        id_ = new_id()
        while not self.over.is_set():
            try:
                answer = self.asker.ask(device, type_, data, id_, timeout_s=0.4)
            except AssertionError:
                continue
            self.answers[id_].append(json.dumps(answer).encode())
            if random.random() < 0.1:  # did that arrive? ask again
                self.answers[id_].append(json.dumps(self._again(device, type_, data, id_, answer)).encode())
            return answer
        return None

    def _again(self, device: str, type_: str, data: dict[str, Any], id_: str, first: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.asker.ask(device, type_, data, id_, timeout_s=0.4)
        except AssertionError:
            return first


def take_numbers(hall: Persistent, issued: list[str]) -> None:
    while not hall.over.is_set():
        answer = hall.ask("kiosk-1", "ticket.issue", {"queue": "civil"})
        if answer is not None:
            assert answer["ok"], answer
            issued.append(answer["data"]["number"])


def serve(hall: Persistent, window: str, called: list[tuple[str, str]]) -> None:
    pad = window.replace("w", "pad-")
    hall.ask(pad, "window.open", {"window": window, "clerk": "c1"})
    while not hall.over.is_set():
        answer = hall.ask(pad, "ticket.call_next", {"window": window})
        if answer is None or not answer["ok"]:
            assert answer is None or answer["error"]["code"] == "queue.empty", answer
            continue
        ticket = answer["data"]["ticket"]
        called.append((ticket, window))
        for what in ("ticket.start", "ticket.finish"):
            done = hall.ask(pad, what, {"window": window, "ticket": ticket})
            assert done is None or done["ok"], done


@pytest.mark.timeout(600)  # half a minute where nothing else runs
def test_nothing_acknowledged_is_lost_or_given_twice_when_the_hall_is_killed(broker: Mosquitto, tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(four_windows(), encoding="utf-8")
    process = HallProcess(tmp_path, broker.port)
    process.start()
    hall = Persistent(broker.port)
    issued: list[str] = []
    called: list[tuple[str, str]] = []
    crashed: list[BaseException] = []

    def run(work: Any, *rest: Any) -> None:
        try:
            work(hall, *rest)
        except BaseException as error:
            crashed.append(error)

    threads = [threading.Thread(target=run, args=(take_numbers, issued)) for _ in range(PEOPLE)]
    threads += [threading.Thread(target=run, args=(serve, window, called)) for window in WINDOWS]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        before = len(issued)
        hall.asker.wait(lambda before=before: crashed or len(issued) > before, 60)
        assert not crashed, crashed
        time.sleep(random.uniform(0.0, 0.15))
        process.kill()
        process.start()
    before = len(issued)
    hall.asker.wait(lambda: len(issued) > before, 60)
    hall.over.set()
    for thread in threads:
        thread.join(20)
    hall.asker.close()
    assert process.stop() == 0
    assert not crashed, crashed

    events = [
        (type_, json.loads(body))
        for type_, body in sqlite3.connect(tmp_path / "data" / "hall.db").execute(
            "SELECT type, body FROM events ORDER BY seq"
        )
    ]
    numbers = Counter(body["number"] for type_, body in events if type_ == "ticket.issued")
    calls = Counter(body["ticket"] for type_, body in events if type_ == "ticket.called")
    windows = {body["ticket"]: body["window"] for type_, body in events if type_ == "ticket.called"}
    assert len(issued) > KILLS
    assert len(called) > KILLS
    assert max(numbers.values()) == 1, "a number was given twice"
    assert set(issued) <= set(numbers), "an acknowledged number is lost"
    assert len(issued) == len(set(issued)), "two people hold the same number"
    assert max(calls.values()) == 1, "a ticket was called twice"
    assert all(windows[ticket] == window for ticket, window in called), "an acknowledged call is lost"
    assert all(len(set(answers)) == 1 for answers in hall.answers.values()), "an id was answered in two ways"
    assert any(len(answers) > 1 for answers in hall.answers.values())
