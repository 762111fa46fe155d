"""Which snapshots some events change: what is not named shows the same as before, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

from acting import HALL, Acting, at, review, window
from booking_hall import booked_hall

from domain import commands as c
from domain import events as e
from domain.cases.kinds import CaseKind
from domain.one_time_notice.events import NoticeGiven
from domain.refusal import Refusal
from domain.show.changed import SHOWN, Changed, changed
from domain.show.snapshots import (
    calls_snapshot,
    emergency_snapshot,
    help_snapshot,
    queues_snapshot,
    window_snapshot,
)
from domain.statuses import PrinterStatus

NAMES = ("w1", "w2", "w3")


def test_what_changed_is_what_is_shown_again() -> None:
    day = Acting().open()
    day.take("social")
    assert changed(day.hall, day.log[-1:]) == Changed(queues=True, calls=False, windows=frozenset({"w1", "w2"}))
    day.call("w2")
    assert changed(day.hall, day.log[-1:]).calls
    day.do(c.PauseWindow(window="w3", reason="tea"))
    assert changed(day.hall, day.log[-1:]).windows == {"w1", "w2", "w3"}
    day.do(c.RecordFault(code="x"))
    assert changed(day.hall, day.log[-1:]) == Changed()


def test_of_several_events_the_last_does_not_hide_the_first() -> None:
    day = Acting().open()
    day.take()
    day.start(day.call("w1"))
    named = changed(day.hall, day.log[-2:])
    assert (named.queues, named.calls, named.at_once) == (True, True, {"w1"})


def test_every_kind_of_event_is_shown_somewhere_or_nowhere() -> None:
    assert set(SHOWN) == set(get_args(e.Event))
    assert changed(Acting().hall, [e.RequestRefused(at=1, device="d", type="t", code="c")]) == Changed()


def test_the_window_that_a_ticket_is_kept_for_shows_that_it_comes_and_that_it_goes() -> None:
    """Whatever that window serves by then."""
    windows = (window("w1", "papers"), window("w2", "social"), window("w3", "advice"))
    day = Acting(replace(HALL, windows=windows)).open()
    number = day.take("papers")
    day.start(day.call("w1"))
    day.do(c.TransferTicket(window="w1", ticket=day.id(number), to_window="w2"))
    assert changed(day.hall, day.log[-1:]).windows == {"w1", "w2"}
    day.do(c.OpenWindow(window="w2", queues=("advice",)))
    day.do(c.RecordPrint(ticket=day.id(number)), "kiosk-1")
    assert changed(day.hall, day.log[-1:]).windows == {"w1", "w2"}


def test_where_a_call_was_missed_its_return_is_shown_whatever_that_window_serves_by_then() -> None:
    day = Acting().open()
    day.take("advice")
    missed = day.miss("w3")
    day.do(c.OpenWindow(window="w3", queues=("papers",)))
    day.do(c.ReinstateTicket(window="w1", ticket=day.id(missed)))
    assert changed(day.hall, day.log[-1:]).windows == {"w1", "w3"}


def steps_of_a_day(day: Acting) -> Iterator[c.Command]:
    """A day in which everything happens that is seen somewhere."""

    def about(kind: type[c.StartService], number: str, window: str) -> c.StartService:
        return kind(window=window, ticket=day.id(number))

    yield from (c.OpenWindow(window=name, clerk="li") for name in NAMES)
    yield from (c.IssueTicket(queue=queue) for queue in ("papers", "social", "papers", "papers", "advice"))
    yield c.LeavePhone(ticket=day.id("A003"), phone="13800138000")
    yield c.CallNext(window="w1")
    yield about(c.RecallTicket, "A001", "w1")
    yield about(c.StartService, "A001", "w1")
    yield c.ChangeTicket(window="w1", ticket=day.id("A002"), priority="soldier", items=("permit",))
    yield about(c.HoldTicket, "A001", "w1")
    yield c.CloseWindow(window="w1")  # now w3 shows whom it holds
    yield c.CallTicket(window="w3", number="A001")
    yield c.TransferTicket(window="w3", ticket=day.id("A001"), queue="advice")
    yield c.OpenWindow(window="w1", clerk="wang")
    yield c.CallNext(window="w1")
    yield about(c.StartService, "A002", "w1")
    yield c.TransferTicket(window="w1", ticket=day.id("A002"), to_window="w3")
    yield c.CallTicket(window="w3", number="A002")
    day.now += 60_000
    yield about(c.NoShow, "A002", "w3")
    yield about(c.ReinstateTicket, "A002", "w2")
    yield c.CallTicket(window="w1", number="A002")
    yield about(c.StartService, "A002", "w1")
    yield about(c.FinishService, "A002", "w1")
    yield c.Tick()
    day.now += 60_000
    yield c.Tick()
    yield c.CallTicket(window="w1", number="A003")
    yield about(c.StartService, "A003", "w1")
    yield about(c.FinishService, "A003", "w1")
    invitation = day.log[-1]
    assert isinstance(invitation, e.RatingInvited)
    yield review(invitation)
    yield c.ReprintTicket(window="w2", ticket=day.id("A001"))
    order = day.hall.state.reprints.last_of("w2")
    assert order is not None
    yield c.RecordPrint(ticket=day.id("A001"), order=order.order, copy=True)
    yield c.RecordPrint(ticket=day.id("B001"), fault="paper_out")
    yield c.CancelTicket(ticket=day.id("B001"))
    yield c.SkipNumbers(day=day.hall.day, counters={"papers": 60})
    yield c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now)
    yield c.BookAppointment(code="k", queue="papers", starts_at=day.now, ends_at=day.now + 1)
    yield c.CancelAppointment(code="k")
    yield c.BookAppointment(queue="papers", starts_at=at("2026-11-20 14:00"), person="ab" * 16)
    (booking,) = day.hall.state.bookings
    yield c.MoveAppointment(code=booking.code, starts_at=at("2026-11-20 14:30"))  # and nobody comes
    yield c.OpenCase(kind=CaseKind.UNSOLVED, text="三次都没办成")
    yield c.CallHelp()
    yield c.TakeHelp(call=day.call_for_help(), window="w2")
    yield c.FinishHelp(call=day.call_for_help(), window="w2")
    yield c.CallHelp()
    day.now += 120_000
    yield c.Tick()
    yield c.WithdrawHelp(call=day.call_for_help())
    yield c.RecordFault(code="x")
    yield c.PauseWindow(window="w2", reason="tea")
    yield c.OpenWindow(window="w2", queues=("papers",))
    yield c.ShowEmergency(on=True, text="请离开")
    yield c.SetDay(day="2026-11-20")
    day.now += 86_400_000
    yield c.Tick()


OF_A_START = (e.QueueRenamed, e.WindowRenamed, e.TicketPutBack)
"""Happen before the first snapshot goes out; `test_changed_hall_rules.py` has them."""

ONLY_RECORDED = {
    e.RequestRefused, NoticeGiven, e.StaffSignedIn, e.StaffSignedOut, e.StaffActed, e.PhoneCodeSent, e.PhoneCodeTried
}  # fmt: skip


ASKERS: dict[type[c.Command], str] = {
    **dict.fromkeys((c.RecordOfflineTicket, c.RecordPrint, c.CallHelp, c.WithdrawHelp), "kiosk-1"),
    **dict.fromkeys((c.BookAppointment, c.CancelAppointment), ""),
}


def test_no_snapshot_changes_that_was_not_named() -> None:
    day = Acting(booked_hall())
    day.printers = {"kiosk-1": PrinterStatus.READY}
    happened: set[type[e.Event]] = set()
    for step in steps_of_a_day(day):
        now = day.now  # what time alone changes is not the events' to name
        before = {name: window_snapshot(day.hall, name, now, 0) for name in NAMES}
        queues, calls, known = queues_snapshot(day.hall, now, 0), calls_snapshot(day.hall, now, 0), len(day.log)
        notice = emergency_snapshot(day.hall, now, 0)
        help_ = help_snapshot(day.hall, now, 0)
        told = day.try_(step, ASKERS.get(type(step), "pad-1"))
        assert not isinstance(told, Refusal), (step, told)
        named = changed(day.hall, day.log[known:])
        for name, snapshot in before.items():
            assert name in named.windows or window_snapshot(day.hall, name, now, 0) == snapshot, (step, name)
        assert named.queues or queues_snapshot(day.hall, now, 0) == queues, step
        assert named.calls or calls_snapshot(day.hall, now, 0) == calls, step
        assert named.emergency or emergency_snapshot(day.hall, now, 0) == notice, step
        assert named.help or help_snapshot(day.hall, now, 0) == help_, step
        assert named.at_once == {event.window for event in told if hasattr(event, "window")}, step
        happened.update(type(event) for event in told)
    assert happened == set(SHOWN) - {*ONLY_RECORDED, *OF_A_START}
