"""What the log says of each step, whole: others read it, and the chain of reviews is made of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, HOUR, Acting, invited, review

from domain import commands as c
from domain import events as e
from domain.commands import GiveRating
from domain.config import Device, Role
from domain.decide.fold import fold
from domain.queue_rules import Policy
from domain.refusal import Code, Refusal
from domain.state.rating import GENESIS, chain_hash, chained, verify_chain


def last(day: Acting) -> e.Event:
    return day.log[-1]


def test_a_review_at_the_pad_says_what_the_citizen_touched_and_when() -> None:
    day, event = invited()
    asked = review(event, 2, tags=("207",), comment="slow", given_at=day.now + 5, monotonic_ms=77, signature="s")
    day.later(seconds=10).do(asked, "pad-1")
    told = e.RatingGiven(
        at=day.now,
        session=event.session,
        ticket=event.ticket,
        window="w1",
        clerk="li",
        device="pad-1",
        level=2,
        tags=("207",),
        comment="slow",
        given_at=day.now - 10_000 + 5,
        monotonic_ms=77,
        signature="s",
        previous=GENESIS,
        hash="",
    )
    assert last(day) == chained(told)


def test_a_review_by_phone_says_that_it_is_one_and_when_the_hall_heard_it() -> None:
    page = Device(id="page", role=Role.PHONE_PAGE)
    day, event = invited(day=Acting(replace(HALL, devices=(*HALL.devices, page)), ticket_key="key of {}".format).open())
    by_phone = c.RateByPhone(ticket=event.ticket, key=f"key of {event.ticket}", level=4, tags=("407",), comment="fine")
    day.later(minutes=30).do(by_phone, "page")
    told = last(day)
    assert isinstance(told, e.RatingGiven)
    assert (told.at, told.given_at, told.monotonic_ms, told.signature) == (day.now, day.now, 0, "")
    assert (told.session, told.ticket, told.window, told.clerk) == (event.session, event.ticket, "w1", "li")
    assert (told.device, told.level, told.tags, told.comment) == ("page", 4, ("407",), "fine")
    assert (told.channel, told.previous) == (e.Channel.PHONE, GENESIS)
    assert told.hash == chain_hash(told)


def test_a_window_without_a_clerk_by_its_log_invites_with_no_name() -> None:
    day, event = invited()
    assert (event.at, event.expires_at, event.clerk) == (day.now, day.now + 60_000, "li")
    assert (event.session, event.nonce) == (event.session[:16], event.nonce[:32])
    assert event.session != event.nonce[:16]


def test_the_chain_says_which_review_broke_it_and_why() -> None:
    day, event = invited()
    day.do(review(event), "pad-1")
    _, event = invited(day=day)
    day.do(review(event), "pad-1")
    first, second = (one for one in day.log if isinstance(one, e.RatingGiven))
    changed = verify_chain([first, replace(second, level=1)])
    assert (changed.count, changed.broken_session) == (1, second.session)
    assert changed.reason == "was changed after it was given"
    moved = verify_chain([second])
    assert (moved.count, moved.broken_session) == (0, second.session)
    assert moved.reason == "does not follow the review before it"
    whole = verify_chain([first, second])
    assert (whole.count, whole.broken_session, whole.reason) == (2, None, "")


def test_paper_and_its_failure_are_told_with_machine_copy_and_order() -> None:
    day = Acting().open()
    ticket = day.id(day.take())
    day.do(c.RecordPrint(ticket=ticket, copy=True, order="o"), "kiosk-2")
    assert last(day) == e.TicketPrinted(at=day.now, ticket=ticket, device="kiosk-2", copy=True, order="o")
    day.do(c.RecordPrint(ticket=ticket, fault="paper_out", order="o"), "kiosk-2")
    assert last(day) == e.TicketPrintFailed(at=day.now, ticket=ticket, device="kiosk-2", fault="paper_out", order="o")


@pytest.mark.parametrize(
    ("faults", "printed"),
    [((), None), (("",), True), (("jam",), False), (("jam", ""), True), (("", "jam"), True), (("jam", "jam"), False)],
)
def test_a_copy_makes_up_for_a_failure_and_a_failed_copy_takes_nothing_away(
    faults: tuple[str, ...], printed: bool | None
) -> None:
    day = Acting().open()
    number = day.take()
    for fault in faults:
        day.do(c.RecordPrint(ticket=day.id(number), fault=fault), "kiosk-1")
    assert day.ticket(number).printed is printed


def test_a_fault_is_told_with_its_device_and_its_end() -> None:
    day = Acting()
    day.do(c.RecordFault(code="door.open", detail="upper"), "kiosk-1")
    assert last(day) == e.DeviceFault(at=day.now, device="kiosk-1", code="door.open", detail="upper", cleared=False)
    day.do(c.RecordFault(code="door.open", cleared=True), "kiosk-1")
    assert last(day) == e.DeviceFault(at=day.now, device="kiosk-1", code="door.open", detail="", cleared=True)


def test_a_call_a_transfer_and_a_return_say_what_they_were() -> None:
    day = Acting().open()
    ticket = day.id(day.take())
    day.call("w1")
    assert last(day) == e.TicketCalled(at=day.now, ticket=ticket, window="w1")
    day.start("A001")
    day.do(c.TransferTicket(window="w1", ticket=ticket, to_window="w3"))
    moved = e.TicketTransferred(at=day.now, ticket=ticket, window="w1", queue="papers", to_window="w3")
    assert last(day) == moved
    day.call("w3")
    day.later(minutes=1).do(c.NoShow(window="w3", ticket=ticket))
    day.do(c.ReinstateTicket(window="w2", ticket=ticket))
    assert last(day) == e.TicketReinstated(at=day.now, ticket=ticket, window="w2", place_at=day.now - 60_000)


@pytest.mark.parametrize("order", [("papers", None, "papers"), (None, "w2", "social"), ("advice", "w3", "advice")])
def test_a_transfer_to_a_window_counts_in_the_named_queue_the_own_one_or_the_windows_first(
    order: tuple[str | None, str | None, str],
) -> None:
    queue, to_window, counted = order
    day = Acting().open()
    day.take("papers")
    number = day.start(day.call("w1"))
    day.do(c.TransferTicket(window="w1", ticket=day.id(number), queue=queue, to_window=to_window))
    assert (day.ticket(number).queue, day.ticket(number).kept_for) == (counted, to_window)


def test_a_window_that_serves_nothing_keeps_nobody() -> None:
    config = replace(HALL, windows=(*HALL.windows[:2], replace(HALL.windows[2], serves=())))
    day = Acting(config).open()
    day.take()
    number = day.start(day.call())
    to_w3 = c.TransferTicket(window="w1", ticket=day.id(number), to_window="w3")
    assert day.refused(to_w3) is Code.WINDOW_NOT_SERVING_QUEUE


def test_a_call_that_is_shown_names_its_queue_its_window_and_how_often() -> None:
    day = Acting().open()
    day.take()
    day.call()
    day.later(seconds=5).do(c.RecallTicket(window="w1", ticket=day.id("A001")))
    (call,) = day.hall.state.calls
    assert (call.seq, call.number, call.queue, call.window, call.window_number) == (2, "A001", "papers", "w1", "1")
    assert (call.at, call.times) == (day.now, 2)


def test_with_the_ratio_a_call_of_somebody_kept_for_the_window_uses_up_no_turn() -> None:
    rules = replace(HALL.rules, policy=Policy.RATIO, ratio_priority=1, ratio_ordinary=1)
    day = Acting(replace(HALL, rules=rules)).open()
    kept = day.take(priority="elder")
    day.start(day.call("w1"))
    day.do(c.TransferTicket(window="w1", ticket=day.id(kept), to_window="w3"))
    ordinary, elder = day.take(), day.take(priority="elder")
    assert day.order("w1") == [ordinary, elder], "the elder before had the turn of the priority"
    day.call("w3")
    assert day.order("w1") == [ordinary, elder]


def test_a_refusal_that_is_recorded_changes_nothing() -> None:
    day = Acting().open()
    before = day.hall.dump()
    day.hall.apply(e.RequestRefused(at=day.now, device="d", type="t", code="device.unknown"))
    assert day.hall.dump() == before


def test_an_event_about_what_the_hall_has_forgotten_still_folds() -> None:
    day, event = invited()
    state = Acting().hall.state
    fold(state, e.RatingLapsed(at=1, session="gone", window="w1"))
    fold(state, e.TicketPrinted(at=1, ticket="gone", device="kiosk-1"))
    day.do(review(event), "pad-1")
    told = last(day)
    assert isinstance(told, e.RatingGiven)
    fold(state, told)
    assert state.sessions.chain == told.hash


def book(day: Acting, code: str, starts: int, person: str | None = "p", queue: str = "papers") -> None:
    slot = {"starts_at": day.now + starts, "ends_at": day.now + starts + HOUR}
    day.do(c.BookAppointment(code=code, queue=queue, person=person, **slot))


def test_a_booking_and_its_end_are_told_whole() -> None:
    day = Acting()
    book(day, "k", 5)
    told = e.AppointmentBooked(
        at=day.now, code="k", queue="papers", starts_at=day.now + 5, ends_at=day.now + 5 + HOUR, person="p"
    )
    assert last(day) == told
    day.do(c.CancelAppointment(code="k"))
    assert last(day) == e.AppointmentCancelled(at=day.now, code="k", starts_at=told.starts_at)
    assert day.refused(c.IssueTicket(person="p")) is Code.APPOINTMENT_UNKNOWN


def test_of_several_bookings_the_one_that_is_due_is_honoured_and_the_next_one_is_told() -> None:
    day = Acting(replace(HALL, rules=replace(HALL.rules, one_open_number_per_person=False)))
    book(day, "later", 5 * HOUR)
    book(day, "sooner", 3 * HOUR)
    book(day, "other", 0, queue="social")
    book(day, "now", 0)
    assert day.ticket(day.do(c.IssueTicket(queue="papers", person="p")).number).appointment == "now"
    assert day.ticket(day.do(c.IssueTicket(person="p")).number).appointment == "other"
    refusal = day.refusal(c.IssueTicket(person="p"))
    assert (refusal.code, refusal.data) == (Code.APPOINTMENT_EARLY, {"starts_at": day.now + 3 * HOUR})
    day.do(c.CancelAppointment(code="sooner"))
    refusal = day.refusal(c.IssueTicket(person="p"))
    assert (refusal.code, refusal.data) == (Code.APPOINTMENT_EARLY, {"starts_at": day.now + 5 * HOUR})


@pytest.mark.parametrize(("booked", "comes", "found"), [("p", "q", False), ("p", "p", True), (None, "q", True)])
def test_a_code_is_good_for_its_person_and_one_without_a_person_for_whoever_shows_it(
    booked: str | None, comes: str, found: bool
) -> None:
    day = Acting()
    book(day, "k", 0, booked)
    told = day.try_(c.IssueTicket(appointment="k", person=comes))
    assert isinstance(told, Refusal) is not found


def test_a_review_that_is_signed_is_checked_with_the_key_of_its_pad() -> None:
    asked: list[tuple[str, bytes, str]] = []

    def verify(key: str, message: bytes, signature: str) -> bool:
        asked.append((key, message, signature))
        return True

    devices = tuple(replace(one, public_key="key") if one.id == "pad-1" else one for one in HALL.devices)
    day, event = invited(day=Acting(replace(HALL, devices=devices), verify=verify).open())
    signed: GiveRating = review(event, signature="mine")
    day.do(signed, "pad-1")
    assert [(key, signature) for key, _, signature in asked] == [("key", "mine")]
    assert signed.nonce.encode() in asked[0][1]
