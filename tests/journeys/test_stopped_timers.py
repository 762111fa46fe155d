"""No flow hears of a timer that it has stopped or started anew, however late the main thread comes to it.

Each flow is played with what its own properties are tried with. Whenever somebody touches or something is heard, all
timers that run may be due already: their ends stand in the queue behind that input, as when the main thread is busy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
import test_kiosk_properties
import test_machine_properties
import test_pad_properties
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kiosk_sample import KioskWalk
from machine_sample import Walk
from pad_sample import CATALOGUE, NINE, Walker, queues, rating, ticket
from test_flow_timers import TimersByHand

from domain.flow import (
    Arrived,
    ContinueTouched,
    DoneTouched,
    HallAway,
    HallOnline,
    HallReplaced,
    Look,
    LookChosen,
    NoAnswer,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.number_machine import inputs as w
from domain.number_machine.moves import MachineTimer
from domain.pad import citizen, clerk, clerk_state, review
from domain.pad.citizen import CitizenTimer
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import ClerkTouched, KeyTouched, PanelLeft
from domain.pad.clerk_state import ClerkTimer
from domain.pad.sign_in import StaffCardGone, StaffCardShown
from domain.self_service.inputs import SwitchPerson, TileChosen
from domain.self_service.time_out import FrameTimer
from domain.staff.ways import ProofWay
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay
from domain.views.public import CallsSnapshot, CallView, NoticesSnapshot
from domain.views.ticket import TicketState
from domain.views.window import WindowState
from e_screen import board
from e_screen.board import EScreenTimer
from kiosk.terminal.program import FlowTimers, TimerDue

Step = Callable[[Any, Any, int], Any]


class Late:
    """The step of a flow with its timers as `Program` puts them together; while `busy`, every timer that runs is due
    behind each input.

    `late`: the timers that were stopped or started anew when they were due already. `started`: all that ever ran.
    """

    def __init__(self, step: Step) -> None:
        self.busy = False
        self.by_hand = TimersByHand()
        self.posted: list[TimerDue] = []
        self.timers: FlowTimers[Any, Any, Any] = FlowTimers(self.by_hand, self._hears, self.posted.append)
        self.flow = step
        self.running: dict[str, int] = {}  # name → which start it is
        self.due: dict[str, int] = {}
        self.late: set[str] = set()
        self.started: set[str] = set()
        self.starts = 0

    def _hears(self, state: Any, given: Any, now_ms: int) -> Any:
        if isinstance(given, TimerFired):
            assert self.running.pop(given.name) == self.due[given.name], f"{given.name} ended before its time"
        return self.flow(state, given, now_ms)

    def does(self, effects: Iterable[Any]) -> Iterable[Any]:
        for effect in effects:
            if not isinstance(effect, StartTimer | StopTimer):
                continue
            if effect.name in self.running and self.running[effect.name] == self.due.get(effect.name):
                self.late.add(effect.name)
            self.running.pop(effect.name, None)
            if isinstance(effect, StopTimer):
                self.timers.stop(effect)
                continue
            self.starts += 1
            self.running[effect.name] = self.starts
            self.started.add(effect.name)
            self.timers.start(effect)
        return effects

    def step(self, state: Any, given: Any, now_ms: int) -> tuple[Any, list[Any]]:
        if self.busy:
            self.ring()
        return self.drain(state, [given], now_ms)

    def ring(self) -> None:
        """The ends of all timers that run are in the queue."""
        self.due = dict(self.running)
        self.by_hand.ring()

    def drain(self, state: Any, inputs: Iterable[Any], now_ms: int) -> tuple[Any, list[Any]]:
        """These inputs, and then the ends that are in the queue."""
        several = [*inputs, *self.posted]
        self.posted.clear()
        out: list[Any] = []
        for one in several:
            state, effects = self.timers.step(state, one, now_ms)
            out += self.does(tuple(effects))
        return state, out


class LateWalk(Walk):
    """A person at a number machine."""

    def __init__(self) -> None:
        self.late = Late(self.step)
        begin, self.begin, self.step = self.begin, self._begin, self.late.step
        self._first_effects = begin
        super().__init__()

    def _begin(self, state: Any) -> Any:
        return self.late.does(self._first_effects(state))

    def after(self, seconds: float) -> Walk:
        """Whoever waits for more than a touch sees every timer end that runs."""
        self.now += round(seconds * 1000)
        if seconds > 5:
            self.late.ring()
            self.state, effects = self.late.drain(self.state, (), self.now)
            self._carry_out(effects)
        return self


class LateKiosk(LateWalk, KioskWalk):
    """A person at a self-service kiosk."""


class LateWalker(Walker):
    """Somebody at a pad or before an e-screen."""

    def __init__(self, state: Any, step: Step) -> None:
        self.late = Late(step)
        super().__init__(state, self.late.step)

    def after(self, seconds: float) -> None:
        """Every timer ends that runs."""
        self.now_ms += round(seconds * 1000)
        self.late.ring()
        self.state, effects = self.late.drain(self.state, (), self.now_ms)
        self.effects += effects


# ---- each timer that a flow stops or starts anew


def number_machine() -> LateWalk:
    return LateWalk()


def self_service() -> LateWalk:
    return LateKiosk()


def citizens_pad() -> LateWalker:
    return LateWalker(review.begin("w1"), citizen.step)


def clerks_pad() -> LateWalker:
    pad = LateWalker(clerk_state.begin("w1", seed=7), clerk.step)
    pad.does(Arrived(replace(CATALOGUE, sign_in=tuple(ProofWay), card_stays=True)))
    return pad


def e_screen() -> LateWalker:
    return LateWalker(board.start("", "zh_CN"), board.step)


def chooses(walk: Any) -> None:
    walk.touch(w.SomewhereTouched(), w.QueueChosen("social"))


def asks(walk: Any) -> None:
    """A number was asked for, and no answer is there."""
    chooses(walk)
    walk.touch(w.WayChosen(TicketWay.NONE), w.PriorityChosen(None))


def stands(walk: Any) -> None:
    asks(walk)
    walk.hall_answers().paper_comes().touch(w.SomewhereTouched())


def owes_one(walk: Any) -> None:
    """A number came out on no paper, and the next one is to be printed."""
    asks(walk)
    walk.hall_answers().paper_fails().touch(w.HomeTouched())
    asks(walk)
    walk.hall_answers(number="A013", ticket="20261121-A013")


def leaves_twice(walk: Any) -> None:
    """One request was left without an answer, and the next one is about to be."""
    for again in (False, True):
        walk.touch(w.SomewhereTouched(), w.QueueChosen("civil"), w.WayChosen(TicketWay.NONE), w.PriorityChosen(None))
        walk.give(HallAway())
        if not again:
            walk.touch(w.HomeTouched()).give(HallOnline())


def is_invited(pad: LateWalker, number: str = "A012") -> None:
    pad.hears(rating=rating(number))


def chooses_a_face(pad: LateWalker) -> None:
    is_invited(pad)
    pad.does(review.FaceTouched(5))


def is_asked(pad: LateWalker) -> None:
    chooses_a_face(pad)
    pad.after(40)


def has_a_look(pad: LateWalker) -> None:
    pad.does(LookChosen(Look(elder=True)))


def is_on_hold(at: Any) -> None:
    at.hears(ticket=ticket("A012", TicketState.SERVING))
    at.hears(ticket=None, held=(ticket("A012", TicketState.HELD),))


def has_submitted(pad: LateWalker) -> None:
    chooses_a_face(pad)
    pad.does(review.SubmitTouched())


def is_at_the_pin(pad: LateWalker) -> None:
    pad.hears(state=WindowState.CLOSED, clerk=None)
    pad.does(ClerkTouched("c2"), Pressed(Action.MAIN), KeyTouched("1"))


def took_the_card_away(pad: LateWalker) -> None:
    pad.hears(state=WindowState.CLOSED, clerk=None)
    pad.does(StaffCardShown("04A31F22"))
    pad.answered()
    pad.hears()
    pad.does(StaffCardGone())


def is_shut(pad: LateWalker) -> None:
    pad.hears(state=WindowState.CLOSED, clerk=None)
    pad.does(LookChosen(Look(elder=True)))


def waits_for_a_code(pad: LateWalker) -> None:
    pad.hears(ticket=ticket("E001", pickup=True))
    pad.does(NoAnswer(pad.asks[-1].tag))


def call(seq: int) -> CallView:
    return CallView(
        seq=seq, number=f"A{seq:03}", queue="q", window="w1", window_number="1", at=NINE + seq * 1000, times=1
    )


def calls(day: str, last: int) -> Arrived:
    shown = tuple(call(seq) for seq in range(last, max(0, last - 4), -1))
    return Arrived(CallsSnapshot(version=last + 1, at=NINE, day=day, calls=shown))


def is_away(screen: LateWalker) -> None:
    screen.does(HallOnline(), HallAway())


def shows_a_call(screen: LateWalker) -> None:
    screen.does(calls("2026-11-21", 1), calls("2026-11-21", 2))


def shows_pages(screen: LateWalker) -> None:
    screen.does(NOTICES)


NOTICES = Arrived(NoticesSnapshot(version=1, at=NINE, boards=(), hours=(), today=()))
OPENS = TileChosen(BusinessName.TICKET)
CASES: list[tuple[Callable[[], Any], str, Callable[[Any], Any], Callable[[Any], Any]]] = [
    (number_machine, MachineTimer.IDLE, chooses, lambda at: at.give(w.SomewhereTouched())),
    (number_machine, MachineTimer.COUNT, lambda at: (chooses(at), at.after(31)), lambda at: at.give(ContinueTouched())),
    (number_machine, MachineTimer.WORDS, asks, lambda at: at.hall_answers()),
    (number_machine, MachineTimer.SLOW, asks, lambda at: at.hall_answers()),
    (number_machine, MachineTimer.NUMBER, stands, lambda at: at.give(DoneTouched())),
    (number_machine, MachineTimer.SETTLE, leaves_twice, lambda at: at.touch(w.HomeTouched())),
    (number_machine, MachineTimer.OWED, owes_one, lambda at: at.paper_fails()),
    (number_machine, MachineTimer.AGAIN, lambda at: (asks(at), at.hall_is_silent()), lambda at: at.hall_is_silent()),
    (self_service, FrameTimer.IDLE, lambda at: at.touch(OPENS), lambda at: at.give(w.SomewhereTouched())),
    (self_service, FrameTimer.COUNT, lambda at: (at.touch(OPENS), at.after(31)), lambda at: at.give(ContinueTouched())),
    (self_service, FrameTimer.COUNT, lambda at: (at.touch(OPENS), at.after(31)), lambda at: at.give(SwitchPerson())),
    (self_service, MachineTimer.WORDS, lambda at: (at.touch(OPENS), asks(at)), lambda at: at.give(SwitchPerson())),
    (self_service, MachineTimer.SLOW, lambda at: (at.touch(OPENS), asks(at)), lambda at: at.hall_answers()),
    (self_service, MachineTimer.NUMBER, lambda at: (at.touch(OPENS), stands(at)), lambda at: at.give(SwitchPerson())),
    (citizens_pad, CitizenTimer.INVITATION, is_invited, lambda at: is_invited(at, "A013")),
    (citizens_pad, CitizenTimer.LAPSE, is_invited, lambda at: at.does(review.FaceTouched(5))),
    (citizens_pad, CitizenTimer.IDLE, chooses_a_face, lambda at: at.does(review.SubmitTouched())),
    (
        citizens_pad,
        CitizenTimer.QUESTION,
        lambda at: (chooses_a_face(at), at.after(40)),
        lambda at: at.does(ContinueTouched()),
    ),
    (citizens_pad, CitizenTimer.THANKS, has_submitted, lambda at: at.does(DoneTouched())),
    (citizens_pad, CitizenTimer.HELD, is_on_hold, lambda at: at.does(DoneTouched())),
    (
        citizens_pad,
        CitizenTimer.LOOK,
        lambda at: at.does(LookChosen(Look(elder=True))),
        lambda at: at.does(LookChosen(Look())),
    ),
    (clerks_pad, ClerkTimer.TICK, lambda at: at.hears(ticket=ticket("A012")), lambda at: at.hears()),
    (clerks_pad, ClerkTimer.LOOK, is_shut, lambda at: at.does(LookChosen(Look()))),
    (clerks_pad, ClerkTimer.PICKUP, waits_for_a_code, lambda at: at.does(NoAnswer(at.asks[-1].tag))),
    (clerks_pad, ClerkTimer.PIN, is_at_the_pin, lambda at: at.does(PanelLeft())),
    (clerks_pad, ClerkTimer.CARD, took_the_card_away, lambda at: at.does(StaffCardShown("04A31F22"))),
    (e_screen, EScreenTimer.AWAY, is_away, lambda at: at.does(HallOnline())),
    (e_screen, EScreenTimer.TURN, shows_a_call, lambda at: at.does(HallReplaced())),
    (e_screen, EScreenTimer.PULSE, shows_a_call, lambda at: at.does(HallReplaced())),
    (e_screen, EScreenTimer.MINUTE, shows_a_call, lambda at: at.does(Arrived(CATALOGUE))),
    (e_screen, EScreenTimer.BEAT, shows_pages, lambda at: at.does(HallReplaced(), NOTICES)),
]


@pytest.mark.parametrize(
    ("flow", "timer", "begins", "ends"), [pytest.param(*case, id=f"{case[0].__name__}-{case[1]}") for case in CASES]
)
def test_a_timer_that_is_due_already_is_over_when_it_is_stopped_or_started_anew(
    flow: Callable[[], Any], timer: str, begins: Callable[[Any], Any], ends: Callable[[Any], Any]
) -> None:
    walk = flow()
    begins(walk)
    assert timer in walk.late.running, "it runs"
    walk.late.busy = True
    ends(walk)
    assert timer in walk.late.late, "it was due, and something else came first"


@pytest.mark.parametrize(
    ("flow", "timers", "alone"),
    [
        (number_machine, MachineTimer, {MachineTimer.NOTICE}),
        (self_service, FrameTimer, set()),
        (citizens_pad, CitizenTimer, set()),
        (clerks_pad, ClerkTimer, set()),
        (e_screen, EScreenTimer, set()),
    ],
)
def test_of_every_timer_of_every_flow_there_is_a_case(
    flow: Callable[[], Any], timers: Iterable[str], alone: set[str]
) -> None:
    """`alone`: nothing ever stops it or starts it anew."""
    assert {case[1] for case in CASES if case[0] is flow} >= set(timers) - alone


# ---- whatever comes in whatever order


def play_walk(walk: Any, play: Callable[[Any, Any], None]) -> Callable[[list[Any]], None]:
    def plays(several: list[Any]) -> None:
        for one, busy in several:
            walk.late.busy = busy
            play(walk, one)

    return plays


def play_walker(walk: LateWalker) -> Callable[[list[Any]], None]:
    def plays(several: list[Any]) -> None:
        for one, later_ms, busy in several:
            walk.late.busy = busy
            walk.does(one, after_ms=later_ms)

    return plays


def no_timers(inputs: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Timers fire by themselves alone."""
    return inputs.filter(lambda one: not isinstance(one, TimerFired))


def timed(inputs: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(no_timers(inputs), LATER, BUSY)


LATER = st.sampled_from([0, 150, 500, 40_000])
BUSY = st.sampled_from([False, False, True])
HEARD_BY_E_SCREENS = st.one_of(
    st.builds(calls, st.sampled_from(["2026-11-21", "2026-11-22"]), st.integers(0, 9)),
    st.sampled_from([HallOnline(), HallAway(), HallReplaced(), NOTICES, Arrived(queues(windows=1))]),
)
CITIZEN = st.one_of(test_pad_properties.common, test_pad_properties.citizen_touches)
CLERK = st.one_of(test_pad_properties.common, test_pad_properties.clerk_touches)
MACHINE = st.tuples(no_timers(test_machine_properties.inputs), BUSY)
KIOSK = st.tuples(no_timers(test_kiosk_properties.inputs_), BUSY)


@pytest.mark.parametrize(
    ("plays", "inputs"),
    [
        (lambda: play_walk(number_machine(), test_machine_properties.play), MACHINE),
        (lambda: play_walk(self_service(), test_kiosk_properties.play), KIOSK),
        (lambda: play_walker(citizens_pad()), timed(CITIZEN)),
        (lambda: play_walker(clerks_pad()), timed(CLERK)),
        (lambda: play_walker(e_screen()), timed(HEARD_BY_E_SCREENS)),
    ],
    ids=["number machine", "self-service", "citizen", "clerk", "e-screen"],
)
def test_no_timer_ends_before_its_time(
    plays: Callable[[], Callable[[list[Any]], None]], inputs: st.SearchStrategy[Any]
) -> None:
    @settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
    @given(st.lists(inputs, max_size=60))
    def any_walk(several: list[Any]) -> None:
        plays()(several)

    any_walk()
