"""The clerk's pad with a card reader at a real hall with a list of people: who sits down, and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hall_process import HallProcess

from bench.fake_cards import FakeCards
from bench.fake_scanner import FakeScanner
from bench.mosquitto import Mosquitto
from domain.health.health import Health
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import ClerkTouched, KeyTouched
from domain.pad.clerk_state import ClerkPanel, Phase, phase
from domain.pad.sign_in import StaffCardGone, StaffCardShown
from domain.statuses import CardsStatus, ScannerStatus
from kiosk.hw.cards import CardKind, CardTrouble, Identity
from kiosk.hw.one_card import NoCardError, read_one_card
from kiosk.mqtt.broker import Broker
from kiosk.terminal.settings import Terminal
from review_pad.seats import clerk_program
from review_pad.staff_cards import StaffCards
from tests.ground.staff_hall import CARD, PIN, STAFF_TOML, write_list
from tests.journeys.test_pad_hall import Seat

RESIDENT = Identity(CardKind.RESIDENT, number="110105194912310021")


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[HallProcess]:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text("card_stays = true\n" + STAFF_TOML, encoding="utf-8")
    write_list(folder)
    process = HallProcess(folder, broker.port)
    process.start()
    yield process
    process.kill()


class PadWithReader(Seat):
    """The clerk's program of window w1, with a reader that a test lays cards on."""

    def __init__(self, broker: Mosquitto, data: Path) -> None:
        data.mkdir(exist_ok=True)
        self.cards = FakeCards()
        terminal = Terminal(
            hall="test-hall", device="pad-1", data=str(data), window="w1", broker=Broker(port=broker.port)
        )
        super().__init__(partial(clerk_program, staff_cards=StaffCards(self.cards)), terminal)

    def lay(self, number: str) -> None:
        self.cards.insert(Identity(CardKind.OTHER, number=number))


def pin(digits: str) -> list[object]:
    return [*map(KeyTouched, digits), Pressed(Action.MAIN)]


def test_a_pin_a_card_and_a_card_that_leaves(broker: Mosquitto, hall: HallProcess, tmp_path: Path) -> None:
    pad = PadWithReader(broker, tmp_path / "pad")
    try:
        pad.until(lambda state: phase(state) is Phase.CLOSED and state.known.online and state.known.catalogue)
        pad.touch(ClerkTouched("c2"), Pressed(Action.MAIN))
        assert pad.state.panel is ClerkPanel.PIN
        pad.touch(*pin("999111"))
        assert pad.until(lambda state: state.notice).notice.code == "staff.wrong_pin"
        pad.touch(*pin(PIN["c2"]))
        assert pad.until(lambda state: phase(state) is Phase.IDLE).known.window.clerk.id == "c2"
        hall.kill()
        pad.until(lambda state: not state.known.online)
        again = PadWithReader(broker, tmp_path / "pad-again")
        try:
            again.lay(CARD["c1"])  # a pad that starts while the hall is away opens nothing for anybody
            again.until(lambda state: not state.known.online)
            assert not again.state.pending
        finally:
            again.program.stop()
        hall.start()
        pad.until(lambda state: state.known.online and phase(state) is Phase.IDLE)
        pad.touch(Pressed(Action.PAUSE), Pressed(Action.MAIN))
        pad.until(lambda state: phase(state) is Phase.PAUSED)
        pad.touch(Pressed(Action.MAIN))
        pad.until(lambda state: phase(state) is Phase.IDLE)
    finally:
        pad.program.stop()
    for file in (tmp_path / "pad").rglob("*"):
        if file.is_file():
            assert not any(secret.encode() in file.read_bytes() for secret in ("999111", *PIN.values(), *CARD.values()))


def test_a_tap_opens_and_a_card_taken_away_closes(broker: Mosquitto, hall: HallProcess, tmp_path: Path) -> None:
    pad = PadWithReader(broker, tmp_path / "pad")
    try:
        pad.until(lambda state: phase(state) is Phase.CLOSED and state.known.online and state.known.catalogue)
        pad.lay(CARD["c1"])
        assert pad.until(lambda state: phase(state) is Phase.IDLE).known.window.clerk.id == "c1"
        pad.cards.remove()
        pad.until(lambda state: phase(state) is Phase.CLOSED)
    finally:
        pad.program.stop()


# ---- the readers


def test_a_reader_tells_of_cards_numbers_alone_and_says_when_it_is_gone() -> None:
    cards, scanner, told = FakeCards(), FakeScanner(), []
    staff = StaffCards(cards, scanner)
    staff.start(told.append)
    cards.insert(RESIDENT)
    assert told == [], "an identity card is no staff card"
    cards.insert(Identity(CardKind.OTHER, number="04A31F22"))
    cards.remove()
    scanner.scan("0013371337")
    assert told[1:] == [StaffCardShown("04A31F22"), StaffCardGone(), StaffCardShown("0013371337")]
    cards.unplug()
    scanner.unplug()
    health = staff.attach(Health())
    assert (health.cards, health.scanner) == (CardsStatus.GONE, ScannerStatus.GONE)
    staff.stop()


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (RESIDENT, "a person's number"),
        (CardTrouble.UNKNOWN_CARD, "no number of its own"),
        (CardTrouble.UNREADABLE, "could not be read"),
        (CardTrouble.READER_GONE, "there is no reader"),
        (None, "no card was laid"),
    ],
)
def test_why_a_card_cannot_be_enrolled_is_said(shown: Identity | CardTrouble | None, said: str) -> None:
    class OneShown(FakeCards):
        def start(self, on_card) -> None:
            super().start(on_card)
            if shown is not None:
                on_card(shown)

    with pytest.raises(NoCardError, match=said):
        read_one_card(OneShown(), patience_s=0.05)


def test_a_card_is_enrolled_by_its_own_number() -> None:
    class OneShown(FakeCards):
        def start(self, on_card) -> None:
            super().start(on_card)
            self.insert(Identity(CardKind.OTHER, number="04A31F22"))

    assert read_one_card(OneShown()) == "04A31F22"
