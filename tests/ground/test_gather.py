"""A hall that has lost its disk asks the broker and the terminals for numbers in use, and gives none of them again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from domain.views.public import QueuesSnapshot, QueueStatus, QueueView
from hall.copies.gather import UNTOLD
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.client import Client
from kiosk.mqtt.connection import dial
from kiosk.mqtt.presence import SeenNumbers
from kiosk.mqtt.topics import Topics

SOCIAL = {"queue": "social"}


def all_is_lost(hall: HallProcess) -> None:
    hall.kill()
    shutil.rmtree(hall.data)


def given(asker: Asker, numbers: int) -> None:
    """So many numbers are given, and everybody has heard it."""
    for _ in range(numbers):
        asker.ask("kiosk-1", "ticket.issue", SOCIAL)
    asker.wait(lambda: asker.retained(asker.topics.queues)["queues"][0]["given"] >= numbers)


def alarms(asker: Asker) -> set[str]:
    return {alarm["code"] for alarm in asker.ask("desk-1", "hall.snapshot")["data"]["alarms"]}


def test_a_new_store_goes_on_above_what_the_broker_has_kept(hall: HallProcess, broker: Mosquitto) -> None:
    asker = Asker(broker.port, "test-hall")
    given(asker, 7)
    all_is_lost(hall)
    hall.start()
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] == f"A0{7 + UNTOLD + 1}"
    asker.wait(lambda: "store.restored" in alarms(asker))
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    called = asker.ask("pad-1", "ticket.call", {"window": "w1", "number": "A003"})
    assert called["data"]["number"] == "A003", "whoever holds a paper of before can be called by it"
    hall.kill()
    hall.start()
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] == f"A0{7 + UNTOLD + 2}", (
        "what was gathered is on disk"
    )
    asker.close()


def test_a_new_store_gives_no_number_that_nobody_was_told_of_before_the_hall_died(
    hall: HallProcess, broker: Mosquitto
) -> None:
    """The hall tells four times a second what it has given."""
    asker = Asker(broker.port, "test-hall")
    given(asker, 1)
    held = {"A001"} | {asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] for _ in range(5)}
    all_is_lost(hall)
    hall.start()
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] not in held
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "civil"})["data"]["number"] > "B0001", "nor of another queue"
    asker.close()


def test_a_new_store_goes_on_above_what_a_terminal_has_seen_though_the_broker_is_new(
    hall: HallProcess, broker: Mosquitto
) -> None:
    asker = Asker(broker.port, "test-hall")
    seen: list[QueuesSnapshot] = []
    terminal = Client(
        dial(Broker(port=broker.port)),
        Topics("test-hall"),
        "kiosk-1",
        program="test",
        session=1,
        on_message=lambda _topic, value: seen.append(value) if isinstance(value, QueuesSnapshot) else None,
        on_link=lambda _up: None,
        subscriptions=(Topics("test-hall").queues,),
    )
    terminal.start()
    given(asker, 7)
    asker.wait(lambda: seen and seen[-1].queues[0].given == 7)
    all_is_lost(hall)
    broker.kill()
    asker.heard.clear()
    broker.start()
    hall.start()
    state = asker.topics.device_state("kiosk-1")
    asker.wait(lambda: [one for one in asker.heard[state] if json.loads(one).get("seen") == {"social": 7}], 30)
    asker.wait(lambda: asker.retained(asker.topics.queues)["queues"][0]["given"] == 7 + UNTOLD)
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] == f"A0{7 + UNTOLD + 1}"
    terminal.stop()
    asker.close()


def test_a_device_that_claims_to_have_seen_all_is_not_believed_by_a_hall_that_has_lost_nothing(
    hall: HallProcess, broker: Mosquitto
) -> None:
    asker = Asker(broker.port, "test-hall")
    given(asker, 2)
    hall.kill()
    hall.start()
    state = asker.retained(asker.topics.host_state)
    day = asker.retained(asker.topics.queues)["day"]
    claim = {"state": "ready", "session": 9, "at": state["at"], "seen": {"social": 899}, "seen_day": day}
    asker.send(asker.topics.device_state("kiosk-1"), json.dumps(claim).encode())
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] == "A003"
    asker.close()


def test_a_terminal_remembers_the_highest_numbers_of_a_day_whatever_a_later_store_says() -> None:
    numbers = SeenNumbers()
    for day, last in (("2026-11-20", 7), ("2026-11-20", 2), ("2026-11-20", 0)):
        view = QueueView(id="social", status=QueueStatus.OPEN, waiting=0, given=last)
        numbers.take(QueuesSnapshot(version=1, at=1, day=day, queues=(view,)))
        assert numbers.counters == {"social": 7}
    numbers.take(QueuesSnapshot(version=1, at=1, day="2026-11-21", queues=(view,)))
    assert numbers.counters == {}


@pytest.mark.parametrize("ended", ["as it should", "killed"])
def test_a_folder_of_before_that_is_brought_back_gives_no_number_that_was_given_since(
    hall: HallProcess, broker: Mosquitto, tmp_path: Path, ended: str
) -> None:
    """A backup, a snapshot of a virtual machine, an older memory card: it looks whole, and has the same id."""
    asker = Asker(broker.port, "test-hall")
    given(asker, 5)
    hall.stop() if ended == "as it should" else hall.kill()
    shutil.copytree(hall.data, tmp_path / "before")
    hall.start()
    given(asker, 8)
    asker.wait(lambda: asker.retained(asker.topics.queues)["queues"][0]["given"] == 13)  # told four times a second
    hall.kill()
    shutil.rmtree(hall.data)
    (tmp_path / "before").rename(hall.data)
    hall.start()
    number = asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"]
    assert number == f"A0{5 + 8 + UNTOLD + 1}", "five before, eight since, and those that may not have been told"
    asker.wait(lambda: "store.restored" in alarms(asker))
    asker.close()
