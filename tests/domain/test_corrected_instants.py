"""A correction of the hall's time in detail: which instants move, what is counted, what of a closed day comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import DAY, HOUR, MINUTE, SECOND, Acting, at, invited

from domain import commands as c
from domain.decide.fold_time import BACK_MS
from domain.decide.hall import Hall
from domain.decide.new_day import correct as correction
from domain.events import DayClosed, DayOpened, TicketIssued, TimeCorrected
from domain.refusal import Code, Context, Decision
from domain.state.left import DAYS_KEPT, USED_KEPT
from domain.state.state import State
from domain.views.ticket import TicketState
from domain.views.window import WindowState


def correct(day: Acting, shift_ms: int, since: int = 0, *, started: bool = False) -> TimeCorrected:
    """The hall's time is corrected; the event that says so."""
    decided = day.try_(c.CorrectTime(shift_ms=shift_ms, since=since, started=started))
    assert isinstance(decided, list)
    day.now += shift_ms
    (event,) = [one for one in decided if isinstance(one, TimeCorrected)]
    return event


def instants(day: Acting, number: str) -> dict[str, int | None]:
    ticket = day.ticket(number)
    names = ("issued_at", "effective_at", "called_at", "started_at", "finished_at", "held_at", "missed_at")
    return {name: getattr(ticket, name) for name in names}


@pytest.mark.parametrize("shift", [5 * HOUR, -5 * HOUR])
def test_every_instant_of_a_ticket_and_a_window_moves_with_the_time(shift: int) -> None:
    day = Acting().open()
    for _ in range(5):
        day.take(priority="elder")
        day.later(seconds=7)
    held = day.start(day.call("w1"))
    day.later(seconds=7).do(c.HoldTicket(window="w1", ticket=day.id(held)))
    missed = day.miss("w1")
    served = day.later(seconds=7).serve("w1")
    serving = day.start(day.later(seconds=7).call("w3"))
    day.later(seconds=7).do(c.PauseWindow(window="w1", reason="tea", until=day.now + HOUR))
    day.do(c.CloseWindow(window="w2"))
    day.do(c.OpenWindow(window="w2", clerk="wang"))
    day.do(c.PauseWindow(window="w2", reason="tea"))
    state = day.hall.state
    numbers = (held, missed, served, serving, "A005")
    before = {number: instants(day, number) for number in numbers}
    calls, acted = [call.at for call in state.calls], state.acted_at
    pause = state.windows["w1"].pause
    assert pause is not None
    assert pause.until is not None
    busy = {name: (window.busy_from, window.free_at) for name, window in state.windows.items()}
    event = correct(day, shift, before[held]["issued_at"] or 0)
    state = day.hall.state
    for number in numbers:
        moved = {name: None if t is None else t + shift for name, t in before[number].items()}
        assert instants(day, number) == moved, number
    assert [call.at for call in state.calls] == [t + shift for t in calls]
    assert len(calls) > 3
    assert state.acted_at == acted + shift
    assert state.windows["w1"].pause == replace(pause, since=pause.since + shift, until=pause.until + shift)
    endless = state.windows["w2"].pause
    assert endless is not None
    assert (endless.since, endless.until) == (acted + shift, None)
    for name, (busy_from, free_at) in busy.items():
        window = state.windows[name]
        assert window.busy_from == (None if busy_from is None else busy_from + shift), name
        assert window.free_at == (None if free_at is None else free_at + shift), name
    assert busy["w3"][0] is not None
    assert state.last_issue_at == event.at


def test_what_was_noted_before_the_time_was_wrong_stays_when_it_goes_on() -> None:
    day = Acting().open()
    day.take()
    since = day.later(seconds=5).now
    day.take()
    was = day.ticket("A001").issued_at
    correct(day, HOUR, since)
    assert day.ticket("A001").issued_at == was
    assert day.ticket("A002").issued_at == since + HOUR, "the very first instant was wrong already"


def test_what_lies_after_the_right_time_was_wrong_when_it_goes_back() -> None:
    day = Acting().open()
    times = []
    for _ in range(3):
        day.take()
        times.append(day.now)
        day.later(minutes=30)
    correct(day, -30 * MINUTE - 30 * MINUTE)
    assert day.now == times[1]
    moved = [day.ticket(number).issued_at for number in ("A001", "A002", "A003")]
    assert moved == [times[0], times[1], times[2] - HOUR], "the right time itself is not after it"


def test_the_place_of_a_booking_is_its_slot_whatever_the_time_was() -> None:
    day = Acting().open()
    starts = day.now + HOUR
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR))
    day.now = starts
    number = day.take(appointment="k")
    issued = day.ticket(number).issued_at
    correct(day, 2 * HOUR)
    assert (day.ticket(number).issued_at, day.ticket(number).effective_at) == (issued + 2 * HOUR, starts)


def test_a_session_of_the_right_time_keeps_its_times() -> None:
    day, given = invited()
    correct(day.later(seconds=1), HOUR, day.now + 1)
    session = day.hall.state.sessions.get(given.session)
    assert session is not None
    assert (session.invited_at, session.expires_at) == (given.at, given.expires_at)


# ---- the day ended while the machine was off


def test_whoever_came_before_the_start_goes_from_everywhere() -> None:
    day = Acting().open()
    for _ in range(5):
        day.take()
    day.start(day.call("w1"))
    day.do(c.HoldTicket(window="w1", ticket=day.id("A001")))
    day.miss("w1")
    day.start(day.call("w1"))
    since = day.later(minutes=1).now
    day.do(c.OpenWindow(window="w2", clerk="wang"))
    staying = day.take("social")
    expired = day.hall.state.totals.expired
    event = correct(day.later(minutes=1), DAY, since, started=True)
    state = day.hall.state
    assert event.ended
    assert [ticket.number for ticket in state.tickets.values()] == [staying]
    assert (list(state.missed), state.windows["w1"].held, state.windows["w1"].ticket) == ([], {}, None)
    assert state.windows["w1"].busy_from is None
    assert state.windows["w1"].free_at == since + DAY
    assert state.totals.expired - expired == 4, "one waits, one is in service, one held; one waits: the missed is none"
    left = state.left[-1]
    assert (left.day, left.closed_at) == ("2026-11-20", event.at - DAY)
    assert len(left.dumped["tickets"]["rows"]) == 5


def test_one_in_service_since_the_start_stays_there() -> None:
    day = Acting().open()
    day.take()
    since = day.later(minutes=1).now
    day.do(c.OpenWindow(window="w2", clerk="wang"))
    first = day.take("social")
    second = day.take("social")
    day.start(day.call("w2"))
    day.do(c.HoldTicket(window="w2", ticket=day.id(first)))
    day.start(day.call("w2"))
    correct(day.later(minutes=1), DAY, since, started=True)
    window = day.hall.state.windows["w2"]
    assert window.ticket is day.ticket(second)
    assert list(window.held) == [day.id(first)]
    assert window.busy_from is not None


# ---- a closed day comes back


def turned(day: Acting) -> Acting:
    """At this hour somebody, or a time server, made it the next day; nobody has acted since, so the day turned."""
    day.do(c.CorrectTime(shift_ms=DAY, since=day.now + 1))
    day.now += DAY
    return day


def night(day: Acting) -> Acting:
    day.now = day.hall.state.days.start(day.hall.day) + DAY
    day.do(c.Tick())
    return day


def test_the_counts_of_a_day_that_comes_back_are_those_of_both() -> None:
    day = Acting().open()
    for _ in range(4):
        day.take()
    day.take("social")
    day.serve("w1")
    day.do(c.CancelTicket(ticket=day.id("A002")))
    before = day.hall.state
    was = (before.totals.issued, before.totals.served, before.totals.cancelled, before.queue("papers").issued)
    assert was == (5, 1, 1, 4)
    night(day)
    day.open("w1")
    day.take()
    day.serve("w1")
    day.do(c.CancelTicket(ticket=day.id(day.take())))
    correct(day.later(minutes=1), -DAY)
    state = day.hall.state
    assert (state.totals.issued, state.totals.served, state.totals.cancelled, state.totals.expired) == (7, 2, 2, 0)
    assert (state.queue("papers").issued, state.queue("papers").counter) == (6, 4)
    assert state.queue("social").counter == 1
    assert state.windows["w1"].served == 2
    assert day.take() == "A005"


def test_a_window_that_works_holds_whom_it_had_before_and_one_that_does_not_goes_on_as_it_was() -> None:
    day = Acting().open()
    for _ in range(6):
        day.take()
    started = day.start(day.call("w1"))
    day.do(c.OpenWindow(window="w3", clerk="wang", queues=("papers", "social")))
    called = day.later(minutes=1).call("w3")
    at_start = (day.ticket(started).started_at, day.ticket(called).called_at)
    assert None not in at_start
    served = day.hall.state.windows["w3"].serves
    busy = day.hall.state.windows["w3"].busy_from
    turned(day)
    day.open("w1")
    correct(day.later(minutes=1), -DAY)
    state = day.hall.state
    held = state.windows["w1"].held[f"20261120-{started}"]
    assert (held.state, held.held_at) == (TicketState.HELD, at_start[0])
    back = state.windows["w3"]
    assert (back.state, back.clerk, back.tidal, back.serves) == (WindowState.OPEN, "wang", True, served)
    assert (back.ticket is state.numbers[called], back.busy_from) == (True, busy)


def test_one_who_was_called_only_is_held_since_the_call() -> None:
    day = Acting().open()
    day.take()
    called = day.call("w1")
    when = day.ticket(called).called_at
    turned(day)
    day.open("w1")
    correct(day.later(minutes=1), -DAY)
    held = day.hall.state.windows["w1"].held[f"20261120-{called}"]
    assert (held.state, held.held_at) == (TicketState.HELD, when)


def test_of_two_with_one_number_and_a_third_with_its_second_name_each_has_a_name_of_its_own() -> None:
    day = Acting().open()
    day.take()
    night(day)
    day.take()
    correct(day.later(minutes=1), -DAY)
    assert sorted(t.number for t in day.hall.state.tickets.values()) == ["A001", "A001-2"]
    night(day)
    day.take()
    again = day.take()
    correct(day.later(minutes=1), -DAY)
    numbers = [t.number for t in day.hall.state.tickets.values()]
    assert len(numbers) == len(set(numbers)) == 4
    assert again in numbers


def test_those_who_missed_their_calls_in_both_days_come_back_as_such() -> None:
    day = Acting().open()
    day.take()
    missed = day.miss("w1")
    turned(day)
    day.take()
    day.open("w1")
    newer = day.miss("w1")
    correct(day.later(minutes=1), -DAY)
    assert [t.number for t in day.hall.state.missed.values()] == [missed, f"{newer}-2"]
    day.do(c.ReinstateTicket(window="w1", ticket=f"20261120-{missed}"))


def test_a_close_twelve_hours_before_the_correction_was_by_the_wrong_time_and_an_earlier_one_not() -> None:
    def back(gap: int) -> int:
        day = Acting(now=at("2026-11-21 02:00")).open()
        day.take()
        day.now = at("2026-11-21 04:00")
        day.do(c.Tick())
        day.now += gap
        correct(day, 4 * HOUR)
        return len(day.hall.state.tickets)

    assert (back(BACK_MS), back(BACK_MS + 1)) == (1, 0)


def test_a_close_before_the_time_was_wrong_stands() -> None:
    def back(early: int) -> int:
        day = Acting(now=at("2026-11-21 02:00")).open()
        day.take()
        day.now = closed = at("2026-11-21 04:00")
        day.do(c.Tick())
        day.now += HOUR
        correct(day, 4 * HOUR, closed + early)
        return len(day.hall.state.tickets)

    assert (back(0), back(1)) == (1, 0)


def test_the_last_days_that_were_closed_can_be_turned_back_and_no_more() -> None:
    day = Acting().open()
    taken = []
    for _ in range(DAYS_KEPT + 1):
        taken.append(day.hall.day or "2026-11-20")
        day.take()
        night(day)
    assert [one.day for one in day.hall.state.left] == taken[-DAYS_KEPT:]
    correct(day, -(DAYS_KEPT + 1) * DAY)
    assert len(day.hall.state.tickets) == DAYS_KEPT
    assert day.hall.state.left == []


def test_numbers_of_a_day_are_not_given_again_and_so_many_days_are_known() -> None:
    day = Acting().open()
    for _ in range(USED_KEPT + 2):
        day.take()
        night(day)
    used = day.hall.state.used
    assert len(used) == USED_KEPT
    assert list(used) == sorted(used)
    last = max(used)
    assert used[last] == {"papers": 1}, "queues that gave none are not noted"
    day.open("w1")
    correct(day, -DAY)
    assert day.take() == "A002"


def test_a_day_that_is_opened_again_goes_on_with_its_numbers() -> None:
    day = Acting().open()
    for _ in range(3):
        day.take()
    night(day)
    day.take()
    assert day.hall.state.used["2026-11-20"] == {"papers": 3}
    day.do(c.OpenWindow(window="w1", clerk="li"))
    correct(day, -DAY)
    assert "2026-11-20" not in day.hall.state.used
    assert day.hall.state.used["2026-11-21"] == {"papers": 1}
    night(day)
    opened = [event for event in day.log if isinstance(event, DayOpened)]
    assert opened[-1].day == "2026-11-21"
    assert day.take() == "A002"
    closed = [event for event in day.log if isinstance(event, DayClosed)]
    assert closed[-1].issued == 4


def test_an_offline_number_is_known_for_as_long_as_a_machine_may_tell_of_it() -> None:
    """And not a day longer: 32 days before the day that is closed."""
    day = Acting()
    day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now - 1000), "kiosk-1")
    (name,) = day.hall.state.offline
    assert name == "20261120-A900"
    for _ in range(33):
        night(day)
    assert (day.hall.day, name in day.hall.state.offline) == ("2026-12-23", True)
    night(day)
    assert name not in day.hall.state.offline


def test_numbers_go_on_from_the_larger_of_two_days_of_one_name() -> None:
    day = Acting().open()
    for _ in range(2):
        day.take()
    night(day)
    for _ in range(5):
        day.take()
    correct(day.later(seconds=1), -DAY)
    assert day.hall.state.queue("papers").counter == 5
    issued = [event.number for event in day.log if isinstance(event, TicketIssued)]
    assert issued == ["A001", "A002", "A001", "A002", "A003", "A004", "A005"]
    assert day.take() == "A006"


def test_seconds_of_service_are_counted_over_a_correction() -> None:
    day = Acting().open()
    number = day.take()
    day.start(day.call("w1"))
    day.later(seconds=30)
    correct(day, HOUR)
    day.later(seconds=30).finish(number)
    ticket = day.ticket(number)
    assert ticket.started_at is not None
    assert ticket.finished_at is not None
    assert ticket.finished_at - ticket.started_at == 60 * SECOND


# ---- which day a supervisor may name


def test_the_first_and_the_last_day_that_a_hall_can_be_in() -> None:
    day = Acting().open()
    for name in ("2026-11-01", "2999-12-31"):
        day.do(c.SetDay(day=name))
        assert day.hall.day == name
        day.now = day.hall.state.last_issue_at
    for name in ("2026-10-31", "3000-01-01"):
        assert day.refused(c.SetDay(day=name)) is Code.DAY_INVALID


def test_a_named_day_has_the_time_that_the_hall_has_to_the_millisecond() -> None:
    day = Acting(now=at("2026-11-20 09:00") + 41_123).open()
    day.do(c.SetDay(day="2026-11-24"))
    assert day.hall.state.last_issue_at == at("2026-11-24 09:00") + 41_123
    day.now = day.hall.state.last_issue_at
    decided = day.try_(c.SetDay(day="2026-11-24"))
    assert isinstance(decided, list)
    assert [event.shift_ms for event in decided if isinstance(event, TimeCorrected)] == [0], "it is that day"


def test_a_hall_without_a_day_has_nothing_to_correct() -> None:
    fresh = Hall(Acting().hall.config)
    assert fresh.state.day == ""
    assert decide_correction(fresh.state) == []


def decide_correction(state: State) -> Decision:
    return correction(state, c.CorrectTime(shift_ms=DAY, since=0), Context(0, "", "", {}))


def test_a_start_ends_a_day_only_where_the_time_leads_into_a_later_one() -> None:
    day = Acting().open()
    day.take()
    since = day.later(minutes=1).now
    day.take()
    within = correct(day.later(minutes=1), HOUR, since, started=True)
    assert (within.ended, len(day.hall.state.tickets)) == (False, 2)
    back = correct(day, -DAY, since, started=True)
    assert (back.ended, len(day.hall.state.tickets)) == (False, 2)
