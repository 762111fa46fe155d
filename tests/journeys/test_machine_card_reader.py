"""The machine's only card reader pulled and put back under a real pcscd: its screen, the hall's view, the next card."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chip_cards import SocialCard
from mqtt_asker import Asker
from pcscd import Pcscd
from reader_cable import ReaderCable
from running_machine import RunningHall, RunningMachine

from bench.mosquitto import Mosquitto
from bench.virtual_card import VirtualCard
from bench.virtual_chips import SOCIAL_ATR
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Page
from domain.views.catalogue import TicketWay
from kiosk.hw.pcsc import PcscCards

TO_THE_CARD = (SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.CARD))


@pytest.fixture
def cable() -> Iterator[ReaderCable]:
    pcscd, made = Pcscd(), ReaderCable()
    pcscd.start(readers=False, cable=made)
    yield made
    pcscd.stop()
    made.close()


@pytest.fixture
def machine(broker: Mosquitto, cable: ReaderCable, tmp_path: Path) -> Iterator[RunningMachine]:
    hall = RunningHall(tmp_path / "hall", broker.port)
    hall.start()
    made = RunningMachine(tmp_path / "m1", broker.port, reader=PcscCards(reading_seconds=60.0))
    made.until(lambda: made.state.online and made.state.queues and made.state.cards)
    yield made
    made.stop()
    hall.kill()


@pytest.fixture
def hears(broker: Mosquitto) -> Iterator[Asker]:
    made = Asker(broker.port, "longgang")
    yield made
    made.wire.stop()


def until_the_hall_hears(hears: Asker, of_the_reader: str) -> None:
    def told() -> bool:
        said = hears.heard[hears.topics.device_state("m1")]
        return bool(said) and json.loads(said[-1])["health"]["cards"] == of_the_reader

    hears.wait(told, 30)


@pytest.mark.parametrize("when", ["at rest", "waiting for a card", "reading one"])
def test_a_reader_pulled_is_noticed_and_reads_the_next_card_when_it_is_back(
    machine: RunningMachine, cable: ReaderCable, hears: Asker, when: str
) -> None:
    until_the_hall_hears(hears, "ready")
    if when != "at rest":
        machine.touch(*TO_THE_CARD)
    if when == "reading one":
        asked = threading.Event()
        VirtualCard(cable.port, SOCIAL_ATR, lambda _: asked.set()).insert()
        machine.until(lambda: machine.state.visit.reading and asked.is_set())
    cable.unplug()
    machine.until(lambda: not machine.state.cards)
    until_the_hall_hears(hears, "gone")
    if when != "at rest":
        machine.until(lambda: machine.state.page is Page.WHO)
        assert machine.state.ways == ("phone", "none")
    assert not machine.state.visit.reading

    cable.plug()
    machine.until(lambda: machine.state.cards)
    until_the_hall_hears(hears, "ready")
    machine.touch(*(TO_THE_CARD if when == "at rest" else TO_THE_CARD[-1:]))
    VirtualCard(cable.port, SOCIAL_ATR, SocialCard()).insert()
    machine.until(lambda: machine.state.page is Page.PRIORITY)
    machine.touch(PriorityChosen("elder")).until(lambda: machine.number)
