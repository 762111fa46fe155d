"""发到手机: a number that no paper holds goes to its holder's phone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from machine_sample import Walk, machine

from domain.flow import Answered, BackTouched, DoneTouched, HallAway, HallOnline, NoAnswer
from domain.number_machine.inputs import (
    DigitDeleted,
    DigitTouched,
    PhoneDone,
    PriorityChosen,
    QueueChosen,
    SendTouched,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.moves import MachineTimer
from domain.number_machine.paper import can_send
from domain.number_machine.state import Page, Sending, Waiting
from domain.views.catalogue import TicketWay

PHONE = "13800138000"
TAG = "leave:20261121-A012"


def unprinted() -> Walk:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    return walk.hall_answers().paper_fails().sees_number("A012")


def typed(walk: Walk, digits: str = PHONE) -> Walk:
    return walk.touch(SendTouched()).sees(Page.SEND).touch(*(DigitTouched(digit) for digit in digits))


def test_a_number_without_paper_is_left_with_the_hall_for_a_phone() -> None:
    walk = typed(unprinted()).touch(PhoneDone())
    assert walk.wire == ("ticket.leave_phone", {"ticket": "20261121-A012", "phone": PHONE})
    walk.give(Answered(walk.asked.tag, ok=True)).sees_number("A012")
    assert walk.state.visit.sending is Sending.SENT
    assert not can_send(walk.state), "once is enough"
    walk.after(61).sees(Page.HOME).is_forgotten()


@pytest.mark.parametrize("end", [Answered(TAG, ok=False, code="hall.busy"), NoAnswer(TAG)])
def test_what_was_not_sent_is_said_and_may_be_tried_again(end: object) -> None:
    walk = typed(unprinted()).touch(PhoneDone()).give(end).sees_number("A012")
    assert (walk.state.visit.sending, walk.state.visit.phone) == (Sending.FAILED, "")
    typed(walk).touch(PhoneDone()).give(Answered(TAG, ok=True)).sees_number("A012")
    assert walk.state.visit.sending is Sending.SENT


def test_a_hall_that_says_nothing_for_five_seconds_is_not_waited_for() -> None:
    walk = typed(unprinted()).touch(PhoneDone()).after(5.1).sees_number("A012")
    assert walk.state.visit.sending is Sending.FAILED
    walk.give(Answered(TAG, ok=True))
    assert walk.state.visit.sending is Sending.FAILED, "a late answer changes no screen"


def test_who_goes_back_has_left_nothing_and_sees_the_number_long_enough() -> None:
    walk = typed(unprinted(), "138").touch(BackTouched()).sees_number("A012")
    assert walk.state.visit.phone == ""
    assert can_send(walk.state)
    walk.after(55).sees_number("A012").after(6).sees(Page.HOME).is_forgotten()


def test_who_walks_away_from_the_keys_is_forgotten() -> None:
    typed(unprinted(), "1380").after(30.5).after(16).sees(Page.IDLE).is_forgotten()


def test_a_number_that_is_no_phone_is_not_sent() -> None:
    walk = typed(unprinted(), "12800138000")
    before = walk.asked
    walk.touch(PhoneDone()).sees(Page.SEND)
    assert walk.asked is before


def test_it_is_offered_only_for_a_number_that_is_nowhere_else() -> None:
    assert can_send(unprinted().state)
    assert not can_send(unprinted().paper_comes().state), "it is on paper"
    by_phone = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.PHONE))
    by_phone.touch(*(DigitTouched(digit) for digit in PHONE), PhoneDone(), PriorityChosen(None))
    assert not can_send(by_phone.hall_answers().paper_fails().state), "a phone was given before"
    assert not can_send(unprinted().give(HallAway()).state)
    assert can_send(unprinted().give(HallAway(), HallOnline()).state)
    state = unprinted().state
    assert state.catalogue is not None
    silent = replace(state, catalogue=replace(state.catalogue, identify=(TicketWay.CARD, TicketWay.NONE)))
    assert not can_send(silent), "this hall sends no messages"


def test_a_machine_without_printer_offers_it_too() -> None:
    walk = Walk(machine(has_printer=False)).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
    walk.touch(PriorityChosen(None)).hall_answers().sees_number("A012")
    assert can_send(walk.state)
    typed(walk).touch(PhoneDone()).give(Answered(TAG, ok=True)).sees_number("A012")


def test_the_hall_s_own_number_of_a_hall_that_was_away_is_not_offered_it() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_goes().own_number().paper_fails().give(HallOnline())
    assert not can_send(walk.state)


def test_the_keys_are_not_shown_where_nothing_can_be_sent() -> None:
    printed = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    printed.hall_answers().paper_comes().touch(SendTouched()).sees_number("A012")
    unprinted().give(HallAway()).touch(SendTouched()).sees_number("A012")
    own = Walk(online=False).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
    own.touch(PriorityChosen(None)).own_number().paper_fails().give(HallOnline()).touch(SendTouched())
    own.sees_number("A900")


def test_a_digit_typed_wrong_can_be_deleted() -> None:
    walk = typed(unprinted(), "138").touch(DigitDeleted())
    assert walk.state.visit.phone == "13"


def test_keys_opened_again_are_empty() -> None:
    walk = typed(unprinted(), "138").touch(BackTouched()).sees_number("A012")
    assert walk.touch(SendTouched()).state.visit.phone == ""


def test_whoever_has_a_phone_with_the_hall_is_asked_for_another_only_after_it_failed() -> None:
    walk = typed(unprinted()).touch(PhoneDone()).give(Answered(TAG, ok=False, code="hall.busy"))
    assert can_send(walk.state)
    walk.touch(SendTouched()).sees(Page.SEND)
    assert walk.state.visit.sending is Sending.NO


def test_the_hall_is_waited_for_4_s_and_the_screen_is_free_after_its_answer() -> None:
    walk = typed(unprinted()).touch(PhoneDone())
    assert walk.asked.timeout_s == 4.0
    walk.give(Answered(TAG, ok=True))
    assert walk.state.waiting is Waiting.NO
    assert walk.state.visit.phone == PHONE
    assert {MachineTimer.WORDS, MachineTimer.SLOW}.isdisjoint(walk.timers)


def test_the_answer_for_the_person_before_promises_nothing_to_this_one() -> None:
    walk = typed(unprinted()).touch(PhoneDone()).after(5.1)
    walk.touch(DoneTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers(ticket="20261121-A013", number="A013").paper_fails()
    typed(walk).touch(PhoneDone())
    for late in (Answered(TAG, ok=True), NoAnswer(TAG)):
        walk.give(late).sees(Page.SEND)
        assert walk.state.visit.sending is Sending.ASKED
