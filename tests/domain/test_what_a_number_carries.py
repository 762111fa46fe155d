"""What was asked with a number goes with it: into the memory of the hall, to clerks, to whoever follows it by phone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, HOUR, Acting, at

from domain import commands as c
from domain.config import Calendar
from domain.queue.status import status_data, ticket_view
from domain.refusal import Code, Refusal
from domain.show.answers import look_up
from domain.show.following import follow
from domain.views.public import Wait
from domain.views.queries import ComeBack, FollowQuestion, FollowView, ReviewState
from domain.views.ticket import IssueAnswer, TicketState, TicketView

COLLECTING = replace(HALL, queues=(*HALL.queues[:2], replace(HALL.queues[2], pickup_code="QJ########")))
PERSON, PHONE = "0" * 32, "13800138000"


def test_a_number_carries_what_was_asked() -> None:
    day = Acting().open()
    asked = {"items": ("permit", "id-card"), "priority": "elder", "person": PERSON, "phone": PHONE, "language": "en"}
    ticket = day.ticket(day.take("papers", "kiosk-2", **asked))
    assert {name: getattr(ticket, name) for name in asked} == asked
    assert (ticket.device, ticket.offline, ticket.appointment, ticket.pickup) == ("kiosk-2", False, None, None)
    assert (ticket.issued_at, ticket.effective_at, ticket.order) == (day.now, day.now - 20 * 60_000, 1)


def test_a_number_given_alone_carries_what_the_machine_tells() -> None:
    day = Acting(COLLECTING).open()
    asked = {"items": ("permit",), "priority": "elder", "person": PERSON, "phone": PHONE, "language": "en"}
    told = c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now - 1, **asked)  # type: ignore[arg-type]
    day.do(told, "kiosk-1")
    ticket = day.ticket("A900")
    assert {name: getattr(ticket, name) for name in asked} == asked
    assert (ticket.device, ticket.offline, ticket.issued_at) == ("kiosk-1", True, day.now - 1)
    assert day.refused(c.IssueTicket(queue="social", person=PERSON)) is Code.PERSON_HAS_TICKET


def test_a_number_by_booking_carries_its_code_and_its_person_and_one_by_pickup_its_code() -> None:
    day = Acting(COLLECTING).open()
    booking = c.BookAppointment(code="k", queue="papers", starts_at=day.now - 1, ends_at=day.now + HOUR, person=PERSON)
    day.do(booking)
    booked = day.ticket(day.do(c.IssueTicket(appointment="k")).number)
    assert (booked.appointment, booked.person, booked.effective_at) == ("k", PERSON, day.now - 1)
    collected = day.ticket(day.do(c.IssueTicket(pickup="QJ20260001")).number)
    assert (collected.pickup, collected.queue) == ("QJ20260001", "advice")
    assert [(ticket_view(t).appointment, ticket_view(t).pickup) for t in (booked, collected)] == [
        (True, False),
        (False, True),
    ]


def test_a_clerk_sees_each_step_of_a_visit_with_its_time() -> None:
    day = Acting().open()
    number = day.take(items=("permit",), priority="elder")
    whole = TicketView(
        ticket=day.id(number),
        number=number,
        queue="papers",
        state=TicketState.WAITING,
        issued_at=day.now,
        items=("permit",),
        priority="elder",
    )

    def seen() -> TicketView:
        view = look_up(day.hall, number, day.now)
        assert isinstance(view, TicketView)
        return view

    assert seen() == replace(whole, ahead=0, wait=Wait(low=0, high=1))
    issued = day.now
    day.later(minutes=1).call()
    called = replace(whole, state=TicketState.CALLED, window="w1", called_at=day.now)
    assert seen() == called
    day.later(minutes=1).do(c.RecallTicket(window="w1", ticket=day.id(number)))
    called = replace(called, recalls=1, called_at=day.now)
    assert seen() == called
    day.later(minutes=1).start(number)
    serving = replace(called, state=TicketState.SERVING, started_at=day.now)
    assert seen() == serving
    day.later(minutes=1).do(c.HoldTicket(window="w1", ticket=day.id(number)))
    held = replace(serving, state=TicketState.HELD, held_at=day.now)
    assert seen() == held
    day.later(minutes=1).do(c.ResumeTicket(window="w1", ticket=day.id(number)))
    assert seen() == replace(serving, held_at=held.held_at)
    day.later(minutes=1).finish(number)
    served = replace(serving, state=TicketState.SERVED, finished_at=day.now, held_at=held.held_at)
    assert seen() == served
    day.do(c.RecordPrint(ticket=day.id(number)), "kiosk-1")
    assert seen() == replace(served, printed=True)
    assert issued == served.issued_at


def test_whom_nobody_has_called_yet_and_who_was_given_back_is_at_no_window() -> None:
    day = Acting().open()
    number = day.take()
    day.miss()
    assert ticket_view(day.ticket(number)).window == "w1", "where the call was missed"
    day.do(c.ReinstateTicket(window="w1", ticket=day.id(number)))
    view = ticket_view(day.ticket(number))
    assert (view.window, view.returns, view.state) == (None, 1, TicketState.WAITING)
    day.do(c.CancelTicket(ticket=day.id(number)))
    assert ticket_view(day.ticket(number)).window is None


def test_a_refusal_shows_the_open_number_as_its_holder_was_told_it() -> None:
    day = Acting(ticket_key="key of {}".format).open()
    day.take()
    ticket = day.ticket(day.take(person=PERSON))
    whole = {
        "ticket": ticket.id,
        "number": "A002",
        "queue": "papers",
        "ahead": 1,
        "wait": {"low": 0, "high": 1},
        "issued_at": day.now,
        "state": "waiting",
        "windows": ["1", "3"],
    }
    assert status_data(day.hall.state, ticket, day.now) == whole
    assert status_data(day.hall.state, ticket, day.now, holder=True) == whole | {"key": f"key of {ticket.id}"}
    assert day.refusal(c.IssueTicket(queue="social", person=PERSON)).data == whole | {"key": f"key of {ticket.id}"}


def test_a_ticket_that_is_called_has_nobody_ahead_and_no_wait() -> None:
    day = Acting().open()
    ticket = day.ticket(day.take(person=PERSON))
    day.call()
    day.do(c.PauseWindow(window="w3", reason="tea"))
    data = status_data(day.hall.state, ticket, day.now)
    assert (data["ahead"], "wait" in data, data["state"], data["windows"]) == (0, False, "called", ["1"])


def test_a_ticket_kept_for_a_window_is_told_no_wait() -> None:
    day = Acting().open()
    number = day.take()
    day.start(day.call())
    day.do(c.TransferTicket(window="w1", ticket=day.id(number), to_window="w3"))
    view = look_up(day.hall, number, day.now)
    assert isinstance(view, TicketView)
    assert (view.ahead, view.wait, view.window) == (0, None, "w3")


def test_who_follows_a_ticket_learns_where_to_go_and_no_more() -> None:
    day = Acting(ticket_key="key of {}".format).open()
    day.take()
    number = day.take(language="en")
    ticket = day.id(number)

    def seen(key: str = "") -> FollowView:
        view = follow(day.hall.state, FollowQuestion(ticket=ticket, key=key), day.now)
        assert isinstance(view, FollowView)
        return view

    first = seen()
    assert (first.ticket, first.number, first.queue, first.state) == (ticket, number, "papers", TicketState.WAITING)
    assert (first.at, first.language, first.ahead, first.windows) == (day.now, "en", 1, ("1", "3"))
    assert (first.wait, first.window, first.come_back, first.review) == (
        Wait(low=0, high=1),
        None,
        None,
        ReviewState.NONE,
    )
    day.call("w3")
    day.call("w1")
    called = seen()
    assert (called.ahead, called.wait, called.window, called.state) == (None, None, "1", TicketState.CALLED)
    day.finish(day.start(number))
    assert (seen().review, seen(f"key of {ticket}").review) == (ReviewState.NONE, ReviewState.OPEN)
    for asked in (FollowQuestion(ticket=ticket, key="wrong"), FollowQuestion(ticket="20261120-Z999")):
        refusal = follow(day.hall.state, asked, day.now)
        assert isinstance(refusal, Refusal)
        assert (refusal.code, refusal.detail) == (Code.TICKET_UNKNOWN, "no such ticket with this key")


def test_only_who_missed_the_call_is_told_how_to_come_back() -> None:
    day = Acting().open()
    number = day.take()

    def come_back() -> ComeBack | None:
        view = follow(day.hall.state, FollowQuestion(ticket=day.id(number)), day.now)
        assert isinstance(view, FollowView)
        return view.come_back

    day.miss()
    assert come_back() is not None
    day.do(c.ReinstateTicket(window="w1", ticket=day.id(number)))
    assert come_back() is None, "waits again"
    day.call()
    assert come_back() is None, "is called again"


def test_the_answers_to_a_number_differ_by_who_hands_it_over() -> None:
    day = Acting(ticket_key="key of {}".format).open()
    issued = day.do(c.IssueTicket(queue="papers"), "kiosk-1")
    told = day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now), "kiosk-1")
    assert isinstance(issued, IssueAnswer)
    assert (issued.key, told.key, told.ahead) == (f"key of {issued.ticket}", None, 1)
    left = day.do(c.LeavePhone(ticket=issued.ticket, phone=PHONE))
    assert isinstance(left, TicketView)
    assert (left.number, left.ahead) == (issued.number, 0)


def test_window_commands_are_answered_with_what_the_window_is_now() -> None:
    day = Acting()
    opened = day.do(c.OpenWindow(window="w1", clerk="li", queues=("advice", "papers")))
    assert (opened.window, opened.state.value, opened.clerk, opened.queues) == (
        "w1",
        "open",
        "li",
        ("advice", "papers"),
    )
    paused = day.do(c.PauseWindow(window="w1", reason="tea"))
    assert (paused.state.value, paused.clerk) == ("paused", "li")
    closed = day.do(c.CloseWindow(window="w1"))
    assert (closed.state.value, closed.clerk, closed.queues) == ("closed", None, ("papers", "social"))


def test_a_queue_that_only_the_log_remembers_does_not_keep_the_hall_open() -> None:
    before = Acting(now=at("2026-11-20 20:00"))
    before.take("advice")
    closed = Calendar(id="default", sessions=())
    day = Acting(replace(HALL, queues=HALL.queues[:2], calendars=(closed,)), before.now)
    for event in before.log:
        day.hall.apply(event)
    assert day.refused(c.IssueTicket(queue="papers")) is Code.HALL_CLOSED


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (c.IssueTicket(queue="papers", items=("dreams",) * 6, priority="king", phone="1"), Code.ITEM_TOO_MANY),
        (c.IssueTicket(queue="papers", items=("dreams",), priority="king", phone="1"), Code.ITEM_UNKNOWN),
        (c.IssueTicket(queue="papers", priority="king", phone="1"), Code.PRIORITY_UNKNOWN),
        (c.IssueTicket(queue="papers", phone="1", person=PERSON), Code.PHONE_INVALID),
        (c.IssueTicket(queue="papers", person=PERSON), Code.PERSON_HAS_TICKET),
        (c.IssueTicket(queue="dreams", person=PERSON), Code.QUEUE_UNKNOWN),
    ],
)
def test_of_several_reasons_the_first_is_told(asked: c.IssueTicket, code: Code) -> None:
    day = Acting().open()
    day.take("social", person=PERSON)
    assert day.refused(asked) is code
