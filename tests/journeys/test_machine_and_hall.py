"""The number machine with a real broker and a real hall service: what a citizen gets, whatever is cut off meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from running_machine import Ears, RunningHall, RunningMachine

from bench.mosquitto import Mosquitto
from domain.flow import DoneTouched
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched
from domain.number_machine.state import Page
from kiosk.hw.cards import CardKind, Identity

WANG = Identity(CardKind.RESIDENT, "11010519491231002X", name="王建国", birth="19491231")


@pytest.fixture
def ears(broker: Mosquitto) -> Iterator[Ears]:
    made = Ears(broker.port)
    yield made
    made.close()


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[RunningHall]:
    made = RunningHall(tmp_path / "hall", broker.port)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def machine(broker: Mosquitto, tmp_path: Path) -> Iterator[RunningMachine]:
    made = RunningMachine(tmp_path / "m1", broker.port)
    yield made
    made.stop()


@pytest.mark.usefixtures("hall")
def test_a_number_is_shown_printed_and_reported(machine: RunningMachine, ears: Ears) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    assert machine.take_number() == "A001"
    machine.until(lambda: machine.printer.papers and ears.events("ticket.printed"))
    paper = machine.printer.papers[0]
    assert (paper.number, paper.queue, paper.hall) == ("A001", "社保医保", "龙冈街道政务服务中心")
    assert paper.qr.startswith("https://hall.example/longgang/2")


@pytest.mark.usefixtures("hall")
def test_a_card_gets_its_class_and_leaves_only_a_hash(machine: RunningMachine, ears: Ears, tmp_path: Path) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    machine.touch(SomewhereTouched(), QueueChosen("social"))
    machine.cards.insert(WANG)
    machine.until(lambda: machine.state.page is Page.PRIORITY)
    assert machine.state.visit.suggested == "elder"
    machine.touch(PriorityChosen("elder")).until(lambda: machine.number)
    machine.until(lambda: ears.events("ticket.issued"))
    everything = b"".join(payload for _topic, payload in ears.heard)
    everything += b"".join(path.read_bytes() for path in (tmp_path / "m1").rglob("*") if path.is_file())
    assert WANG.number.encode() not in everything
    assert WANG.name.encode() not in everything
    assert WANG.name not in repr(machine.state)


@pytest.mark.usefixtures("hall")
def test_a_pickup_code_is_told_to_the_hall_and_to_nobody_else(
    machine: RunningMachine, ears: Ears, tmp_path: Path
) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    machine.touch(SomewhereTouched())
    machine.scanner.scan("QJ4711")
    machine.until(lambda: machine.number)
    machine.until(lambda: machine.printer.papers and ears.events("ticket.issued"))
    machine.touch(DoneTouched())
    machine.scanner.scan("qj4711")
    machine.until(lambda: machine.state.page is Page.EXISTING)
    assert machine.state.visit.given is not None
    assert machine.state.visit.given.number == "A001"
    topics = {topic for topic, payload in ears.heard if b"4711" in payload}
    assert topics == {"xc/v1/longgang/dev/m1/command"}
    assert "4711" not in repr(machine.printer.papers)
    assert not [path for path in (tmp_path / "m1").rglob("*") if path.is_file() and b"4711" in path.read_bytes()]


def test_a_pickup_code_waits_with_its_own_number_for_the_hall(
    machine: RunningMachine, hall: RunningHall, ears: Ears
) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    hall.kill()
    machine.until(lambda: not machine.state.online)
    machine.touch(SomewhereTouched())
    machine.scanner.scan("QJ4711")
    machine.until(lambda: machine.number == "A900")
    machine.touch(DoneTouched())
    hall.start()
    machine.until(lambda: machine.state.online and machine.outbox == 0)
    machine.scanner.scan("QJ4711")
    machine.until(lambda: machine.state.page is Page.EXISTING)
    assert machine.state.visit.given is not None
    assert machine.state.visit.given.number == "A900"
    assert len(ears.events("ticket.issued")) == 1


@pytest.mark.usefixtures("hall")
def test_the_same_card_again_sees_its_open_number(machine: RunningMachine) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    for place in (Page.NUMBER, Page.EXISTING):
        machine.touch(SomewhereTouched(), QueueChosen("social"))
        machine.cards.insert(WANG)
        machine.cards.remove()
        machine.touch(PriorityChosen(None)).until(lambda place=place: machine.state.page is place)
        if place is Page.EXISTING:
            assert machine.state.visit.given is not None
            assert machine.state.visit.given.number == "A001"
        machine.touch(DoneTouched())


def test_a_machine_whose_hall_went_away_gives_own_numbers_that_the_hall_takes_in(
    machine: RunningMachine, hall: RunningHall, ears: Ears
) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    hall.kill()
    machine.until(lambda: not machine.state.online)
    assert [machine.take_number(), machine.take_number()] == ["A900", "A901"]
    assert machine.outbox >= 2
    hall.start()
    machine.until(lambda: machine.state.online and machine.outbox == 0)
    machine.until(lambda: len(ears.events("ticket.issued")) == 2)
    assert [event["number"] for event in ears.events("ticket.issued")] == ["A900", "A901"]


def test_a_hall_that_hangs_costs_five_seconds_and_leaves_no_second_ticket(
    machine: RunningMachine, hall: RunningHall, ears: Ears
) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    hall.signal(signal.SIGSTOP)
    assert machine.take_number() == "A900"
    assert len(machine.state.lost) == 1
    hall.signal(signal.SIGCONT)
    machine.until(lambda: not machine.state.lost and machine.outbox == 0)
    machine.until(lambda: len(ears.events("ticket.issued")) == 2 and len(ears.events("ticket.cancelled")) == 1)
    issued = {event["ticket"] for event in ears.events("ticket.issued")}
    cancelled = {event["ticket"] for event in ears.events("ticket.cancelled")}
    assert [str(ticket).rpartition("-")[2] for ticket in issued - cancelled] == ["A900"]


def test_a_machine_that_starts_while_everything_is_away_knows_its_hall(
    machine: RunningMachine, hall: RunningHall, broker: Mosquitto, tmp_path: Path
) -> None:
    machine.until(lambda: machine.state.online and machine.state.queues)
    machine.stop()
    hall.kill()
    broker.kill()
    again = RunningMachine(tmp_path / "m1", broker.port)
    again.until(lambda: again.state.catalogue)
    assert again.take_number() == "A900"
    again.stop()
