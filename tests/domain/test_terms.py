"""Terms: the last instant at which something still holds, and the first one at which it does not. All in ms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HOUR, MINUTE, SECOND, Acting, at, hall_with, invited, review

from domain import commands as c
from domain.decide.reprinting import ORDER_MS
from domain.events import RatingLapsed
from domain.queue_rules import ReturnPlace
from domain.refusal import Code, Refusal
from domain.show.following import follow
from domain.show.snapshots import queues_snapshot, window_snapshot
from domain.state.rating_sessions import RatingSession
from domain.statuses import PrinterStatus
from domain.views.queries import ComeBack, FollowQuestion, FollowView
from domain.views.window import RatingState


def after(day: Acting, ms: int) -> Acting:
    day.now += ms
    return day


@pytest.mark.parametrize(("after_ms", "seconds"), [(0, 60), (1, 60), (1000, 59), (58_999, 2), (59_999, 1)])
def test_a_no_show_is_too_soon_for_the_time_that_the_person_has_to_come(after_ms: int, seconds: int) -> None:
    day = Acting().open()
    day.take()
    ticket = day.id(day.call())
    refusal = after(day, after_ms).refusal(c.NoShow(window="w1", ticket=ticket))
    assert (refusal.code, refusal.data) == (Code.NO_SHOW_TOO_SOON, {"after_seconds": seconds})


@pytest.mark.parametrize("after_ms", [60_000, -1])
def test_a_no_show_is_one_when_that_time_is_over_or_the_clock_was_set_back(after_ms: int) -> None:
    day = Acting().open()
    day.take()
    ticket = day.id(day.call())
    after(day, after_ms).do(c.NoShow(window="w1", ticket=ticket))


@pytest.mark.parametrize(("after_ms", "in_time"), [(30 * MINUTE, True), (30 * MINUTE + 1, False)])
def test_who_missed_the_call_returns_within_the_term(after_ms: int, in_time: bool) -> None:
    day = Acting(hall_with(return_minutes=30)).open()
    day.take()
    missed = day.id(day.miss())
    after(day, after_ms)
    told = follow(day.hall.state, FollowQuestion(ticket=missed), day.now)
    assert isinstance(told, FollowView)
    until = day.now - after_ms + 30 * MINUTE
    assert told.come_back == (ComeBack(until=until, place=ReturnPlace.BEHIND, behind=3) if in_time else None)
    back = c.ReinstateTicket(window="w1", ticket=missed)
    if in_time:
        day.do(back)
    else:
        assert day.refused(back) is Code.RETURN_TOO_LATE


def test_who_came_back_so_often_is_told_of_no_way_back() -> None:
    day = Acting(hall_with(return_limit=1)).open()
    day.take()
    ticket = day.id(day.miss())
    day.do(c.ReinstateTicket(window="w1", ticket=ticket))
    day.miss()
    told = follow(day.hall.state, FollowQuestion(ticket=ticket), day.now)
    assert isinstance(told, FollowView)
    assert told.come_back is None


STARTS = at("2026-11-20 10:00")


def booked(when: int) -> tuple[Acting, c.IssueTicket]:
    day = Acting()
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=STARTS, ends_at=STARTS + HOUR, person="p"))
    day.now = when
    return day, c.IssueTicket(appointment="k")


@pytest.mark.parametrize("when", [STARTS - 30 * MINUTE, STARTS, STARTS + HOUR + 15 * MINUTE])
def test_a_booking_checks_in_from_early_to_late(when: int) -> None:
    day, check_in = booked(when)
    assert day.do(check_in).number == "A001"
    day, _ = booked(when)
    assert day.do(c.IssueTicket(person="p")).number == "A001"


@pytest.mark.parametrize(
    ("when", "code", "data"),
    [
        (STARTS - 30 * MINUTE - 1, Code.APPOINTMENT_EARLY, {"starts_at": STARTS}),
        (STARTS + HOUR + 15 * MINUTE + 1, Code.APPOINTMENT_LATE, {"ends_at": STARTS + HOUR}),
    ],
)
def test_a_booking_does_not_check_in_before_or_after(when: int, code: Code, data: dict[str, int]) -> None:
    day, check_in = booked(when)
    for asked in (check_in, c.IssueTicket(person="p")):
        refusal = day.refusal(asked)
        assert (refusal.code, refusal.data) == (code, data)


@pytest.mark.parametrize(
    ("starts", "length", "fits"),
    [
        (0, 1, True),
        (0, 0, False),
        (0, -1, False),
        (0, 24 * HOUR, True),
        (0, 24 * HOUR + 1, False),
        (-HOUR, HOUR + 1, True),
        (-HOUR, HOUR, False),
    ],
)
def test_a_slot_lasts_up_to_a_day_and_is_not_over(starts: int, length: int, fits: bool) -> None:
    day = Acting()
    slot = {"starts_at": day.now + starts, "ends_at": day.now + starts + length}
    booking = c.BookAppointment(code="k", queue="papers", **slot)
    if fits:
        day.do(booking)
    else:
        assert day.refused(booking) is Code.REQUEST_INVALID


@pytest.mark.parametrize(("ends_after", "known"), [(0, Code.APPOINTMENT_UNKNOWN), (1, None)])
def test_the_night_takes_a_booking_that_is_over_when_the_day_turns(ends_after: int, known: Code | None) -> None:
    day = Acting()
    turns = at("2026-11-21 04:00")
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=turns - HOUR, ends_at=turns + ends_after))
    day.now = turns
    day.do(c.Tick())
    cancelled = day.try_(c.CancelAppointment(code="k"))
    assert (cancelled.code if isinstance(cancelled, Refusal) else None) is known


@pytest.mark.parametrize(
    ("after_ms", "open_"), [(0, True), (59_999, True), (60_000, False), (-60_000, True), (-60_001, False)]
)
def test_a_review_is_open_for_its_term_and_a_clock_set_back_by_more_than_that_ends_it(
    after_ms: int, open_: bool
) -> None:
    day, event = invited()
    told = after(day, after_ms).try_(c.Tick())
    assert told == ([] if open_ else [RatingLapsed(at=day.now, session=event.session, window="w1")])
    given = day.try_(review(event), device="pad-1")
    assert not isinstance(given, Refusal) if open_ else isinstance(given, Refusal)


@pytest.mark.parametrize(("after_ms", "over"), [(59_999, False), (60_000, True), (-60_000, False), (-60_001, True)])
def test_a_session_is_over_at_the_end_of_its_term(after_ms: int, over: bool) -> None:
    session = RatingSession(
        id="s",
        nonce="n",
        ticket="t",
        number="A001",
        window="w1",
        clerk="li",
        invited_at=1_000_000,
        expires_at=1_060_000,
    )
    assert session.over(1_000_000 + after_ms) is over


@pytest.mark.parametrize(("given_after", "counts"), [(-5000, True), (-5001, False), (65_000, True), (65_001, False)])
def test_the_clock_of_a_pad_that_was_cut_off_may_differ_by_so_much(given_after: int, counts: bool) -> None:
    day, event = invited()
    late = review(event, given_at=day.now + given_after)
    day.later(minutes=20).do(c.Tick())
    if counts:
        day.do(late, device="pad-1")
    else:
        assert day.refused(late, device="pad-1") is Code.RATING_OVER


@pytest.mark.parametrize(("after_ms", "lapses"), [(59_999, False), (60_000, True)])
@pytest.mark.parametrize("how", ["next", "chosen", "held by button", "held by number", "missed"])
def test_whoever_is_called_ends_a_review_whose_term_is_over_and_no_other(how: str, after_ms: int, lapses: bool) -> None:
    day = Acting().open()
    other = day.take()
    if how.startswith("held"):
        day.do(c.HoldTicket(window="w1", ticket=day.id(day.start(day.call()))))
    if how == "missed":
        day.miss()
    day, event = invited(day=day)
    waiting = day.take() if how in {"next", "chosen"} else other
    asked = {
        "next": c.CallNext(window="w1"),
        "chosen": c.CallTicket(window="w1", number=waiting),
        "held by button": c.ResumeTicket(window="w1", ticket=day.id(other)),
        "held by number": c.CallTicket(window="w1", number=other),
        "missed": c.CallTicket(window="w1", number=other),
    }[how]
    told = after(day, after_ms).try_(asked)
    assert isinstance(told, list)
    assert [e.session for e in told if isinstance(e, RatingLapsed)] == ([event.session] if lapses else [])


@pytest.mark.parametrize(("after_ms", "under_way"), [(ORDER_MS - 1, True), (ORDER_MS, False)])
def test_a_copy_is_waited_for_so_long(after_ms: int, under_way: bool) -> None:
    day = Acting().open()
    day.printers = {"kiosk-1": PrinterStatus.READY}
    asked = c.ReprintTicket(window="w1", ticket=day.id(day.take()))
    day.do(asked)
    after(day, after_ms)
    assert bool(list(day.hall.state.reprints.open(day.now))) is under_way
    told = day.try_(asked)
    assert isinstance(told, Refusal) is under_way
    assert not isinstance(told, Refusal) or told.code is Code.REPRINT_UNDER_WAY


@pytest.mark.parametrize(("after_ms", "shown"), [(10 * MINUTE - 1, "tea"), (10 * MINUTE, "meeting")])
def test_a_pause_whose_end_has_come_says_less_than_one_that_goes_on(after_ms: int, shown: str) -> None:
    day = Acting().open("w1", "w2")
    day.do(c.PauseWindow(window="w1", reason="tea", until=day.now + 10 * MINUTE))
    day.do(c.PauseWindow(window="w2", reason="meeting", until=day.now + 60 * MINUTE))
    after(day, after_ms)
    pause = queues_snapshot(day.hall, day.now, 1).queues[1].pause
    assert pause is not None
    assert pause.reason == shown


def test_a_review_that_lapsed_may_not_be_given_at_the_pad_and_the_screen_says_so_until_the_next_call() -> None:
    day, event = invited()
    day.later(seconds=60).do(c.Tick())
    assert day.refused(review(event), device="pad-1") is Code.RATING_OVER
    rating = window_snapshot(day.hall, "w1", day.now, 1).rating
    assert rating is not None
    assert (rating.state, rating.number) == (RatingState.LAPSED, "A001")
    assert (rating.expires_at, rating.invited_at) == (day.now, day.now - 60 * SECOND)
    day.take()
    day.call()
    assert window_snapshot(day.hall, "w1", day.now, 1).rating is None


def test_a_hall_may_give_its_citizens_another_term() -> None:
    config = hall_with()
    day, event = invited(day=Acting(replace(config, ratings=replace(config.ratings, lapse_seconds=10))).open())
    assert event.expires_at == day.now + 10 * SECOND
