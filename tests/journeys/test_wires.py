"""Keys, lamp, presence, door and tamper switch in their programs, on gpiozero's mock pins."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory
from machine_sample import Walk
from pad_sample import CATALOGUE, paused, rating, ticket, window

from bench.memory_broker import MemoryBroker
from domain.emergency.views import Emergency, EmergencySnapshot
from domain.flow import Arrived, ContinueTouched, HallOnline, TimerFired
from domain.number_machine.inputs import HomeTouched, QueueChosen, SomeoneCame, SomewhereTouched
from domain.number_machine.state import Page
from domain.pad.review import CitizenPage, SubmitTouched, TagTouched, page
from domain.views.ticket import TicketState
from domain.views.window import RatingState, WindowState
from kiosk.hw.gpio_header import HeaderContacts, header_factory
from kiosk.hw.wiring import GpioWiring
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.terminal.program import Program
from kiosk.terminal.settings import Terminal
from review_pad.seats import citizen_program

KEYS = {5: 5, 4: 6, 3: 13, 2: 19, 1: 26}
"""Level → pin."""

LAMP, PRESENCE, DOOR, TAMPER = 21, 16, 20, 12


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = MockFactory()
    yield factory
    factory.reset()


def wiring(**more: Any) -> GpioWiring:
    given = {"keys": tuple(KEYS.values()), "lamp": LAMP, "presence": PRESENCE, "door": DOOR, "tamper": TAMPER}
    return GpioWiring(**{**given, "bounce_ms": 0, **more})


class Running:
    """A program whose main thread is the test's own."""

    def __init__(self) -> None:
        self._woken = threading.Event()
        self._changed_at = time.monotonic()
        self.wake = self._woken.set
        self.program: Program[Any, Any, Any]

    @property
    def state(self) -> Any:
        return self.program.runner.state

    def until(self, so: Callable[[], Any]) -> None:
        deadline = time.monotonic() + 60
        while not so():
            assert time.monotonic() < deadline, self.state
            self._woken.wait(0.02)
            self._woken.clear()
            self.drain()

    def drain(self) -> None:
        before = self.state
        self.program.runner.drain()
        if self.state is not before:
            self._changed_at = time.monotonic()

    def does(self, *inputs: object) -> None:
        """Each input when the last screen has stood for long enough to be touched."""
        for given in inputs:
            self.rests()
            self.program.post(given)
            self.drain()

    def rests(self) -> None:
        """Sooner after a change a touch counts for a double tap."""
        self.until(lambda: time.monotonic() - self._changed_at > 0.42)

    @property
    def recorded(self) -> list[tuple[str, bool]]:
        with self.program.link.outbox._lock:
            db = self.program.link.outbox._file.db()
            rows = [row[0] for row in db.execute("SELECT data FROM outbox WHERE type = 'device.fault' ORDER BY seq")]
        return [(fault["code"], fault["cleared"]) for fault in map(json.loads, rows)]


class Pad(Running):
    """The citizen's screen of window w1 with review keys beside it."""

    def __init__(self, tmp_path: Path, pins: MockFactory, **more: Any) -> None:
        super().__init__()
        self.pins = pins
        terminal = Terminal(hall="h1", device="pad-1", window="w1", data=str(tmp_path))
        self.program = citizen_program(
            terminal,
            MemoryBroker().dial,
            wake=self.wake,
            show=lambda _state: None,
            gpio=HeaderContacts(wiring(**more), lambda: pins),
        )
        self.program.start()
        self.does(HallOnline(), Arrived(CATALOGUE))

    def hears(self, **changes: Any) -> None:
        self.does(Arrived(window(version=int(time.monotonic() * 1000), **changes)))

    def press(self, level: int) -> None:
        self.rests()
        self.down(level)
        self.up(level)
        self.drain()

    def down(self, level: int) -> None:
        self.pins.pin(KEYS[level]).drive_low()

    def up(self, level: int) -> None:
        self.pins.pin(KEYS[level]).drive_high()

    @property
    def level(self) -> int | None:
        review = self.state.review
        return review.level if review else None


@pytest.fixture
def pad(tmp_path: Path, pins: MockFactory) -> Iterator[Pad]:
    made = Pad(tmp_path, pins)
    yield made
    made.program.stop()


@pytest.mark.parametrize("level", KEYS)
def test_each_key_is_its_face(pad: Pad, level: int) -> None:
    pad.hears(rating=rating())
    pad.press(level)
    assert (pad.level, page(pad.state)) == (level, CitizenPage.REASONS)


def test_a_key_chooses_and_only_a_touch_sends(pad: Pad) -> None:
    pad.hears(rating=rating())
    pad.press(1)
    pad.press(1)
    assert page(pad.state) is CitizenPage.REASONS
    pad.press(2)
    assert pad.level == 2
    pad.does(TagTouched("213"), SubmitTouched())
    assert page(pad.state) is CitizenPage.THANKS


@pytest.mark.parametrize(
    "closed",
    [
        {},
        {"ticket": ticket("A012")},
        {"ticket": ticket("A012", TicketState.SERVING)},
        {"state": WindowState.CLOSED},
        {"rating": rating(state=RatingState.LAPSED)},
        {"rating": rating(state=RatingState.GIVEN)},
    ],
)
def test_a_key_means_nothing_while_no_review_is_open(pad: Pad, closed: dict[str, Any]) -> None:
    pad.hears(**closed)
    before = page(pad.state)
    for level in KEYS:
        pad.press(level)
    assert (page(pad.state), pad.level) == (before, None)
    pad.hears(rating=rating(session="later"))
    assert (page(pad.state), pad.level) == (CitizenPage.FACES, None), "nothing was saved up"


def test_a_key_that_is_pressed_as_the_review_opens_was_meant_for_the_screen_before(pad: Pad) -> None:
    pad.rests()
    pad.program.post(Arrived(window(version=2, rating=rating())))
    pad.drain()
    pad.down(5)
    pad.up(5)
    pad.drain()
    assert (page(pad.state), pad.level) == (CitizenPage.FACES, None)


def test_a_key_means_nothing_under_an_emergency_notice(pad: Pad) -> None:
    pad.hears(rating=rating())
    told = EmergencySnapshot(version=1, at=1, emergency=Emergency(text="请离开"))
    pad.program.link._arrived("xc/v1/h1/public/emergency", told)
    pad.press(5)
    assert (page(pad.state), pad.level) == (CitizenPage.FACES, None)
    pad.program.link._arrived("xc/v1/h1/public/emergency", replace(told, version=2, emergency=None))
    pad.press(5)
    assert pad.level == 5


def test_a_key_does_not_answer_whether_somebody_is_still_there(pad: Pad) -> None:
    pad.hears(rating=rating())
    pad.press(4)
    pad.does(TimerFired("idle"))
    assert pad.state.review.left_s
    pad.press(1)
    assert pad.level == 4
    pad.does(ContinueTouched())
    pad.press(1)
    assert pad.level == 1


def test_a_key_after_the_review_was_sent_changes_nothing(pad: Pad) -> None:
    pad.hears(rating=rating())
    pad.press(5)
    pad.does(SubmitTouched())
    pad.press(1)
    assert page(pad.state) is CitizenPage.THANKS


def test_a_bouncing_key_is_one_face(tmp_path: Path, pins: MockFactory) -> None:
    pad = Pad(tmp_path, pins, bounce_ms=300)
    pad.hears(rating=rating())
    pad.rests()
    posted: list[object] = []
    pad.program.runner.post = posted.append  # type: ignore[method-assign]
    for _ in range(8):
        pad.down(3)
        pad.up(3)
    assert len(posted) == 1
    pad.program.stop()


def test_of_two_keys_at_once_the_first_counts(pad: Pad) -> None:
    pad.hears(rating=rating())
    pad.rests()
    pad.down(2)
    pad.down(5)
    pad.drain()
    assert pad.level == 2
    pad.up(2)
    pad.up(5)
    pad.press(5)
    assert pad.level == 5


def test_a_stuck_key_is_reported_and_the_others_go_on(tmp_path: Path, pins: MockFactory) -> None:
    pad = Pad(tmp_path, pins, stuck_seconds=0.0)
    pad.down(1)
    assert pad.program._gathering.gather().keys_stuck == (1,)
    pad.hears(rating=rating())
    pad.press(4)
    assert pad.level == 4
    pad.up(1)
    assert pad.program._gathering.gather().keys_stuck == ()
    pad.program.stop()


def test_the_lamp_is_on_while_the_window_is_open_or_somebody_is_at_it(pad: Pad) -> None:
    def lit() -> bool:
        return bool(pad.pins.pin(LAMP).state)

    assert not lit()
    pad.hears()
    assert lit()
    pad.does(Arrived(paused()))
    assert not lit()
    pad.hears(state=WindowState.PAUSED, ticket=ticket("A012", TicketState.SERVING))
    assert lit()
    pad.hears(state=WindowState.CLOSED)
    assert not lit()


def test_the_lamp_goes_out_with_the_program(tmp_path: Path, pins: MockFactory) -> None:
    pad = Pad(tmp_path, pins)
    pad.hears()
    lamp = pins.pin(LAMP)
    assert lamp.state
    pad.program.stop()
    assert not (lamp.function == "output" and lamp.state)


# ---- the number machine


class Kiosk(Running):
    def __init__(self, tmp_path: Path, pins: MockFactory, **more: Any) -> None:
        super().__init__()
        self.pins = pins
        self.machine = NumberMachine(
            Terminal(hall="h1", device="m1", data=str(tmp_path)),
            MemoryBroker().dial,
            Parts(gpio=HeaderContacts(wiring(keys=(), lamp=None, **more), lambda: pins)),
            key=b"",
            wake=self.wake,
            show=lambda _state: None,
        )
        self.program = self.machine.program
        self.machine.start()


@pytest.fixture
def kiosk(tmp_path: Path, pins: MockFactory) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path, pins)
    yield made
    made.machine.stop()


def test_somebody_who_steps_up_wakes_the_screen(kiosk: Kiosk) -> None:
    assert kiosk.state.page is Page.IDLE
    kiosk.pins.pin(PRESENCE).drive_high()
    kiosk.until(lambda: kiosk.state.page is Page.HOME)


def test_presence_keeps_nobodys_session_and_answers_no_question() -> None:
    walk = Walk().give(SomeoneCame()).sees(Page.HOME)
    walk.touch(QueueChosen("social")).sees(Page.WHO)
    walk.give(TimerFired("idle"))
    assert walk.state.asking
    before = walk.state
    walk.give(SomeoneCame())
    assert walk.state == before
    walk = Walk().touch(SomewhereTouched(), HomeTouched())
    effects = len(walk.effects)
    walk.give(SomeoneCame())
    assert len(walk.effects) == effects


def test_an_open_door_is_a_fault_on_record_until_it_is_shut(kiosk: Kiosk) -> None:
    kiosk.until(lambda: len(kiosk.recorded) == 2)  # how door and tamper are at the start
    assert sorted(kiosk.recorded) == [("door.open", True), ("tamper", True)]
    kiosk.pins.pin(DOOR).drive_low()
    kiosk.until(lambda: kiosk.recorded[2:] == [("door.open", False)])
    kiosk.until(lambda: kiosk.program._health.get("door") == "open")
    kiosk.pins.pin(DOOR).drive_high()
    kiosk.until(lambda: kiosk.recorded[3:] == [("door.open", True)])
    kiosk.until(lambda: kiosk.program._health.get("door") == "closed")


def test_a_cut_cable_of_a_closed_loop_is_tampering(tmp_path: Path, pins: MockFactory) -> None:
    kiosk = Kiosk(tmp_path, pins, normally_closed=("tamper",))
    kiosk.until(lambda: ("tamper", False) in kiosk.recorded)  # nothing pulls the wire to ground yet
    pins.pin(TAMPER).drive_low()
    kiosk.until(lambda: kiosk.recorded[-1] == ("tamper", True))
    kiosk.until(lambda: kiosk.program._health["tamper"] == "closed")
    kiosk.pins.pin(TAMPER).drive_high()
    kiosk.until(lambda: kiosk.recorded[-1] == ("tamper", False))
    kiosk.machine.stop()


# ---- the header


def test_a_machine_without_a_header_says_so_and_goes_on(tmp_path: Path) -> None:
    wires = HeaderContacts(wiring(), lambda: header_factory(tmp_path / "none"))
    assert wires.start(lambda _event: None) is False
    wires.lamp(on=True)
    assert wires.stuck_keys() == ()
    wires.stop()


def test_a_pin_that_is_taken_lets_all_the_others_go(pins: MockFactory) -> None:
    other = HeaderContacts(GpioWiring(tamper=TAMPER), lambda: pins)
    assert other.start(lambda _event: None)
    wires = HeaderContacts(wiring(), lambda: pins)
    assert wires.start(lambda _event: None) is False
    other.stop()
    assert wires.start(lambda _event: None) is True
    wires.stop()
