"""What a day leaves behind in a hall whose configuration has changed, and days that come back together."""

from __future__ import annotations

import json
from dataclasses import replace

from acting import DAY, HALL, Acting

from domain import commands as c
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.state.left import DAYS_KEPT
from domain.views.ticket import TicketState


def changed(day: Acting, config: HallConfig) -> Acting:
    """Started again with another configuration."""
    day.hall = Hall.load(config, json.loads(json.dumps(day.hall.dump())))
    day.do(c.Tick())
    return day


WITHOUT_W3 = replace(HALL, windows=HALL.windows[:2])
WITHOUT_ADVICE = replace(
    HALL,
    queues=HALL.queues[:2],
    windows=(*HALL.windows[:2], replace(HALL.windows[2], serves=HALL.windows[2].serves[1:])),
)


def put_back() -> Acting:
    """A001 was called twice at w3, which is no more, and waits again."""
    day = Acting().open()
    day.take()
    called = day.call("w3")
    day.later(minutes=1).do(c.RecallTicket(window="w3", ticket=day.id(called)))
    return changed(day.later(minutes=1), WITHOUT_W3)


def night(day: Acting) -> Acting:
    day.now = day.hall.state.days.start(day.hall.day) + DAY
    day.do(c.Tick())
    return day


def turned(day: Acting) -> Acting:
    """At this hour somebody, or a time server, made it the next day; nobody has acted since, so the day turned."""
    day.do(c.CorrectTime(shift_ms=DAY, since=day.now + 1))
    day.now += DAY
    return day


def correct(day: Acting, shift_ms: int, **more: int | bool) -> None:
    day.do(c.CorrectTime(**{"shift_ms": shift_ms, "since": 0, **more}))  # type: ignore[arg-type]
    day.now += shift_ms


def test_one_who_was_put_back_was_never_called() -> None:
    ticket = put_back().ticket("A001")
    assert (ticket.state, ticket.called_at, ticket.started_at, ticket.recalls) == (TicketState.WAITING, None, None, 0)


def test_whoever_was_put_back_is_named_until_the_end_of_the_day() -> None:
    day = put_back()
    name = day.id("A001")
    assert day.hall.state.put_back == {name: "w3"}
    night(day)
    assert day.hall.state.put_back == {}
    assert day.hall.dump()["put_back"] == {}


def test_what_the_configuration_has_lost_is_forgotten_with_the_day() -> None:
    day = Acting().open()
    day.take("advice")
    changed(day, WITHOUT_ADVICE)
    assert day.hall.state.lost == ("advice",)
    day = changed(day, replace(WITHOUT_ADVICE, windows=WITHOUT_ADVICE.windows[:2]))
    assert [name for name, window in day.hall.state.windows.items() if not window.known] == ["w3"]
    night(day)
    assert day.hall.state.lost == ()
    assert list(day.hall.state.queues) == ["papers", "social"]
    assert list(day.hall.state.windows) == ["w1", "w2"]


def test_one_who_was_put_back_is_named_again_when_the_day_comes_back() -> None:
    day = turned(put_back().later(minutes=1))
    assert day.hall.state.put_back == {}
    correct(day.later(minutes=1), -DAY)
    assert day.hall.state.put_back == {"20261120-A001": "w3"}


def test_one_who_was_put_back_is_not_named_when_the_day_ended_while_the_machine_was_off() -> None:
    day = put_back()
    since = day.later(minutes=1).now
    day.do(c.OpenWindow(window="w2", clerk="wang"))
    correct(day.later(minutes=1), DAY, since=since, started=True)
    assert day.hall.state.put_back == {}
    day.do(c.Tick())


# ---- days that come back


def test_three_days_with_the_same_number_come_back_as_three_numbers() -> None:
    day = Acting()
    day.take()
    turned(day)
    day.take()
    turned(day.later(seconds=1))
    day.take()
    correct(day.later(seconds=1), -2 * DAY)
    numbers = {ticket.id[:8]: ticket.number for ticket in day.hall.state.tickets.values()}
    assert numbers == {"20261120": "A001", "20261121": "A001-2", "20261122": "A001-3"}


def test_a_day_that_stays_closed_can_still_be_turned_back_later() -> None:
    day = Acting().open()
    for _ in range(2):
        day.take()
        night(day)
    assert [one.day for one in day.hall.state.left] == ["2026-11-20", "2026-11-21"]
    correct(day, -DAY)
    assert [one.day for one in day.hall.state.left] == ["2026-11-20"]
    assert [ticket.id for ticket in day.hall.state.tickets.values()] == ["20261121-A001"]
    correct(day, -DAY)
    assert len(day.hall.state.tickets) == 2


def test_the_instants_of_a_day_that_comes_back_are_put_right_too() -> None:
    """It was closed by the wrong time, after people had come by the wrong time."""
    day = turned(Acting().open())
    wrong = day.later(minutes=30).now
    day.take()
    name = day.id("A001")
    night(day)
    correct(day, -DAY)
    assert day.hall.day == "2026-11-21"
    assert day.hall.state.tickets[name].issued_at == wrong - DAY


def test_numbers_of_a_day_that_cannot_come_back_are_not_given_again() -> None:
    def next_number(then: int, now: int) -> str:
        """So many were given on the first day, so many on the last one."""
        day = Acting().open()
        for _ in range(then):
            day.take()
        for _ in range(DAYS_KEPT + 2):
            night(day)
        for _ in range(now):
            day.take()
        correct(day.later(seconds=1), -(DAYS_KEPT + 2) * DAY)
        assert day.hall.day == "2026-11-20"
        return day.take()

    assert next_number(then=3, now=1) == "A004"
    assert next_number(then=1, now=3) == "A004"


def test_a_day_without_numbers_is_not_noted() -> None:
    day = Acting().open()
    day.take()
    night(night(day))
    assert list(day.hall.state.used) == ["2026-11-20"]
