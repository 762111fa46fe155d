"""Numbers that may be in somebody's hand although the hall knows nothing of them are not given."""

from __future__ import annotations

import pytest
from acting import Acting, invited

from domain import commands as c
from domain.events import NumbersSkipped, RatingLapsed, TicketIssued
from domain.refusal import Code


def issued(day: Acting) -> TicketIssued:
    day.do(c.IssueTicket(queue="papers"))
    event = day.log[-1]
    assert isinstance(event, TicketIssued)
    return event


def test_a_queue_goes_on_above_what_may_be_out() -> None:
    day = Acting()
    first = issued(day)
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 40}))
    assert isinstance(day.log[-1], NumbersSkipped)
    assert issued(day).counter == 41
    assert day.hall.state.queues["papers"].issued == 2, "nobody holds those in between, as far as the hall knows"
    assert first.counter < 40


@pytest.mark.parametrize("counters", [{"papers": 1}, {"gone": 40}, {}])
def test_what_is_behind_already_is_not_skipped(counters: dict[str, int]) -> None:
    day = Acting()
    issued(day)
    assert day.hall.decide(c.SkipNumbers(day=day.hall.day, counters=counters), day.now) == []


def test_numbers_of_a_closed_day_are_nothing_to_the_next() -> None:
    day = Acting()
    issued(day)
    yesterday = day.hall.day
    day.now += 86_400_000
    day.do(c.Tick())
    day.do(c.SkipNumbers(day=yesterday, counters={"papers": 40}))
    assert issued(day).counter == 1


def test_numbers_of_a_day_that_is_not_open_are_noted_for_when_it_is() -> None:
    day = Acting()
    issued(day)
    tomorrow, prefix = day.hall.state.days.of(day.now + 86_400_000), day.hall.state.queues["papers"].config.prefix
    for counter in (40, 30):
        day.do(c.SkipNumbers(day=tomorrow, counters={"papers": counter, "gone": 7}))
    assert day.hall.decide(c.SkipNumbers(day=tomorrow, counters={"papers": 40}), day.now) == []
    assert day.hall.decide(c.SkipNumbers(day="tomorrow", counters={"papers": 41}), day.now) == []
    assert issued(day).counter == 2
    day.now += 86_400_000
    day.do(c.Tick())
    assert issued(day).counter == 41
    day.open("w1").do(c.CallTicket(window="w1", number=f"{prefix}017"))
    assert day.hall.state.windows["w1"].ticket is not None, "and whoever holds one can be called by it"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_that_gets_its_right_name_goes_on_above_what_was_noted_of_it(days: int) -> None:
    day = Acting().open("w1")
    issued(day)
    right = day.hall.state.days.of(day.now + days * 86_400_000)
    day.do(c.SkipNumbers(day=right, counters={"papers": 40}))
    day.do(c.SetDay(day=right))
    day.now += days * 86_400_000
    assert day.hall.day == right
    assert issued(day).counter == 41


def test_no_more_is_skipped_than_there_is() -> None:
    day = Acting()
    issued(day)
    last = day.hall.state.queues["papers"].config.last
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": last + 50}))
    assert day.hall.state.queues["papers"].counter == last


# ---- papers of before the loss


def test_whoever_holds_a_number_that_was_skipped_can_be_called_by_it_once() -> None:
    day = Acting().open("w1")
    issued(day)
    prefix = day.hall.state.queues["papers"].config.prefix
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 40}))
    day.do(c.CallTicket(window="w1", number=f"{prefix}017"))
    ticket = day.hall.state.windows["w1"].ticket
    assert ticket is not None
    assert (ticket.number, ticket.state) == (f"{prefix}017", "called")
    assert issued(day).counter == 41
    day.do(c.StartService(window="w1", ticket=ticket.id))
    day.do(c.FinishService(window="w1", ticket=ticket.id))
    assert day.refused(c.CallTicket(window="w1", number=f"{prefix}017")) is Code.TICKET_WRONG_STATE


def test_only_a_number_that_was_skipped_is_taken_in_and_only_where_it_is_served() -> None:
    day = Acting().open("w1", "w2")
    issued(day)
    prefix = day.hall.state.queues["papers"].config.prefix
    unserved = next(w.id for w in day.hall.config.windows if all(s.queue != "papers" for s in w.serves))
    assert day.refused(c.CallTicket(window="w1", number=f"{prefix}017")) is Code.TICKET_UNKNOWN
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 40}))
    assert day.refused(c.CallTicket(window="w1", number=f"{prefix}041")) is Code.TICKET_UNKNOWN
    assert day.refused(c.CallTicket(window=unserved, number=f"{prefix}017")) is Code.WINDOW_NOT_SERVING_QUEUE
    day.now += 86_400_000
    day.do(c.Tick())
    day.open("w1")
    assert day.refused(c.CallTicket(window="w1", number=f"{prefix}017")) is Code.TICKET_UNKNOWN


def test_the_numbers_that_are_skipped_begin_after_the_last_one_given() -> None:
    day = Acting().open("w1")
    given = issued(day)
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 40}))
    assert day.hall.state.queues["papers"].run.skipped == [(2, 40)]
    for number in ("A002", "A040"):
        day.do(c.CallTicket(window="w1", number=number))
        day.later(minutes=5).do(c.NoShow(window="w1", ticket=day.id(number)))
    assert day.refused(c.CallTicket(window="w1", number="A041")) is Code.TICKET_UNKNOWN
    assert given.number == "A001"


def test_a_paper_of_before_the_loss_counts_as_given_by_nobody_now_and_ends_what_the_pad_shows() -> None:
    day, invitation = invited()
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 40}))
    day.now = invitation.expires_at + 60_000
    decided = day.try_(c.CallTicket(window="w1", number="A017"), "pad-1")
    assert isinstance(decided, list)
    taken = next(event for event in decided if isinstance(event, TicketIssued))
    assert (taken.offline, taken.device, taken.counter, taken.queue) == (True, "pad-1", 17, "papers")
    assert taken.at == max(day.now, invitation.at)
    assert sum(isinstance(event, RatingLapsed) for event in decided) == 1


def test_a_paper_is_known_in_each_range_that_was_skipped_and_in_the_form_of_its_queue_alone() -> None:
    day = Acting().open("w1")
    issued(day)
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 10}))
    assert issued(day).counter == 11
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 20}))
    for number in ("A١٢", "A", "B012", "A21"):
        assert day.refused(c.CallTicket(window="w1", number=number)) is Code.TICKET_UNKNOWN
    for number in ("A002", "A020", "A012", "A010"):
        day.do(c.CallTicket(window="w1", number=number))
        day.later(minutes=5).do(c.NoShow(window="w1", ticket=day.id(number)))
