"""The hall is killed fifty times while twenty machines, each on a link of its own, issue and four windows call."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import four_windows

from bench.mosquitto import Mosquitto
from kiosk.mqtt.messages import new_id

KILLS = 50
KIOSKS = 20
WINDOWS = 4


class Persistent:
    """One terminal, with a link of its own: it asks with the same id again until an answer comes. Remembers every
    answer to every id."""

    def __init__(self, port: int, device: str, over: threading.Event) -> None:
        self.device = device
        self.asker = Asker(port, "test-hall", device, device=device)
        self.answers: dict[str, list[bytes]] = {}
        self.over = over

    def ask(self, type_: str, data: dict[str, Any]) -> dict[str, Any] | None:
        id_ = new_id()
        self.answers[id_] = []
        while not self.over.is_set():
            try:
                answer = self.asker.ask(self.device, type_, data, id_, timeout_s=0.4)
            except AssertionError:
                continue
            self.answers[id_].append(json.dumps(answer).encode())
            if random.random() < 0.1:  # did that arrive? ask again
                self.answers[id_].append(json.dumps(self._again(type_, data, id_, answer)).encode())
            return answer
        return None

    def _again(self, type_: str, data: dict[str, Any], id_: str, first: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.asker.ask(self.device, type_, data, id_, timeout_s=0.4)
        except AssertionError:
            return first

    def heard_of(self) -> set[str]:
        """Ids of all answers that came to it."""
        return {json.loads(payload)["id"] for payload in self.asker.heard[self.asker.topics.reply(self.device)]}


def take_numbers(kiosk: Persistent, issued: list[str]) -> None:
    while not kiosk.over.is_set():
        answer = kiosk.ask("ticket.issue", {"queue": "civil"})
        if answer is not None:
            assert answer["ok"], answer
            issued.append(answer["data"]["number"])


def serve(pad: Persistent, called: list[tuple[str, str]]) -> None:
    window = pad.device.replace("pad-", "w")
    pad.ask("window.open", {"window": window, "clerk": "c1"})
    while not pad.over.is_set():
        answer = pad.ask("ticket.call_next", {"window": window})
        if answer is None or not answer["ok"]:
            assert answer is None or answer["error"]["code"] == "queue.empty", answer
            continue
        ticket = answer["data"]["ticket"]
        called.append((ticket, window))
        for what in ("ticket.start", "ticket.finish"):
            done = pad.ask(what, {"window": window, "ticket": ticket})
            assert done is None or done["ok"], done


@pytest.mark.timeout(600)  # half a minute where nothing else runs
def test_nothing_acknowledged_is_lost_or_given_twice_when_the_hall_is_killed(broker: Mosquitto, tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(four_windows(kiosks=KIOSKS), encoding="utf-8")
    process = HallProcess(tmp_path, broker.port)
    process.start()
    over = threading.Event()
    kiosks = [Persistent(broker.port, f"kiosk-{number}", over) for number in range(1, KIOSKS + 1)]
    pads = [Persistent(broker.port, f"pad-{number}", over) for number in range(1, WINDOWS + 1)]
    terminals = [*kiosks, *pads]
    issued: list[str] = []
    called: list[tuple[str, str]] = []
    crashed: list[BaseException] = []

    def run(work: Any, *rest: Any) -> None:
        try:
            work(*rest)
        except BaseException as error:
            crashed.append(error)

    threads = [threading.Thread(target=run, args=(take_numbers, kiosk, issued)) for kiosk in kiosks]
    threads += [threading.Thread(target=run, args=(serve, pad, called)) for pad in pads]
    for thread in threads:
        thread.start()
    try:
        for _ in range(KILLS):
            before = len(issued)
            kiosks[0].asker.wait(lambda before=before: crashed or len(issued) > before, 60)
            assert not crashed, crashed
            time.sleep(random.uniform(0.0, 0.15))
            process.kill()
            process.start()
        before = len(issued)
        kiosks[0].asker.wait(lambda: len(issued) > before, 60)
        over.set()
        for thread in threads:
            thread.join(20)
        assert process.stop() == 0
    finally:
        over.set()
        process.kill()
        for terminal in terminals:
            terminal.asker.close()
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
    for terminal in terminals:
        assert terminal.heard_of() <= terminal.answers.keys(), f"{terminal.device} heard what is another's"
        assert all(len(set(answers)) <= 1 for answers in terminal.answers.values()), "an id was answered in two ways"
    assert all(kiosk.heard_of() for kiosk in kiosks), "everybody was served"
    assert any(len(answers) > 1 for terminal in terminals for answers in terminal.answers.values())
