"""The machine's cables pulled on every screen: it says so, offers what is left, and takes the parts back by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from running_machine import RunningHall, RunningMachine

from bench.mosquitto import Mosquitto
from domain.flow import DoneTouched
from domain.number_machine.inputs import (
    CheckInChosen,
    HomeTouched,
    PriorityChosen,
    QueueChosen,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.state import Page
from domain.statuses import PrinterStatus
from domain.views.catalogue import TicketWay
from kiosk.hw.cards import CardKind, Identity

WANG = Identity(CardKind.RESIDENT, number="11010519491231002X", name="王秀兰", birth="19491231")
PATH = (SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))


@pytest.fixture
def machine(broker: Mosquitto, tmp_path: Path) -> Iterator[RunningMachine]:
    hall = RunningHall(tmp_path / "hall", broker.port)
    hall.start()
    made = RunningMachine(tmp_path / "m1", broker.port)
    made.until(lambda: made.state.online and made.state.queues)
    yield made
    made.stop()
    hall.kill()


def pull(machine: RunningMachine) -> None:
    machine.cards.unplug()
    machine.scanner.unplug()
    machine.until(lambda: not machine.state.cards and not machine.state.scanner)


def put_back(machine: RunningMachine) -> None:
    machine.cards.plug()
    machine.scanner.plug()
    machine.until(lambda: machine.state.cards and machine.state.scanner)


def test_readers_pulled_before_any_step_cost_nobody_a_number(machine: RunningMachine) -> None:
    for pulled_before in range(len(PATH) + 1):
        for place, step in enumerate(PATH):
            if place == pulled_before:
                pull(machine)
            machine.touch(step)
        machine.until(lambda: machine.number)
        if pulled_before == len(PATH):
            pull(machine)
            assert machine.number
        machine.touch(DoneTouched())
        put_back(machine)
    machine.until(lambda: len(machine.printer.papers) == len(PATH) + 1)


@pytest.mark.parametrize("reading", [False, True], ids=["waiting for a card", "reading one"])
def test_a_reader_pulled_on_the_card_screen_leaves_the_other_ways_and_comes_back(
    machine: RunningMachine, reading: bool
) -> None:
    machine.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.CARD))
    if reading:
        machine.cards.lay()
        machine.until(lambda: machine.state.visit.reading)
    pull(machine)
    machine.until(lambda: machine.state.page is Page.WHO)
    assert machine.state.ways == ("phone", "none")
    assert not machine.state.visit.reading
    put_back(machine)
    assert "card" in machine.state.ways
    machine.touch(WayChosen(TicketWay.CARD))
    machine.cards.insert(WANG)
    machine.until(lambda: machine.state.page is Page.PRIORITY)
    machine.touch(PriorityChosen("elder")).until(lambda: machine.number)


def test_readers_pulled_while_a_booking_is_asked_for_leave_a_way_home(machine: RunningMachine) -> None:
    machine.touch(SomewhereTouched(), CheckInChosen())
    machine.until(lambda: machine.state.page is Page.CHECK_IN)
    pull(machine)
    machine.touch(HomeTouched())
    assert machine.state.page is Page.HOME
    put_back(machine)
    machine.touch(CheckInChosen()).until(lambda: machine.state.page is Page.CHECK_IN)


def test_a_printer_pulled_before_a_ticket_leaves_the_number_on_the_screen_and_prints_the_next(
    machine: RunningMachine,
) -> None:
    machine.touch(*PATH[:-1])
    machine.printer.state = PrinterStatus.OFFLINE
    machine.touch(PATH[-1]).until(lambda: machine.number)
    machine.until(lambda: not machine.state.can_print)
    assert machine.number
    assert machine.printer.papers == []
    machine.printer.state = PrinterStatus.READY
    machine.until(lambda: machine.state.can_print)
    machine.until(lambda: machine.printer.papers)  # whoever still stands there gets it
    machine.touch(DoneTouched())
    machine.take_number()
    machine.until(lambda: len(machine.printer.papers) == 2)
