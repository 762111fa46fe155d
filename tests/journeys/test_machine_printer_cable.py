"""The printer's cable pulled while a number is printed, on the real driver: the number counts, its paper does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from escpos_peer import PtyPrinter
from running_machine import Ears, RunningHall, RunningMachine

from bench.mosquitto import Mosquitto
from domain.flow import BackTouched, DoneTouched
from domain.number_machine.inputs import (
    PriorityChosen,
    QueueChosen,
    ReprintTouched,
    SendTouched,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.paper import can_send
from domain.number_machine.state import Page, Paper
from domain.views.catalogue import TicketWay
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.wiring import PrinterWiring
from kiosk.number_machine import machine as number_machine

PATH = (SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
QUESTION_BYTES = 9  # no single question is longer: what is longer is a ticket
SHARES = pytest.mark.parametrize("share", [0.1, 0.9, 1.0], ids=["at its head", "before the cut", "after the cut"])


@pytest.fixture
def device(tmp_path: Path) -> Iterator[PtyPrinter]:
    made = PtyPrinter(tmp_path)
    yield made
    made.unplug()


@pytest.fixture
def ears(broker: Mosquitto) -> Iterator[Ears]:
    made = Ears(broker.port)
    yield made
    made.close()


@pytest.fixture
def machine(
    broker: Mosquitto, tmp_path: Path, device: PtyPrinter, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RunningMachine]:
    monkeypatch.setattr(number_machine, "LOOK_AT_PRINTER_S", 0.5)
    monkeypatch.setattr(number_machine, "LOOK_AT_FAULTY_PRINTER_S", 0.5)
    hall = RunningHall(tmp_path / "hall", broker.port)
    hall.start()
    made = RunningMachine(tmp_path / "m1", broker.port, printer=EscposPrinter(PrinterWiring(path=str(device.path))))
    made.until(lambda: made.state.online and made.state.queues)
    yield made
    made.stop()
    hall.kill()


def pull_within_the_next_ticket(device: PtyPrinter, share: float) -> Callable[[], None]:
    """Pull the cable when so much of a ticket has arrived, before a word is said of it. Returns what puts it back."""
    arrives = device.peer.arrives

    def pulled(data: bytes) -> None:
        if len(data) <= QUESTION_BYTES:
            arrives(data)
            return
        device.peer.silent = True
        arrives(data[: round(share * len(data))])
        device.unplug()

    def put_back() -> None:
        device.peer.arrives, device.peer.silent = arrives, False  # type: ignore[method-assign]
        device.peer._buffer = device.peer._real_time = b""
        device.plug()

    device.peer.arrives = pulled  # type: ignore[method-assign]
    return put_back


def takes_a_number_without_paper(machine: RunningMachine, ears: Ears) -> str:
    machine.touch(*PATH).until(lambda: machine.state.visit.paper is Paper.FAILED)
    machine.until(lambda: not machine.state.can_print)
    assert machine.number
    machine.until(lambda: ears.events("ticket.print_failed"))
    assert {event["fault"] for event in ears.events("ticket.print_failed")} <= {"offline", "unknown"}
    return machine.number


@SHARES
def test_whoever_still_stands_there_may_have_it_sent_or_gets_it_when_the_cable_is_back(
    machine: RunningMachine, device: PtyPrinter, ears: Ears, share: float
) -> None:
    put_back = pull_within_the_next_ticket(device, share)
    number = takes_a_number_without_paper(machine, ears)
    assert can_send(machine.state)
    machine.touch(SendTouched()).until(lambda: machine.state.page is Page.SEND)
    machine.touch(BackTouched()).until(lambda: machine.number == number)
    put_back()
    machine.until(lambda: machine.state.visit.paper is Paper.PRINTED)
    assert number in device.peer.paper.texts[-1]
    assert machine.number == number


@SHARES
def test_a_number_whose_owner_went_away_is_offered_at_home_and_printed_whole(
    machine: RunningMachine, device: PtyPrinter, ears: Ears, share: float
) -> None:
    put_back = pull_within_the_next_ticket(device, share)
    number = takes_a_number_without_paper(machine, ears)
    before = len(device.peer.paper.tickets)
    machine.touch(DoneTouched()).until(lambda: machine.state.page is not Page.NUMBER)
    put_back()
    machine.until(lambda: machine.state.can_print)
    (owed,) = machine.state.owed
    assert owed.given.number == number
    machine.touch(ReprintTouched(owed.given.ticket))
    machine.until(lambda: len(device.peer.paper.tickets) > before and number in device.peer.paper.texts[-1])
    assert machine.state.owed == ()
