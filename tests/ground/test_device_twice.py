"""Two machines with one identity, as a copied memory card makes them: all are told, and no number is given twice."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hall_process import HallProcess
from mqtt_asker import Asker

from bench.fake_printer import FakePrinter
from bench.mosquitto import Mosquitto
from domain.flow import DOUBLE_TAP_MS, DoneTouched, Doubt
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Machine, Page, Problem
from domain.views.catalogue import TicketWay
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import dial
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.terminal.settings import Terminal
from program.clock import monotonic_ms

PATIENCE_S = 60.0


class Card:
    """One machine with a memory card, on which its folder lies."""

    def __init__(self, data: Path, port: int) -> None:
        terminal = Terminal(hall="test-hall", device="kiosk-1", data=str(data), broker=Broker(port=port))
        self._woken = threading.Event()
        self._machine = NumberMachine(
            terminal,
            dial(terminal.broker),
            Parts(printer=FakePrinter()),
            key=b"key",
            wake=self._woken.set,
            show=lambda _state: None,
        )
        self._machine.start()

    @property
    def state(self) -> Machine:
        return self._machine.runner.state

    def drain(self) -> None:
        self._machine.runner.drain()

    def post(self, given: Any) -> None:
        self._machine.runner.post(given)

    def stop(self) -> None:
        self._machine.stop()


def until(cards: tuple[Card, ...], so: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < deadline, [card.state for card in cards]
        for card in cards:
            card.drain()
        time.sleep(0.01)


def touch(cards: tuple[Card, ...], card: Card, *inputs: object) -> None:
    for given in inputs:
        until(cards, lambda: monotonic_ms() - card.state.changed_at > DOUBLE_TAP_MS)
        card.post(given)
        card.drain()


def test_a_copied_card_is_told_on_both_machines_and_neither_gives_numbers_by_itself(
    hall: HallProcess, broker: Mosquitto, tmp_path: Path
) -> None:
    first = Card(tmp_path / "card", broker.port)
    until((first,), lambda: first.state.online and first.state.catalogue)
    shutil.copytree(tmp_path / "card", tmp_path / "copy", ignore=shutil.ignore_patterns("*.sock"))
    second = Card(tmp_path / "copy", broker.port)
    both = (first, second)
    asker = Asker(broker.port, "test-hall")
    try:
        until(both, lambda: first.state.doubt is second.state.doubt is Doubt.TWICE)
        alarms = asker.ask("desk-1", "hall.snapshot")["data"]["alarms"]
        told = next(alarm for alarm in alarms if alarm["code"] == "device.twice")
        assert told["device"] == "kiosk-1"
        assert told["detail"].count("session") == 2
        hall.kill()
        until(both, lambda: not (first.state.online or second.state.online))
        for card in both:
            touch(both, card, SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
            touch(both, card, PriorityChosen(None))
            until(both, lambda card=card: card.state.page is Page.PROBLEM)
            assert card.state.problem is Problem.NO_ANSWER
            touch(both, card, DoneTouched())
        hall.start()
        assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["data"]["number"] == "A001"
    finally:
        asker.close()
        for card in both:
            card.stop()
