"""The turn of the day: what goes, what stays, and that the new day begins with nothing of the old one."""

from __future__ import annotations

import pytest
from acting import DAY, HOUR, MINUTE, Acting, at, hall_with, invited, review

from domain import commands as c
from domain.events import DayClosed, RatingGiven, RatingLapsed
from domain.queue_rules import Policy
from domain.refusal import Code
from domain.show.snapshots import window_snapshot
from domain.views.window import RatingState


def tomorrow(day: Acting) -> Acting:
    day.now += DAY
    day.do(c.Tick())
    return day


def test_each_day_is_counted_for_itself() -> None:
    day = Acting()
    for _ in range(2):
        day.open()
        for queue in ("papers", "papers", "papers", "social"):
            day.take(queue)
        day.serve()
        day.miss()
        day.do(c.CancelTicket(ticket=day.id("A003")))
        day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now - DAY), "kiosk-1")
        tomorrow(day)
    closed = [event for event in day.log if isinstance(event, DayClosed)]
    assert [event.day for event in closed] == ["2026-11-20", "2026-11-21"]
    for event in closed:  # the late number of the day before is expired at once
        counts = (event.issued, event.served, event.no_show, event.cancelled, event.expired)
        assert counts == (5, 1, 1, 1, 2)


def test_everybody_of_a_day_is_counted_once_by_how_it_ended_for_them() -> None:
    day = Acting(hall_with(no_show_after_seconds=0)).open()
    numbers = [day.take() for _ in range(19)]
    for _ in range(5):
        day.do(c.CancelTicket(ticket=day.id(numbers.pop())))
    for _ in range(2):
        day.miss()
    for _ in range(3):
        day.do(c.HoldTicket(window="w1", ticket=day.id(day.start(day.call("w1")))))
    day.serve("w1")
    day.start(day.call("w1"))
    day.call("w3")
    tomorrow(day)
    (closed,) = [event for event in day.log if isinstance(event, DayClosed)]
    counts = (closed.issued, closed.served, closed.no_show, closed.cancelled, closed.expired)
    assert counts == (19, 1, 2, 5, 3 + 1 + 1 + 6), "held, in service, called and waiting expire"


@pytest.mark.parametrize("policy", Policy)
def test_the_new_day_has_nobody_waiting_called_held_or_missed(policy: Policy) -> None:
    day = Acting(hall_with(policy=policy)).open()
    for _ in range(6):
        day.take(priority="elder")
    day.miss()
    day.do(c.HoldTicket(window="w1", ticket=day.id(day.start(day.call("w1")))))
    day.start(day.call("w3"))
    day.do(c.TransferTicket(window="w3", ticket=day.hall.state.windows["w3"].ticket.id, to_window="w1"))  # type: ignore[union-attr]
    day.call("w3")
    day.call("w1")
    tomorrow(day)
    state = day.hall.state
    assert (state.tickets, state.numbers, state.missed, list(state.calls)) == ({}, {}, {}, [])
    assert all(
        (queue.waiting, queue.issued, queue.counter, queue.kept) == (0, 0, 0, 0) for queue in state.queues.values()
    )
    for window in state.windows.values():
        assert (window.state.value, window.clerk, window.ticket, window.served) == ("closed", None, None, 0)
        assert (len(window.kept), window.held, window.busy_from, window.free_at) == (0, {}, None, None)
    taken = day.do(c.IssueTicket(queue="papers"))
    assert (taken.number, taken.windows, taken.ahead) == ("A001", (), 0)
    assert day.ticket("A001").order == 1


def test_a_tidal_window_has_its_usual_queues_again() -> None:
    day = Acting().open()
    day.do(c.OpenWindow(window="w1", queues=("advice",)))
    tomorrow(day).open("w1")
    shown = window_snapshot(day.hall, "w1", day.now, 1)
    assert (shown.tidal, [queue.id for queue in shown.queues]) == (False, ["papers", "social"])


def test_no_number_is_given_before_the_day_was_opened_whatever_the_clock_says() -> None:
    day = Acting()
    opened = day.now
    day.do(c.Tick())
    day.later(minutes=-10)
    assert day.ticket(day.take()).issued_at == opened


def test_a_round_of_the_ratio_begins_anew() -> None:
    day = Acting(hall_with(policy=Policy.RATIO, ratio_priority=1, ratio_ordinary=1)).open("w1")
    day.take(priority="elder")
    day.serve()
    tomorrow(day).open("w1")
    ordinary, elder = day.take(), day.take(priority="elder")
    assert day.order() == [elder, ordinary]


def test_in_the_morning_no_window_serves_a_queue() -> None:
    day = Acting().open()
    assert day.hall.state.serving("papers")
    tomorrow(day)
    assert [day.hall.state.serving(queue) for queue in ("papers", "social", "advice")] == [[], [], []]


def test_the_times_of_yesterday_are_the_best_guess_for_today() -> None:
    day = Acting().open()
    day.take()
    number = day.start(day.call())
    day.later(minutes=5).finish(number)
    assert list(tomorrow(day).hall.state.queues["papers"].times) == [5 * MINUTE]


def test_the_number_of_calls_goes_on() -> None:
    day = Acting().open()
    day.take()
    day.call()
    assert tomorrow(day).hall.state.seq == 1


def test_a_review_that_was_answered_is_forgotten_and_an_open_or_lapsed_one_is_not() -> None:
    day, given = invited(day=Acting(now=at("2026-11-21 03:58")).open())
    day.do(review(given), device="pad-1")
    _, lapsed = invited(day=day)
    _, open_ = invited(day=day.later(seconds=90))
    assert any(isinstance(event, RatingLapsed) and event.session == lapsed.session for event in day.log)
    day.later(seconds=40).do(c.Tick())
    assert day.hall.day == "2026-11-21"
    assert day.refused(review(given), device="pad-1") is Code.RATING_UNKNOWN
    assert day.refused(review(lapsed), device="pad-1") is Code.RATING_OVER
    rating = window_snapshot(day.hall, "w1", day.now, 1).rating
    assert rating is not None
    assert (rating.session, rating.state, rating.number) == (open_.session, RatingState.INVITED, "A003")
    day.do(review(open_), device="pad-1")
    reviews = [event for event in day.log if isinstance(event, RatingGiven)]
    assert reviews[1].previous == reviews[0].hash


def test_a_command_of_the_new_day_closes_the_old_one_first_and_a_refused_one_leaves_it() -> None:
    day = Acting()
    day.take()
    day.now += DAY
    assert day.refused(c.CallNext(window="w1")) is Code.WINDOW_NOT_OPEN
    assert day.hall.day == "2026-11-20"
    assert day.take() == "A001"
    assert (day.hall.day, len(day.hall.state.tickets)) == ("2026-11-21", 1)


def test_the_first_command_of_a_day_may_be_a_check_in_with_what_was_booked_before() -> None:
    day = Acting()
    starts = at("2026-11-21 09:00")
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR))
    day.now = starts
    assert day.do(c.IssueTicket(appointment="k")).number == "A001"
    assert day.hall.day == "2026-11-21"


def test_a_booking_that_was_used_goes_with_its_day_even_if_its_slot_is_not_over() -> None:
    day = Acting(now=at("2026-11-21 03:40"))
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=day.now, ends_at=day.now + HOUR, person="p"))
    day.do(c.IssueTicket(appointment="k"))
    day.later(minutes=20).do(c.Tick())
    assert (day.hall.day, day.hall.dump()["bookings"]) == ("2026-11-21", [])


def test_a_booking_of_the_new_day_survives_the_night_with_its_person() -> None:
    day = Acting()
    starts = at("2026-11-21 09:00")
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR, person="p"))
    tomorrow(day)
    assert day.do(c.IssueTicket(person="p")).number == "A001"
