"""Requests under way, without a network: one word to each asker, whatever comes, goes, or comes late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.mqtt.messages import Answer, Request
from kiosk.mqtt.pending import PendingRequests
from kiosk.mqtt.port import OnDone, Outcome
from program.timers import Timer, TimerThread


class TimeOutsByHand(TimerThread):
    """Time-outs happen when the test says so."""

    def __init__(self) -> None:
        super().__init__("hand")
        self.set: list[tuple[float, Timer]] = []

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        timer = Timer(call)
        self.set.append((seconds, timer))
        return timer

    def run_out(self) -> None:
        due, self.set = self.set, []
        for _, timer in due:
            if timer.call is not None:
                timer.call()


class Asker:
    """What went out, and what each asker was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, online: bool = True) -> None:
        self.now = 1000.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        self.sent: list[tuple[str, float, OnDone]] = []
        self.told: list[tuple[str, Answer | None]] = []
        self.timers = TimeOutsByHand()
        self.pending = PendingRequests(
            lambda request, seconds, done: self.sent.append((request.type, seconds, done)), self.timers
        )
        self.pending.link(online=online, anew=False)

    def ask(self, id_: str, name: str, timeout_s: float = 5.0) -> None:
        self.pending.ask(Request(id=id_, type=name), lambda answer: self.told.append((name, answer)), timeout_s)

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.sent]


YES = Answer(id="1", ok=True)


@pytest.fixture
def asker(monkeypatch: pytest.MonkeyPatch) -> Asker:
    return Asker(monkeypatch)


def test_a_question_gets_the_first_answer_and_no_other_word(asker: Asker) -> None:
    asker.ask("1", "a")
    asker.pending.answered("2", YES)
    assert asker.told == []
    asker.pending.answered("1", YES)
    asker.pending.answered("1", Answer(id="1", ok=False))
    asker.timers.run_out()
    asker.pending.close()
    assert asker.told == [("a", YES)]


def test_without_a_hall_nothing_is_sent_and_nothing_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    asker = Asker(monkeypatch, online=False)
    asker.ask("1", "a")
    assert (asker.sent, asker.told, asker.timers.set) == ([], [("a", None)], [])
    asker.pending.answered("1", YES)
    assert asker.told == [("a", None)]


def test_nothing_is_asked_before_the_link_has_said_that_a_hall_is_there() -> None:
    told: list[Answer | None] = []
    pending = PendingRequests(lambda _request, _seconds, _done: pytest.fail("sent"), TimeOutsByHand())
    pending.ask(Request(id="1", type="a"), told.append, 5.0)
    assert told == [None]


def test_the_same_id_again_takes_the_place_of_the_question_before(asker: Asker) -> None:
    asker.ask("1", "a")
    asker.ask("1", "b")
    assert asker.told == [("a", None)]
    asker.pending.answered("1", YES)
    assert asker.told == [("a", None), ("b", YES)]


def test_who_asks_what_is_under_way_gets_the_first_answer_too(asker: Asker) -> None:
    told: list[str] = []
    request = Request(id="1", type="a", data={"level": 5})
    for name in ("first", "second", "third"):
        asker.pending.ask(replace(request), lambda answer, name=name: told.append(f"{name} {answer == YES}"), 5.0)
    assert asker.names == ["a", "a", "a"], "the first may be lost"
    asker.pending.answered("1", YES)
    asker.pending.answered("1", Answer(id="1", ok=False))
    asker.timers.run_out()
    assert told == ["first True", "second True", "third True"]


def test_each_asker_of_one_request_waits_for_his_own_time(asker: Asker) -> None:
    asker.ask("1", "a", timeout_s=1.0)
    first = asker.timers.set.pop()[1]
    asker.ask("1", "a", timeout_s=5.0)
    assert first.call is not None
    first.call()
    assert asker.told == [("a", None)]
    asker.pending.answered("1", YES)
    assert asker.told == [("a", None), ("a", YES)]


def test_a_request_with_two_askers_is_sent_once_again_over_a_new_link(asker: Asker) -> None:
    asker.ask("1", "a")
    asker.ask("1", "a")
    asker.pending.link(online=True, anew=True)
    assert asker.names == ["a", "a", "a"]


def test_the_time_out_of_a_question_that_was_replaced_does_not_end_the_new_one(asker: Asker) -> None:
    asker.ask("1", "a")
    _, first = asker.timers.set.pop()
    call = first.call
    asker.ask("1", "b")
    assert call is not None
    call()
    assert asker.told == [("a", None)]


def test_a_time_out_tells_its_asker_and_a_late_answer_nobody(asker: Asker) -> None:
    asker.ask("1", "a", timeout_s=2.5)
    assert [seconds for seconds, _ in asker.timers.set] == [2.5]
    asker.timers.run_out()
    asker.pending.answered("1", YES)
    assert asker.told == [("a", None)]


def test_a_question_expires_on_the_broker_when_its_asker_stops_waiting(asker: Asker) -> None:
    asker.ask("1", "a", timeout_s=5.0)
    asker.now += 3.0
    asker.pending.link(online=True, anew=True)
    assert [(name, seconds) for name, seconds, _ in asker.sent] == [("a", 5.0), ("a", 2.0)]


def test_open_questions_are_asked_again_only_where_what_was_sent_may_be_lost(asker: Asker) -> None:
    asker.ask("1", "a")
    asker.pending.link(online=True, anew=False)
    asker.pending.link(online=False, anew=True)
    assert asker.names == ["a"]
    asker.pending.link(online=True, anew=True)
    assert asker.names == ["a", "a"]
    asker.pending.answered("1", YES)
    asker.pending.link(online=True, anew=True)
    assert asker.names == ["a", "a"]


def test_a_hall_that_went_away_gets_no_new_question_and_may_still_answer_the_old_one(asker: Asker) -> None:
    asker.ask("1", "a")
    asker.pending.link(online=False, anew=False)
    asker.ask("2", "b")
    assert asker.told == [("b", None)]
    asker.pending.answered("1", YES)
    assert asker.told == [("b", None), ("a", YES)]


@pytest.mark.parametrize("outcome", [Outcome.NOBODY, Outcome.REFUSED])
def test_a_question_that_nobody_gets_is_given_back_at_once(asker: Asker, outcome: Outcome) -> None:
    asker.ask("1", "a")
    asker.sent[0][2](outcome)
    assert asker.told == [("a", None)]


@pytest.mark.parametrize("outcome", [Outcome.ACKNOWLEDGED, Outcome.LOST])
def test_a_question_that_went_out_or_may_have_waits_for_its_answer(asker: Asker, outcome: Outcome) -> None:
    asker.ask("1", "a")
    asker.sent[0][2](outcome)
    assert asker.told == []


def test_at_the_end_everybody_who_waits_is_told_and_nobody_asks_any_more(asker: Asker) -> None:
    asker.ask("1", "a")
    asker.ask("2", "b")
    asker.pending.close()
    asker.ask("3", "c")
    assert asker.told == [("a", None), ("b", None), ("c", None)]
    assert asker.names == ["a", "b"]
    assert all(timer.call is None for _, timer in asker.timers.set)
