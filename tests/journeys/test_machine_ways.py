"""Ways into a number and out of it: each screen's 返回, 再试一次 and second way, and what each keeps of a person."""

from __future__ import annotations

from typing import Any

import pytest
from machine_sample import Walk

from domain.flow import Answered, Ask, BackTouched, Look, LookChosen
from domain.number_machine.effects import IssueOffline
from domain.number_machine.inputs import (
    CancelConfirmed,
    CancelTouched,
    CardFailed,
    CardFault,
    CardLaid,
    CardRead,
    CheckInChosen,
    CodeScanned,
    DigitTouched,
    GoOnAnyway,
    HelpTouched,
    PhoneDone,
    PriorityChosen,
    QueueChosen,
    ReaderChanged,
    ReaderPart,
    Retry,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.moves import MachineTimer
from domain.number_machine.state import Page, Problem
from domain.views.catalogue import TicketWay

ELDER = CardRead("hash-of-wang", "王**", "19500101")
UNREADABLE = CardFailed(CardFault.UNREADABLE)
PULLED = ReaderChanged(ReaderPart.CARDS, present=False)
PHONE_AND_NONE = (TicketWay.PHONE, TicketWay.NONE)


def home(*touches: Any, **config: Any) -> Walk:
    return Walk(**config).touch(SomewhereTouched(), *touches)


def refused(code: str, *, carded: bool = False, queue: str = "social") -> Walk:
    who = (ELDER, QueueChosen(queue)) if carded else (QueueChosen(queue), WayChosen(TicketWay.NONE))
    return home(*who, PriorityChosen(None)).hall_refuses(code)


def with_an_open_number() -> Walk:
    given = {"ticket": "20261121-B003", "number": "B003", "queue": "civil", "ahead": 2, "issued_at": 1}
    walk = home(QueueChosen("civil"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    return walk.hall_refuses("person.has_ticket", **given).sees(Page.EXISTING)


# ---- in


def test_a_language_chosen_at_rest_wakes_the_machine() -> None:
    walk = Walk().touch(LookChosen(Look(language="en"))).sees(Page.HOME)
    assert walk.state.look.language == "en"


def test_a_look_chosen_on_a_question_leaves_the_question() -> None:
    home(QueueChosen("social"), LookChosen(Look(elder=True))).sees(Page.WHO)


def test_a_queue_that_the_hall_does_not_have_leads_nowhere() -> None:
    home(QueueChosen("nowhere")).sees(Page.HOME)


def test_two_ways_are_a_question_and_a_single_one_is_none() -> None:
    home(QueueChosen("social"), identify=PHONE_AND_NONE).sees(Page.WHO)
    home(QueueChosen("social"), identify=(TicketWay.PHONE,)).sees(Page.PHONE)


def test_a_way_that_has_gone_meanwhile_leads_nowhere() -> None:
    home(QueueChosen("social")).give(PULLED).touch(WayChosen(TicketWay.CARD)).sees(Page.WHO)


def test_who_leaves_nothing_leaves_no_card_on_the_reader_either() -> None:
    walk = home(QueueChosen("social"), CardLaid(), WayChosen(TicketWay.NONE)).sees(Page.PRIORITY)
    assert not walk.state.visit.reading


def test_a_key_that_is_no_digit_writes_nothing() -> None:
    walk = home(QueueChosen("social"), WayChosen(TicketWay.PHONE))
    walk.touch(*(DigitTouched(key) for key in ("1", "12", "x", "", "3")))
    assert walk.state.visit.phone == "13"


def test_a_card_that_was_read_is_no_longer_read() -> None:
    walk = home(CardLaid(), ELDER)
    assert not walk.state.visit.reading


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (CardFault.UNREADABLE, Problem.CARD_UNREADABLE),
        (CardFault.UNKNOWN_CARD, Problem.CARD_UNKNOWN),
        (CardFault.EXPIRED, Problem.CARD_EXPIRED),
    ],
)
def test_each_fault_of_a_card_has_its_words_and_ends_the_reading(fault: CardFault, problem: Problem) -> None:
    walk = home(QueueChosen("social"), CardLaid(), CardFailed(fault)).sees(Page.PROBLEM, problem)
    assert not walk.state.visit.reading


def test_a_hall_that_wants_cards_gives_numbers_without_one_while_the_reader_is_away() -> None:
    home(PULLED, QueueChosen("social"), identify=(TicketWay.CARD,)).sees(Page.PRIORITY)


# ---- a reader that is pulled


@pytest.mark.parametrize("way", [[], [WayChosen(TicketWay.CARD)]])
def test_a_reader_pulled_while_it_read_leaves_the_other_ways(way: list[Any]) -> None:
    home(QueueChosen("social"), *way, CardLaid(), UNREADABLE).give(PULLED).sees(Page.WHO)


def test_a_reader_pulled_forgets_the_card_that_lay_on_it() -> None:
    walk = home(QueueChosen("social"), CardLaid()).give(PULLED).sees(Page.WHO)
    assert not walk.state.visit.reading


def test_a_reader_that_comes_back_takes_nobody_from_the_card_screen() -> None:
    walk = home(QueueChosen("social"), WayChosen(TicketWay.CARD))
    walk.give(ReaderChanged(ReaderPart.CARDS, present=True)).sees(Page.CARD)


def test_a_reader_pulled_elsewhere_changes_no_screen() -> None:
    home(CheckInChosen(), UNREADABLE).give(PULLED).sees(Page.PROBLEM, Problem.CARD_UNREADABLE)
    home(QueueChosen("social"), WayChosen(TicketWay.PHONE)).give(PULLED).sees(Page.PHONE)
    booked = home(QueueChosen("social"), CodeScanned("7788")).hall_refuses("appointment.used")
    booked.give(PULLED).sees(Page.PROBLEM, Problem.BOOKING_USED)
    refused("queue.full").give(PULLED).sees(Page.PROBLEM, Problem.FULL)


# ---- 返回


def test_back_from_the_card_or_the_phone_asks_how_again() -> None:
    for way in (TicketWay.CARD, TicketWay.PHONE):
        walk = home(QueueChosen("social"), WayChosen(way), BackTouched()).sees(Page.WHO)
        assert walk.state.visit.queue == "social"
    home(QueueChosen("social"), WayChosen(TicketWay.PHONE), BackTouched(), identify=PHONE_AND_NONE).sees(Page.WHO)


def test_back_from_the_only_way_leads_home() -> None:
    home(QueueChosen("social"), BackTouched(), identify=(TicketWay.PHONE,)).sees(Page.HOME)
    home(QueueChosen("social"), BackTouched(), identify=(TicketWay.NONE,)).sees(Page.HOME)


def test_back_from_the_priorities_asks_how_again_and_forgets_the_phone() -> None:
    phone = [DigitTouched(digit) for digit in "13800138000"]
    walk = home(QueueChosen("social"), WayChosen(TicketWay.PHONE), *phone, PhoneDone()).sees(Page.PRIORITY)
    walk.touch(BackTouched()).sees(Page.WHO)
    assert (walk.state.visit.queue, walk.state.visit.phone) == ("social", "")
    home(QueueChosen("social"), WayChosen(TicketWay.NONE), BackTouched(), identify=PHONE_AND_NONE).sees(Page.WHO)


def test_back_from_the_priorities_leads_who_tapped_a_card_home_and_keeps_the_card() -> None:
    walk = home(ELDER, QueueChosen("social"), BackTouched()).sees(Page.HOME)
    visit = walk.state.visit
    assert (visit.queue, visit.person, visit.masked_name, visit.carded) == ("", "hash-of-wang", "王**", True)
    assert visit.suggested == "elder"
    walk.touch(QueueChosen("civil"), PriorityChosen("elder"))
    assert walk.wire[1]["person"] == "hash-of-wang"


def test_back_from_a_card_that_could_not_be_read_gives_the_question_back() -> None:
    home(QueueChosen("social"), UNREADABLE, BackTouched()).sees(Page.WHO)
    home(QueueChosen("social"), WayChosen(TicketWay.CARD), UNREADABLE, BackTouched()).sees(Page.CARD)
    home(CheckInChosen(), UNREADABLE, BackTouched()).sees(Page.CHECK_IN)


def test_back_from_a_number_ends_the_session() -> None:
    number = home(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers().paper_comes()
    cancelled = with_an_open_number().touch(CancelTouched(), CancelConfirmed())
    cancelled.give(Answered(cancelled.asked.tag, ok=True)).sees(Page.CANCELLED)
    for walk in (number, with_an_open_number(), cancelled):
        walk.touch(LookChosen(Look(elder=True)), BackTouched()).sees(Page.HOME).is_forgotten()
        assert MachineTimer.NUMBER not in walk.timers


# ---- 再试一次


@pytest.mark.parametrize("code", ["hall.busy", "hall.disk_full", "ticket.unknown"])
def test_a_request_that_was_refused_is_asked_again_as_a_new_one(code: str) -> None:
    walk = refused(code)
    first = walk.asked.request_id
    walk.touch(Retry())
    assert (walk.state.problem, walk.state.visit.refusal) == (None, "")
    assert walk.wire == ("ticket.issue", {"queue": "social", "language": "zh_CN"})
    assert walk.asked.request_id != first


@pytest.mark.parametrize("code", ["hall.closed", "queue.closed", "queue.full", "person.limit"])
def test_what_will_be_refused_again_leads_home_and_keeps_the_card(code: str) -> None:
    for way in (Retry(), GoOnAnyway(), BackTouched()):
        walk = refused(code, carded=True).touch(way).sees(Page.HOME)
        assert walk.state.visit.carded
        assert len(walk.made(Ask)) == 1
        assert not walk.made(IssueOffline)


def test_a_closed_hall_says_so() -> None:
    refused("hall.closed").sees(Page.PROBLEM, Problem.CLOSED)


# ---- the second way


def test_who_goes_on_without_the_card_is_asked_how_again_for_the_same_queue() -> None:
    walk = home(QueueChosen("social"), UNREADABLE, GoOnAnyway()).sees(Page.WHO)
    walk.touch(WayChosen(TicketWay.NONE), PriorityChosen(None))
    assert walk.wire[1]["queue"] == "social"


def test_who_goes_on_without_a_card_that_was_laid_on_at_home_is_at_home_without_it() -> None:
    walk = home(ELDER, UNREADABLE, GoOnAnyway()).sees(Page.HOME)
    assert not walk.state.visit.carded


def test_a_sick_hall_and_no_own_numbers_lead_home() -> None:
    walk = refused("hall.busy", queue="civil").touch(GoOnAnyway()).sees(Page.HOME)
    assert not walk.made(IssueOffline)


def test_a_code_whose_queue_is_full_gets_no_number_by_going_on() -> None:
    walk = Walk().touch(CodeScanned("QJ20261120")).hall_refuses("queue.full").sees(Page.PROBLEM, Problem.FULL)
    walk.touch(GoOnAnyway()).sees(Page.HOME)
    assert len(walk.made(Ask)) == 1


# ---- the end


def test_the_end_takes_an_open_help_away_too() -> None:
    walk = home(QueueChosen("social"), HelpTouched()).after(46).sees(Page.IDLE)
    assert not walk.state.help


def phone_limit() -> Walk:
    walk = home(QueueChosen("social"), WayChosen(TicketWay.PHONE), *map(DigitTouched, "13800138000"))
    return walk.touch(PhoneDone(), PriorityChosen("elder")).hall_refuses("phone.limit")


def test_a_phone_that_has_had_enough_messages_leads_to_a_number_without_one() -> None:
    walk = phone_limit().sees(Page.PROBLEM, Problem.PHONE_LIMIT).touch(GoOnAnyway())
    assert "phone" not in walk.wire[1]
    assert walk.wire[1]["priority"] == "elder"
    walk.hall_answers(number="B003").sees_number("B003")


def test_or_to_another_phone() -> None:
    walk = phone_limit().touch(Retry()).sees(Page.PHONE)
    assert walk.state.visit.phone == ""
    walk.touch(*map(DigitTouched, "13900139000"), PhoneDone(), PriorityChosen(None))
    assert walk.wire[1]["phone"] == "13900139000"
