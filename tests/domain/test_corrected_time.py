"""The hall's time was wrong and is put right: everybody stays where they are, and no number is given twice."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace

import pytest
from acting import DAY, HOUR, MINUTE, Acting, at, invited, review
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.decide.hall import Hall
from domain.events import DayClosed, RatingGiven, TicketIssued, TimeCorrected
from domain.refusal import Code, Refusal
from domain.staff.ways import SignIn
from domain.views.ticket import OPEN_STATES as OPEN
from domain.views.window import WindowState


def corrects(day: Acting, shift_ms: int, *, since: int | None = None, started: bool = False) -> None:
    """The time is another by `shift_ms`; by default it was wrong for as long as anybody can remember."""
    day.do(c.CorrectTime(shift_ms=shift_ms, since=0 if since is None else since, started=started))
    day.now += shift_ms
    day.do(c.Tick())
    again = Hall.load(day.hall.config, json.loads(json.dumps(day.hall.dump())))
    assert again.dump() == day.hall.dump(), "a restart knows the same"


def busy() -> Acting:
    """A001 is held at w1, A002 has missed its call, A003 is in service at w1, A004 called at w3; A005, A006 wait."""
    day = Acting().open()
    for n in range(6):
        day.take(phone=f"1380013800{n}")
    day.start(day.call("w1"))
    day.do(c.HoldTicket(window="w1", ticket=day.id("A001")))
    day.miss("w1")
    day.start(day.call("w1"))
    day.call("w3")
    return day


def places(day: Acting) -> dict[str, tuple[str, str | None]]:
    return {t.number: (t.state.value, t.window) for t in day.hall.state.tickets.values()}


@pytest.mark.parametrize("shift_ms", [DAY, -DAY, 3650 * DAY, HOUR, -HOUR, -20 * DAY])
def test_everybody_stays_in_place_whatever_the_time_turns_out_to_be(shift_ms: int) -> None:
    day = busy()
    before, order = places(day), day.order("w1")
    waited = day.now - day.ticket("A006").issued_at
    corrects(day, shift_ms)
    assert places(day) == before
    assert day.hall.day == day.hall.state.days.of(day.now)
    assert day.order("w1") == order
    assert day.now - day.ticket("A006").issued_at == waited
    assert day.hall.state.windows["w1"].state is WindowState.OPEN
    assert "1380013800" in json.dumps(day.hall.dump()), "they are still to be told"
    assert day.take() == "A007"
    day.finish("A003")
    assert day.call("w1") == "A005"


def test_a_new_day_that_nobody_has_acted_in_turns_as_every_day_does() -> None:
    day = busy()
    corrects(day, 3 * DAY, since=day.now + 1, started=True)
    assert (day.hall.day, day.hall.state.tickets) == ("2026-11-23", {})
    assert day.take() == "A001"


def test_who_came_since_the_start_stays_and_who_came_the_day_before_does_not() -> None:
    """A machine without a battery for its clock woke in the past, and people came before it knew the time."""
    day = busy()
    started = day.later(minutes=1).now
    day.do(c.OpenWindow(window="w2", clerk="wang"))
    early = day.take("social")
    corrects(day.later(minutes=5), DAY, since=started, started=True)
    assert places(day) == {early: ("waiting", None)}
    assert day.order("w2") == [early]
    assert day.hall.state.windows["w1"].ticket is None
    assert "1380013800" not in json.dumps(day.hall.dump())
    assert day.take("social") == "B002"


def waiting(day: Acting) -> list[str]:
    """The ids of those who wait for papers, in their order."""
    return [entry[2].id for entry in day.hall.state.queue("papers").line]


def turned_wrongly() -> Acting:
    """At one o'clock a supervisor, or a time server, made it the next day."""
    day = busy().later(minutes=30)
    corrects(day, DAY, since=day.now + 1)
    assert not [t for t in day.hall.state.tickets.values() if t.state in OPEN]
    return day


def test_a_day_that_turned_wrongly_is_turned_back_with_everybody_in_place() -> None:
    before = places(busy())
    day = turned_wrongly()
    corrects(day.later(minutes=2), -DAY)
    assert day.hall.day == "2026-11-20"
    assert places(day) == before
    assert day.hall.state.windows["w3"].ticket is day.ticket("A004")
    assert day.hall.state.windows["w1"].clerk == "li"
    assert "1380013800" not in json.dumps(day.hall.dump()), "phones went with the close and do not come back"
    assert day.take() == "A007"
    day.finish("A003")
    assert day.call("w1") == "A005"


def test_who_came_in_the_wrong_day_stays_too_and_comes_after_the_others() -> None:
    day = turned_wrongly()
    day.open("w1")
    assert day.take() == "A001"
    assert day.call("w1") == "A001"
    second = day.take()
    corrects(day.later(minutes=2), -DAY)
    numbers = sorted(t.number for t in day.hall.state.tickets.values())
    assert numbers == ["A001", "A001-2", "A002", "A002-2", "A003", "A004", "A005", "A006"]
    assert second == "A002"
    in_hand = day.hall.state.windows["w1"].ticket
    assert in_hand is not None
    assert in_hand.id == "20261121-A001"
    assert "20261120-A003" in day.hall.state.windows["w1"].held, "its window does something else now"
    day.do(c.NoShow(window="w3", ticket="20261120-A004"))
    assert [day.hall.state.tickets[one].number for one in waiting(day)] == ["A005", "A006", "A002-2"], (
        "two papers say A002"
    )
    assert day.take() == "A007"


@pytest.mark.parametrize(("sign_in", "at"), [(SignIn.PIN, ["w2"]), (SignIn.NAMES, ["w1", "w2", "w3"])])
def test_a_clerk_who_proves_who_they_are_is_at_one_window_alone(sign_in: SignIn, at: list[str]) -> None:
    day = turned_wrongly()
    day.do(c.OpenWindow(window="w2", clerk="li"))
    state = day.hall.state
    state.config = replace(state.config, sign_in=sign_in)
    corrects(day.later(minutes=2), -DAY)
    assert [name for name, one in state.windows.items() if one.clerk == "li"] == at
    in_hand = state.windows["w3"].ticket
    kept = [*state.windows["w3"].held, *([in_hand.id] if in_hand else [])]
    assert kept == ["20261120-A004"], "whoever was called there is there still"


def test_two_who_came_at_the_same_time_of_day_by_two_clocks_stand_one_after_the_other() -> None:
    day = Acting()
    taken = [day.take(), day.take()]
    day.now += DAY
    day.do(c.Tick())
    again = [day.take(), day.take()]
    assert taken == again
    corrects(day, -DAY)
    assert [one[:8] for one in waiting(day)] == ["20261120", "20261120", "20261121", "20261121"]


def test_the_real_next_day_begins_with_the_first_number_that_is_on_no_paper() -> None:
    day = turned_wrongly()
    corrects(day, -DAY)
    day.now += DAY
    assert (day.take(), day.hall.day) == ("A001", "2026-11-21")

    day = turned_wrongly()
    assert [day.take(), day.take()] == ["A001", "A002"]
    corrects(day, -DAY)
    day.now += DAY
    assert (day.take(), day.hall.day) == ("A003", "2026-11-21"), "A001 and A002 of that date are in somebody's hand"


def test_a_hall_that_began_ten_years_ahead_is_brought_back_and_goes_on() -> None:
    day = Acting(now=at("2036-11-20 09:00")).open()
    ahead = [day.take(), day.take(priority="elder")]
    corrects(day, -3653 * DAY)
    assert day.hall.day == "2026-11-20"
    later = day.later(minutes=1).take()
    assert (ahead, later) == (["A001", "A002"], "A003")
    assert day.order("w1") == ["A002", "A001", "A003"]
    day.now = at("2026-11-21 04:00")
    day.do(c.Tick())
    assert day.hall.day == "2026-11-21", "the real next day is a day again"
    closed = [event for event in day.log if isinstance(event, DayClosed)]
    assert [(event.day, event.issued) for event in closed] == [("2026-11-20", 3)]


def test_a_close_by_the_wrong_hour_is_undone_with_the_hour() -> None:
    """The clock ran eight hours behind: at noon it was four in the morning."""
    day = Acting(now=at("2026-11-21 02:00")).open()
    begun = day.now
    for _ in range(3):
        day.take()
    day.now = at("2026-11-21 04:00")
    day.do(c.Tick())
    assert places(day) == {}
    corrects(day.later(minutes=5), 8 * HOUR, since=begun)
    assert day.hall.day == "2026-11-21"
    assert places(day) == {f"A00{n}": ("waiting", None) for n in (1, 2, 3)}
    assert day.take() == "A004"


def test_the_day_that_a_supervisor_names_is_the_day() -> None:
    day = busy()
    before = places(day)
    for name in ("2026-11-21", "2026-11-20", "2026-12-24", "2026-11-20"):
        found = day.do(c.SetDay(day=name))
        assert found is None
        assert day.hall.day == name
        day.now = day.hall.state.last_issue_at
        assert places(day) == before
    for wrong in ("", "20261120", "2026-11-31", "1970-01-01", "9999-12-31", "2026-11-20T09:00"):
        assert day.refused(c.SetDay(day=wrong)) is Code.DAY_INVALID


def test_a_pad_that_names_a_ticket_by_day_and_number_finds_it_after_the_day_was_corrected() -> None:
    day = busy()
    corrects(day, DAY)
    told = c.ReinstateTicket(window="w1", ticket="20261121-A002")
    assert day.hall.named(told).ticket == "20261120-A002"
    unknown = c.ReinstateTicket(window="w1", ticket="20261121-A099")
    assert day.hall.named(unknown) is unknown


def test_a_review_given_by_the_wrong_time_counts_after_it_was_put_right() -> None:
    day, given_ = invited()
    by_the_pad = day.now + 5000
    corrects(day.later(minutes=3), DAY)
    day.do(review(given_, given_at=by_the_pad), device="pad-1")

    day, given_ = invited()
    corrects(day.later(minutes=3), -HOUR)
    day.do(review(given_, given_at=given_.at - HOUR + 5000), device="pad-1")


def test_a_session_on_the_screen_keeps_its_time() -> None:
    day, given_ = invited()
    corrects(day.later(seconds=20), DAY)
    session = day.hall.state.sessions.get(given_.session)
    assert session is not None
    assert session.expires_at - day.now == given_.expires_at - given_.at - 20_000
    assert session.state.value == "invited"


def test_a_booking_that_a_wrong_day_took_away_is_there_again() -> None:
    day = Acting()
    starts = at("2026-11-20 15:00")
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR, person="p"))
    day.take()
    corrects(day, 30 * DAY, since=day.now + 1)
    assert day.hall.dump()["bookings"] == []
    corrects(day, -30 * DAY)
    day.now = starts
    assert day.do(c.IssueTicket(appointment="k")).number == "A002"


# ---- late reviews


def test_a_review_given_in_time_counts_a_week_later() -> None:
    day, given_ = invited()
    day.later(minutes=2).do(c.Tick())
    for _ in range(7):
        day.now += DAY
        day.do(c.Tick())
    day.do(review(given_, level=1, given_at=given_.at + 5000, tags=("107",)), device="pad-1")
    told = day.log[-1]
    assert isinstance(told, RatingGiven)
    assert (told.ticket, told.window, told.clerk) == (given_.ticket, given_.window, given_.clerk)
    assert day.refused(review(given_, given_at=given_.at + 5000), device="pad-1") is Code.RATING_OVER


def test_one_given_too_late_never_counts_and_none_is_known_for_ever() -> None:
    day, given_ = invited()
    day.now += DAY
    day.do(c.Tick())
    late = given_.expires_at + 6000
    assert day.refused(review(given_, given_at=late), device="pad-1") is Code.RATING_OVER
    for _ in range(9):
        day.now += DAY
        day.do(c.Tick())
    assert day.refused(review(given_, given_at=given_.at + 5000), device="pad-1") is Code.RATING_UNKNOWN
    assert day.hall.dump()["ratings"]["sessions"]["rows"] == []


# ---- whatever happens


@dataclass
class Story:
    """A hall through any corrections: who was given which number, and who has been served, missed or sent away."""

    day: Acting

    def present(self) -> set[str]:
        return {t.id for t in self.day.hall.state.tickets.values() if t.state in OPEN}


STEPS = st.sampled_from(["take", "take", "call", "serve", "offline", "night", "restart"])
SHIFTS = st.sampled_from([DAY, -DAY, 2 * DAY, -2 * DAY, HOUR, -HOUR, 3653 * DAY, -3653 * DAY, 20 * MINUTE])


@settings(max_examples=120, deadline=None)
@given(steps=st.lists(STEPS | SHIFTS, max_size=30), numbers=st.integers(900, 949))
def test_no_correction_loses_anybody_and_no_id_is_given_twice(steps: list[str | int], numbers: int) -> None:
    day = Acting(now=at("2026-11-20 09:00")).open()
    story = Story(day)
    for step in steps:
        before = story.present()
        day.later(seconds=1)
        if isinstance(step, int):
            if day.now + step < at("2026-11-02 00:00"):
                continue
            day.do(c.OpenWindow(window="w3", clerk="wang"))  # somebody is here
            corrects(day, step)
            assert before <= story.present(), "a correction while people are here takes nobody's place"
        elif step == "take":
            day.take()
        elif step in {"call", "serve"}:
            day.try_(c.OpenWindow(window="w1", clerk="li"))
            called = day.try_(c.CallNext(window="w1"))
            if step == "serve" and not isinstance(called, Refusal):
                ticket = called[-1].ticket  # type: ignore[union-attr]
                day.do(c.StartService(window="w1", ticket=ticket))
                day.do(c.FinishService(window="w1", ticket=ticket))
        elif step == "offline":
            told = c.RecordOfflineTicket(number=f"A{numbers}", queue="papers", issued_at=day.now - 1000)
            numbers = 900 + (numbers - 899) % 50
            day.try_(told, "kiosk-1")
        elif step == "night":
            day.now = day.hall.state.days.start(day.hall.day) + DAY
            day.do(c.Tick())
            assert story.present() == set()
            assert "1380013800" not in json.dumps(day.hall.dump())
        else:
            again = day.revived()
            assert again.hall.dump() == day.hall.dump(), "the log alone tells the same"
    issued = [event.ticket for event in day.log if isinstance(event, TicketIssued)]
    assert len(issued) == len(set(issued))
    in_order = [event.at for event in day.log]
    moved = [place for place, event in enumerate(day.log) if isinstance(event, TimeCorrected)]
    for place, (earlier, later) in enumerate(itertools.pairwise(in_order)):
        assert later >= earlier or place + 1 in moved, "no event is before the one before it but by a correction"
