"""A citizen's paths through the queue-number machine, one line a step."""

from __future__ import annotations

from dataclasses import replace

from machine_sample import Walk, queues

from domain.flow import Arrived, Ask, BackTouched, ContinueTouched, DoneTouched, Look, LookChosen, Record
from domain.number_machine.effects import PrintTicket, ReadCards, WipeSession
from domain.number_machine.inputs import (
    CardFailed,
    CardFault,
    CardLaid,
    CardRead,
    CheckInChosen,
    CodeScanned,
    DigitDeleted,
    DigitTouched,
    GoOnAnyway,
    HelpTouched,
    HomeTouched,
    PhoneDone,
    PriorityChosen,
    QueueChosen,
    ReaderChanged,
    ReaderPart,
    Retry,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.state import Page, Paper, Problem
from domain.views.catalogue import TicketWay
from domain.views.public import QueueStatus
from kiosk.mqtt.bodies import wire_form

PHONE = [DigitTouched(digit) for digit in "13800138000"]
ELDER = CardRead("hash-of-wang", "王**", "19500101")
YOUNG = CardRead("hash-of-li", "李*", "19950101")


def test_a_citizen_takes_a_number_without_leaving_anything() -> None:
    walk = Walk().touch(SomewhereTouched()).sees(Page.HOME)
    walk.touch(QueueChosen("social")).sees(Page.WHO)
    walk.touch(WayChosen(TicketWay.NONE)).sees(Page.PRIORITY)
    walk.touch(PriorityChosen(None))
    assert walk.wire == ("ticket.issue", {"queue": "social", "language": "zh_CN"})
    walk.hall_answers().sees_number("A012")
    assert walk.last(PrintTicket).ahead == 3
    walk.paper_comes()
    assert wire_form(walk.last(Record).event) == ("ticket.printed", {"ticket": "20261121-A012", "copy": False})
    walk.touch(DoneTouched()).sees(Page.HOME).is_forgotten()


def test_a_phone_number_goes_with_the_request_and_nowhere_else() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.PHONE)).sees(Page.PHONE)
    walk.touch(PhoneDone()).sees(Page.PHONE)
    walk.touch(*PHONE, DigitDeleted(), DigitTouched("8"), DigitTouched("8"))
    walk.touch(PhoneDone()).sees(Page.PRIORITY)
    walk.touch(PriorityChosen(None))
    assert walk.wire[1]["phone"] == "13800138008"
    assert "13800138008" not in repr(walk.state)
    walk.hall_answers().touch(DoneTouched()).is_forgotten()


def test_a_card_suggests_the_priority_of_its_age_and_asks_nothing() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social")).touch(CardLaid())
    assert walk.state.visit.reading
    walk.give(ELDER).sees(Page.PRIORITY)
    assert walk.state.visit.suggested == "elder"
    walk.touch(PriorityChosen("elder"))
    assert (walk.wire[1]["person"], walk.wire[1]["priority"]) == ("hash-of-wang", "elder")
    assert Walk().touch(SomewhereTouched(), QueueChosen("social"), YOUNG).state.visit.suggested is None


def test_a_card_laid_on_at_home_saves_the_question_who() -> None:
    walk = Walk().touch(SomewhereTouched(), ELDER).sees(Page.HOME)
    assert walk.state.visit.masked_name == "王**"
    walk.touch(QueueChosen("social")).sees(Page.PRIORITY)


def test_a_card_wakes_a_machine_that_rests() -> None:
    walk = Walk().sees(Page.IDLE).touch(CardLaid()).sees(Page.HOME)
    assert walk.give(ELDER).state.visit.carded


def test_the_touch_that_wakes_the_machine_chooses_nothing() -> None:
    Walk().touch(QueueChosen("social")).sees(Page.HOME)


def test_a_double_tap_does_not_choose_on_the_next_screen() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social")).sees(Page.WHO)
    walk.after(0.2).give(WayChosen(TicketWay.NONE)).sees(Page.WHO)
    walk.after(0.3).give(WayChosen(TicketWay.NONE)).sees(Page.PRIORITY)


def test_a_hall_that_wants_no_card_and_no_phone_asks_nothing() -> None:
    walk = Walk(identify=(TicketWay.NONE,), priorities=()).touch(SomewhereTouched(), QueueChosen("social"))
    assert walk.wire[0] == "ticket.issue"


def test_a_reader_that_is_gone_is_not_offered() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.CARD)).sees(Page.CARD)
    walk.give(ReaderChanged(ReaderPart.CARDS, present=False)).sees(Page.WHO)
    assert walk.state.ways == ("phone", "none")


def test_cards_are_read_only_where_a_card_is_asked_for() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"))
    assert walk.last(ReadCards).on
    walk.touch(WayChosen(TicketWay.NONE), ELDER)
    assert not walk.last(ReadCards).on
    assert not walk.state.visit.carded


def test_a_card_that_cannot_be_read_may_be_laid_on_again_or_left_out() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), CardFailed(CardFault.UNREADABLE))
    walk.sees(Page.PROBLEM, Problem.CARD_UNREADABLE)
    walk.touch(Retry()).sees(Page.CARD)
    walk.touch(CardFailed(CardFault.UNKNOWN_CARD)).sees(Page.PROBLEM, Problem.CARD_UNKNOWN)
    walk.touch(GoOnAnyway()).sees(Page.WHO)


def test_a_booking_code_checks_in_from_any_screen_that_listens() -> None:
    walk = Walk().touch(SomewhereTouched(), CheckInChosen()).sees(Page.CHECK_IN)
    walk.touch(CodeScanned("7788"))
    assert walk.wire[1] == {"appointment": "7788", "language": "zh_CN"}
    walk.hall_answers().sees_number("A012")
    assert Walk().touch(CodeScanned("7788")).wire[1]["appointment"] == "7788"


def test_a_card_checks_in_by_the_person_who_booked() -> None:
    walk = Walk().touch(SomewhereTouched(), CheckInChosen(), ELDER)
    assert walk.wire[1] == {"person": "hash-of-wang", "language": "zh_CN"}


def test_a_booking_that_is_early_says_when_and_one_that_is_over_offers_an_ordinary_number() -> None:
    walk = Walk().touch(CodeScanned("7788")).hall_refuses("appointment.early", starts_at=99)
    walk.sees(Page.PROBLEM, Problem.BOOKING_EARLY)
    assert walk.state.visit.starts_at == 99
    walk = Walk().touch(CodeScanned("7788")).hall_refuses("appointment.late")
    walk.sees(Page.PROBLEM, Problem.BOOKING_LATE).touch(GoOnAnyway()).sees(Page.HOME)


def test_who_has_a_number_already_sees_it_and_may_print_it_again() -> None:
    walk = Walk().touch(SomewhereTouched(), ELDER, QueueChosen("social"), PriorityChosen(None))
    walk.hall_refuses("person.has_ticket", ticket="20261121-B003", number="B003", queue="civil", ahead=2, issued_at=1)
    walk.sees(Page.EXISTING)
    assert walk.state.visit.given is not None
    assert (walk.state.visit.given.number, walk.state.visit.given.ahead) == ("B003", 2)


def test_a_closed_queue_says_so_before_anything_is_asked() -> None:
    for status, trouble in (
        (QueueStatus.CLOSED, Problem.CLOSED),
        (QueueStatus.BREAK, Problem.BREAK),
        (QueueStatus.FULL, Problem.FULL),
        (QueueStatus.PAUSED, Problem.PAUSED),
    ):
        walk = Walk().give(Arrived(queues(2, social=status))).touch(SomewhereTouched(), QueueChosen("social"))
        walk.sees(Page.PROBLEM, trouble)
    walk.touch(GoOnAnyway()).sees(Page.WHO)  # a paused one takes people all the same


def test_a_refusal_of_the_hall_has_its_own_screen() -> None:
    for code, trouble in (
        ("queue.closed", Problem.CLOSED),
        ("queue.full", Problem.FULL),
        ("person.limit", Problem.PERSON_LIMIT),
        ("hall.disk_full", Problem.HALL_SICK),
        ("priority.unknown", Problem.REFUSED),
    ):
        walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
        walk.hall_refuses(code).sees(Page.PROBLEM, trouble)
        assert walk.state.visit.refusal == code


def test_a_machine_without_words_of_its_hall_does_not_fail() -> None:
    walk = Walk()
    walk.state = replace(walk.state, catalogue=None, queues=None)
    walk.touch(SomewhereTouched(), QueueChosen("social")).sees(Page.HOME)


def test_back_unlearns_what_the_question_had_learned() -> None:
    walk = (
        Walk()
        .touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE, BackTouched())
        .sees(Page.WHO)
    )
    assert walk.state.visit.phone == ""
    walk.touch(BackTouched()).sees(Page.HOME)
    assert walk.state.visit.queue == ""


def test_home_forgets_the_person_and_keeps_the_look() -> None:
    look = Look(elder=True)
    walk = (
        Walk().touch(SomewhereTouched(), LookChosen(look), ELDER, QueueChosen("social"), HomeTouched()).sees(Page.HOME)
    )
    assert not walk.state.visit.carded
    assert walk.state.look == look


def test_help_lies_over_the_screen_and_gives_it_back() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), HelpTouched())
    assert walk.state.help
    walk.touch(WayChosen(TicketWay.NONE)).sees(Page.WHO)
    walk.touch(HelpTouched()).sees(Page.WHO)
    assert not walk.state.help


def test_who_goes_away_is_asked_for_15_seconds_and_then_forgotten() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE)
    walk.after(29)
    assert not walk.state.asking
    walk.after(2)
    assert walk.state.asking
    walk.after(13)
    assert walk.state.asking
    assert walk.state.count <= 2
    walk.after(2).sees(Page.IDLE).is_forgotten()
    assert walk.made(WipeSession)


def test_whoever_is_still_there_loses_nothing() -> None:
    walk = (
        Walk()
        .touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE)
        .after(35)
        .give(ContinueTouched())
    )
    walk.sees(Page.PHONE)
    assert len(walk.state.visit.phone) == 11
    walk.after(25).sees(Page.PHONE)
    assert not walk.state.asking


def test_an_elder_has_twice_the_time() -> None:
    walk = Walk().touch(SomewhereTouched(), LookChosen(Look(elder=True)), QueueChosen("social")).after(58)
    assert not walk.state.asking
    assert walk.after(3).state.asking


def test_a_machine_nobody_used_rests_without_asking() -> None:
    walk = Walk().touch(SomewhereTouched()).after(31).sees(Page.IDLE)
    assert not walk.state.asking


def test_the_number_screen_goes_back_by_itself() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers().paper_comes().after(29).sees_number("A012")
    walk.after(2).sees(Page.HOME).is_forgotten()


def test_a_language_chosen_is_asked_for_and_reset_after_the_person() -> None:
    walk = Walk().touch(
        SomewhereTouched(), LookChosen(Look(language="en")), QueueChosen("social"), WayChosen(TicketWay.NONE)
    )
    walk.touch(PriorityChosen(None))
    assert walk.wire[1]["language"] == "en"
    walk.hall_answers()
    assert walk.last(PrintTicket).language == "en"
    assert walk.state.visit.paper is Paper.PRINTING
    walk.touch(DoneTouched()).is_forgotten()
    assert len(walk.made(Ask)) == 1
