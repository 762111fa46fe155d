"""The names and bodies of what a terminal sends, which the hall reads back; and the answers, as flows get them."""

from __future__ import annotations

from typing import Any

import pytest

from domain import commands as c
from domain import refusal_data as r
from domain.booking.views import AppointmentQuestion, DayAppointmentsQuestion, SlotsQuestion
from domain.cases.kinds import CaseKind
from domain.cases.views import CasesQuestion
from domain.config import Text
from domain.flow import Answered, Ask, Reveal
from domain.one_time_notice.commands import NoticeChannel
from domain.progress.views import ProgressQuestion
from domain.views.figures import FiguresQuestion
from domain.views.public import Wait
from domain.views.queries import (
    QUESTIONS,
    FollowQuestion,
    LookUp,
    PickupAnswer,
    PickupQuestion,
    ReplayQuestion,
    ReviewCodeQuestion,
    ReviewKey,
    ReviewKeyQuestion,
    SnapshotQuestion,
    TicketHolder,
)
from domain.views.ticket import IssueAnswer, TicketState, TicketView
from kiosk.mqtt.bodies import read_answer, wire_form
from kiosk.mqtt.messages import Answer, Error, read_data

HAND = {"window": "w1", "ticket": "20261121-A012"}
KINDS: dict[str, type] = {**c.REQUESTS, **c.DEVICE_EVENTS, **QUESTIONS}

ON_THE_WIRE: list[tuple[Any, str, dict[str, Any]]] = [
    (c.IssueTicket(queue="social"), "ticket.issue", {"queue": "social", "language": "zh_CN"}),
    (
        c.IssueTicket(queue="social", priority="elder", person="hash", phone="13800138008", language="en"),
        "ticket.issue",
        {"queue": "social", "priority": "elder", "person": "hash", "phone": "13800138008", "language": "en"},
    ),
    (c.IssueTicket(appointment="7788"), "ticket.issue", {"appointment": "7788", "language": "zh_CN"}),
    (
        c.IssueTicket(queue="deliver", pickup="QJ1"),
        "ticket.issue",
        {"queue": "deliver", "pickup": "QJ1", "language": "zh_CN"},
    ),
    (
        c.IssueTicket(queue="social", items=("i1",)),
        "ticket.issue",
        {"queue": "social", "items": ["i1"], "language": "zh_CN"},
    ),
    (c.CancelTicket(ticket="t"), "ticket.cancel", {"ticket": "t"}),
    (c.LeavePhone(ticket="t", phone="1"), "ticket.leave_phone", {"ticket": "t", "phone": "1"}),
    (c.CallNext(window="w1"), "ticket.call_next", {"window": "w1"}),
    (c.CallTicket(window="w1", number="A012"), "ticket.call", {"window": "w1", "number": "A012"}),
    (c.RecallTicket(**HAND), "ticket.recall", HAND),
    (c.StartService(**HAND), "ticket.start", HAND),
    (c.FinishService(**HAND), "ticket.finish", HAND),
    (c.NoShow(**HAND), "ticket.no_show", HAND),
    (c.ReinstateTicket(**HAND), "ticket.reinstate", HAND),
    (c.HoldTicket(**HAND), "ticket.hold", HAND),
    (c.ResumeTicket(**HAND), "ticket.resume", HAND),
    (c.TransferTicket(**HAND, queue="house"), "ticket.transfer", {**HAND, "queue": "house"}),
    (c.ChangeTicket(**HAND, priority=""), "ticket.change", {**HAND, "priority": ""}),
    (c.ChangeTicket(**HAND, items=()), "ticket.change", {**HAND, "items": []}),
    (c.CallHelp(language="en"), "help.call", {"language": "en"}),
    (c.WithdrawHelp(call="h1"), "help.withdraw", {"call": "h1"}),
    (c.TakeHelp(call="h1", window="w1"), "help.take", {"call": "h1", "window": "w1"}),
    (c.FinishHelp(call="h1"), "help.done", {"call": "h1"}),
    (c.TransferTicket(**HAND, to_window="w2"), "ticket.transfer", {**HAND, "to_window": "w2"}),
    (c.ReprintTicket(**HAND), "ticket.reprint", HAND),
    (c.ReprintTicket(**HAND, device="m1"), "ticket.reprint", {**HAND, "device": "m1"}),
    (c.OpenWindow(window="w1"), "window.open", {"window": "w1"}),
    (c.OpenWindow(window="w1", clerk="lin"), "window.open", {"window": "w1", "clerk": "lin"}),
    (c.OpenWindow(window="w1", queues=("a", "b")), "window.open", {"window": "w1", "queues": ["a", "b"]}),
    (c.OpenWindow(window="w1", clerk="lin", pin="7"), "window.open", {"window": "w1", "clerk": "lin", "pin": "7"}),
    (c.OpenWindow(window="w1", card="04A3"), "window.open", {"window": "w1", "card": "04A3"}),
    (c.StaffSignIn(staff="lin", pin="7"), "staff.sign_in", {"staff": "lin", "pin": "7"}),
    (c.StaffSignOut(staff="lin"), "staff.sign_out", {"staff": "lin"}),
    (c.PauseWindow(window="w1", reason="用餐"), "window.pause", {"window": "w1", "reason": "用餐", "contact": ""}),
    (
        c.PauseWindow(window="w1", reason="用餐", contact="8102", until=7),
        "window.pause",
        {"window": "w1", "reason": "用餐", "contact": "8102", "until": 7},
    ),
    (c.CloseWindow(window="w1"), "window.close", {"window": "w1"}),
    (
        c.RateByPhone(ticket="t", key="k", level=5),
        "rating.by_phone",
        {"ticket": "t", "key": "k", "level": 5, "tags": [], "comment": ""},
    ),
    (
        c.RateHall(ticket="t", key="k", level=5),
        "rating.of_hall",
        {"ticket": "t", "key": "k", "level": 5, "tags": [], "comment": ""},
    ),
    (
        c.BookAppointment(code="7788", queue="social", starts_at=1, ends_at=2),
        "appointment.book",
        {"code": "7788", "queue": "social", "starts_at": 1, "ends_at": 2, "items": [], "language": "zh_CN"},
    ),
    (c.MoveAppointment(code="7788", starts_at=3), "appointment.move", {"code": "7788", "starts_at": 3}),
    (c.CancelAppointment(code="7788"), "appointment.cancel", {"code": "7788"}),
    (c.SendPhoneCode(phone="1"), "phone.send_code", {"phone": "1", "language": "zh_CN"}),
    (c.ProvePhone(phone="1", code="2"), "phone.prove", {"phone": "1", "code": "2"}),
    (
        c.OpenCase(kind=CaseKind.PRAISE, text="谢谢"),
        "case.open",
        {"kind": "praise", "text": "谢谢", "language": "zh_CN"},
    ),
    (c.SetDay(day="2026-11-30"), "hall.set_day", {"day": "2026-11-30"}),
    (
        c.ShowEmergency(on=True, text="请离开"),
        "hall.emergency",
        {"on": True, "text": "请离开", "text_en": ""},
    ),
    (
        c.GiveRating(session="s", nonce="n", level=5, given_at=1, monotonic_ms=2),
        "rating.given",
        {"session": "s", "nonce": "n", "level": 5, "tags": [], "comment": "", "given_at": 1, "monotonic_ms": 2},
    ),
    (
        c.GiveRating(session="s", nonce="n", level=2, tags=("214",), comment="慢", signature="x"),
        "rating.given",
        {
            "session": "s",
            "nonce": "n",
            "level": 2,
            "tags": ["214"],
            "comment": "慢",
            "given_at": 0,
            "monotonic_ms": 0,
            "signature": "x",
        },
    ),
    (
        c.RecordOfflineTicket(number="A900", queue="social", issued_at=1),
        "ticket.issued_offline",
        {"number": "A900", "queue": "social", "issued_at": 1, "language": "zh_CN"},
    ),
    (
        c.RecordOfflineTicket(number="A900", queue="social", issued_at=1, sure=False, person="hash"),
        "ticket.issued_offline",
        {"number": "A900", "queue": "social", "issued_at": 1, "sure": False, "person": "hash", "language": "zh_CN"},
    ),
    (c.RecordPrint(ticket="t"), "ticket.printed", {"ticket": "t", "copy": False}),
    (c.RecordPrint(ticket="t", copy=True, order="r1"), "ticket.printed", {"ticket": "t", "copy": True, "order": "r1"}),
    (
        c.RecordPrint(ticket="t", fault="paper_out"),
        "ticket.print_failed",
        {"ticket": "t", "fault": "paper_out", "copy": False},
    ),
    (
        c.RecordNotice(items=("i1",), materials=("m1",), content="a1", channel=NoticeChannel.PAPER, given_at=7),
        "notice.given",
        {"items": ["i1"], "materials": ["m1"], "content": "a1", "channel": "paper", "given_at": 7},
    ),
    (c.RecordFault(code="door.open"), "device.fault", {"code": "door.open", "cleared": False}),
    (
        c.RecordFault(code="tamper", detail="d", cleared=True),
        "device.fault",
        {"code": "tamper", "detail": "d", "cleared": True},
    ),
    (SnapshotQuestion(), "hall.snapshot", {}),
    (FiguresQuestion(), "hall.figures", {}),
    (LookUp(number="A012"), "ticket.lookup", {"number": "A012"}),
    (FollowQuestion(ticket="t"), "ticket.follow", {"ticket": "t", "key": ""}),
    (PickupQuestion(**HAND), "ticket.pickup", HAND),
    (
        ReviewKeyQuestion(window="w1", session="s", nonce="n"),
        "ticket.review_key",
        {"window": "w1", "session": "s", "nonce": "n"},
    ),
    (ReviewCodeQuestion(number="A012", code="482917"), "ticket.by_code", {"number": "A012", "code": "482917"}),
    (SlotsQuestion(queue="social"), "appointment.slots", {"queue": "social", "from_day": "", "days": 31}),
    (AppointmentQuestion(person="hash"), "appointment.lookup", {"code": "", "person": "hash"}),
    (CasesQuestion(window="w1"), "case.list", {"window": "w1"}),
    (DayAppointmentsQuestion(day="2026-11-30"), "appointment.list", {"day": "2026-11-30"}),
    (
        ProgressQuestion(receipt="A-1", phone_tail="8000"),
        "progress.lookup",
        {"receipt": "A-1", "phone_tail": "8000"},
    ),
    (ReplayQuestion(after=7), "event.replay", {"after": 7, "limit": 500}),
]


@pytest.mark.parametrize(("sent", "name", "body"), ON_THE_WIRE)
def test_what_is_sent_stands_so_on_the_wire_and_the_hall_reads_it_back(
    sent: Any, name: str, body: dict[str, Any]
) -> None:
    assert wire_form(sent) == (name, body)
    assert read_data(KINDS[name], body) == sent


def test_every_name_of_the_wire_is_in_the_list() -> None:
    assert {name for _sent, name, _body in ON_THE_WIRE} == set(KINDS)


NUMBER = {"ticket": "20261121-A012", "number": "A012", "queue": "social", "ahead": 3, "issued_at": 5}
HAND_VIEW = {"ticket": "20261121-A012", "number": "A012", "queue": "social", "state": "called", "issued_at": 5}
MACHINE = {"device": "m1", "name": {"zh": "一号机", "en": "Machine 1"}, "status": "paper_out"}


@pytest.mark.parametrize(
    ("command", "data", "read"),
    [
        (c.IssueTicket(queue="social"), NUMBER, IssueAnswer(**NUMBER)),
        (Reveal(), NUMBER, IssueAnswer(**NUMBER)),
        (
            c.IssueTicket(queue="social"),
            {**NUMBER, "wait": {"low": 1, "high": 2}, "windows": ["1"], "key": "k", "of_a_later_version": 1},
            IssueAnswer(**NUMBER, wait=Wait(low=1, high=2), windows=("1",), key="k"),
        ),
        (LookUp(number="A012"), HAND_VIEW, TicketView(**{**HAND_VIEW, "state": TicketState.CALLED})),
        (PickupQuestion(**HAND), {"ticket": "t", "code": "QJ1"}, PickupAnswer(ticket="t", code="QJ1")),
        (
            ReviewKeyQuestion(window="w1", session="s", nonce="n"),
            {"session": "s", "ticket": "t", "key": "k"},
            ReviewKey(session="s", ticket="t", key="k"),
        ),
        (
            ReviewCodeQuestion(number="A012", code="482917"),
            {"ticket": "t", "key": "k"},
            TicketHolder(ticket="t", key="k"),
        ),
        (c.CallNext(window="w1"), HAND_VIEW, None),
        (c.CancelTicket(ticket="t"), None, None),
    ],
)
def test_an_answer_is_read_as_what_belongs_to_its_command(command: Any, data: Any, read: Any) -> None:
    assert read_answer(Ask("tag", command), Answer(id="", ok=True, data=data)) == Answered("tag", ok=True, data=read)


@pytest.mark.parametrize(
    ("code", "data", "read"),
    [
        ("person.has_ticket", NUMBER, IssueAnswer(**NUMBER)),
        ("pickup.has_ticket", NUMBER, IssueAnswer(**NUMBER)),
        ("appointment.early", {"starts_at": 99}, r.EarlyBooking(starts_at=99)),
        ("no_show.too_soon", {"after_seconds": 40}, r.CalledJustNow(after_seconds=40)),
        (
            "printer.none",
            {"machines": [MACHINE]},
            r.NobodyPrints(machines=(r.IdlePrinter(name=Text(zh="一号机", en="Machine 1"), status="paper_out"),)),
        ),
        ("queue.full", {"starts_at": 99}, None),
        ("of.a_later_version", {"starts_at": 99}, None),
    ],
)
def test_a_refusal_is_read_by_its_code(code: str, data: Any, read: Any) -> None:
    answer = Answer(id="", ok=False, error=Error(code=code, data=data))
    assert read_answer(Ask("tag", c.CallNext(window="w1")), answer) == Answered("tag", ok=False, code=code, data=read)


@pytest.mark.parametrize(
    "strange", [None, {}, {"ticket": 3}, {"wait": [1]}, {**NUMBER, "ticket": None}, {**NUMBER, "issued_at": "?"}]
)
def test_an_answer_that_cannot_be_read_carries_nothing(strange: Any) -> None:
    asked = Ask("tag", c.IssueTicket(queue="social"))
    assert read_answer(asked, Answer(id="", ok=True, data=strange)) == Answered("tag", ok=True)
    refused = Answer(id="", ok=False, error=Error(code="person.has_ticket", data=strange))
    assert read_answer(asked, refused) == Answered("tag", ok=False, code="person.has_ticket")


def test_a_strange_value_that_can_be_done_without_spoils_no_answer() -> None:
    strange = {"key": 5, "state": "of a later version", "wait": {"low": 1}, "windows": 3}
    read = read_answer(Ask("tag", Reveal()), Answer(id="", ok=True, data={**NUMBER, **strange}))
    assert read.data == IssueAnswer(**NUMBER)


def test_a_refusal_without_words_is_still_a_refusal() -> None:
    assert read_answer(Ask("tag", Reveal()), Answer(id="", ok=False)) == Answered("tag", ok=False)


def test_a_lost_number_is_asked_after_with_an_empty_body() -> None:
    assert wire_form(Reveal()) == ("ticket.issue", {})
