"""One person at a kiosk: their card, their number, their time; and what the kiosk hears of its hall meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from kiosk_sample import KioskWalk, kiosk
from kiosk_sheet import CARD, GUIDES, OWN, SHEET, TICKET, Does, Types, heard, opened, stack
from machine_sample import machine

from domain.flow import (
    Answered,
    Arrived,
    Ask,
    BackTouched,
    ContinueTouched,
    DiskChanged,
    Doubt,
    HallReplaced,
    IdentityDoubted,
    Look,
    LookChosen,
    NoAnswer,
    StartTimer,
    TimerFired,
)
from domain.number_machine.effects import ReadCards, WipeSession
from domain.number_machine.inputs import (
    CardFailed,
    CardFault,
    CardLaid,
    CodeScanned,
    DigitTouched,
    HelpTouched,
    PhoneDone,
    PriorityChosen,
    QueueChosen,
    SendTouched,
    WayChosen,
)
from domain.number_machine.moves import MachineTimer
from domain.number_machine.state import Page, Problem
from domain.self_service.businesses import BUSINESSES
from domain.self_service.effects import KeepContent
from domain.self_service.inputs import ContentReady, GoHome, Identified, SlipEnded
from domain.self_service.time_out import FrameTimer
from domain.views.catalogue import TicketWay
from domain.views.public import ContentSnapshot

PHONE = [DigitTouched(digit) for digit in "13912345678"]


@pytest.fixture(autouse=True)
def _sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUSINESSES, OWN, SHEET)


# ---- cards and codes


def test_a_card_or_code_is_heard_on_the_pages_that_ask_for_one() -> None:
    walk = opened().give(CARD, CardLaid(), CardFailed(CardFault.UNREADABLE), CodeScanned("7"))
    assert heard(walk) == ()
    assert not walk.state.session.who.carded
    walk.touch(Does(page="codes")).give(CARD, CardLaid(), CodeScanned("7"))
    assert heard(walk) == (CodeScanned("7"),)
    assert not walk.state.session.who.carded
    walk.touch(Does(page="cards")).give(CardLaid(), CARD, CodeScanned("7"), CardFailed(CardFault.UNREADABLE))
    assert heard(walk)[1:] == (CardLaid(), Identified(), CardFailed(CardFault.UNREADABLE))
    assert walk.state.session.who.person == "hash"


def test_what_is_shown_keeps_the_session_alive_where_it_means_something() -> None:
    walk = opened().touch(Does(page="cards")).after(29).give(CardLaid()).after(29)
    assert not walk.state.asking
    walk.after(2)
    assert walk.state.asking
    walk.give(CARD)
    assert not walk.state.asking
    assert walk.timers.keys() >= {FrameTimer.IDLE}
    assert FrameTimer.COUNT not in walk.timers
    walk.touch(Does(page="two")).after(29).give(CardLaid()).after(2)
    assert walk.state.asking, "a card that nobody asked for means nothing"


def test_nothing_is_read_while_it_is_asked_whether_something_may_be_lost() -> None:
    walk = opened().touch(Types("x"), Does(page="cards"))
    assert walk.last(ReadCards) == ReadCards(on=True)
    walk.goes_home()
    assert walk.last(ReadCards) == ReadCards(on=False)
    before = walk.state
    walk.give(CARD, CardLaid(), CodeScanned("7788"))
    assert walk.state == before


def test_in_the_ticket_cards_and_codes_are_heard_where_the_number_machine_hears_them() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.PHONE)).at("phone")
    before = walk.state
    walk.give(CARD, CodeScanned("7788"), CardLaid())
    assert walk.state == before
    walk.back().give(CARD).at("priority")
    assert walk.machine.visit.masked_name == "欧阳**"
    walk = KioskWalk().touch(CARD).opens(TICKET)
    assert walk.machine.visit.masked_name == "欧阳**"


def test_a_kiosk_without_the_ticket_knows_people_and_opens_nothing_for_a_code() -> None:
    walk = KioskWalk(kiosk(businesses=(OWN, GUIDES)))
    for shown in (CodeScanned("7788"), CardFailed(CardFault.UNREADABLE)):
        walk.touch(shown).at("kiosk_home")
        assert walk.machine.page is Page.HOME
    assert not walk.made(Ask)
    walk.touch(CARD)
    assert walk.state.session.who.person == "hash"


def test_cards_are_read_from_the_first_moment() -> None:
    assert KioskWalk().made(ReadCards)[0] == ReadCards(on=True)


def test_after_what_a_card_at_home_led_to_the_ticket_begins_at_its_first_page() -> None:
    walk = KioskWalk().touch(CardFailed(CardFault.UNREADABLE)).at("message")
    assert walk.machine.problem is Problem.CARD_UNREADABLE
    walk.back().opens(TICKET).at("home")
    assert walk.machine.problem is None


def test_cards_are_read_on_the_pages_of_the_ticket_that_ask_for_one() -> None:
    walk = KioskWalk().opens(TICKET)
    assert walk.last(ReadCards) == ReadCards(on=True)
    walk.touch(QueueChosen("social")).at("who")
    assert walk.last(ReadCards) == ReadCards(on=True)
    walk.touch(WayChosen(TicketWay.PHONE)).at("phone")
    assert walk.last(ReadCards) == ReadCards(on=False)
    walk.back().at("who")
    assert walk.last(ReadCards) == ReadCards(on=True)


def test_a_code_is_heard_beside_what_the_one_before_has_led_to() -> None:
    walk = KioskWalk().touch(CodeScanned("7788")).hall_refuses("appointment.not_found").at("message")
    asked = len(walk.made(Ask))
    walk.touch(CodeScanned("7789"))
    assert len(walk.made(Ask)) == asked + 1


def test_whose_card_is_known_is_known_in_every_ticket_until_they_go() -> None:
    walk = KioskWalk().touch(CARD).opens(TICKET).touch(QueueChosen("social")).goes_home().at("kiosk_home")
    walk.opens(TICKET).touch(QueueChosen("social")).at("priority")
    assert (walk.machine.visit.person, walk.machine.visit.masked_name) == ("hash", "欧阳**")
    walk.switches()
    walk.opens(TICKET).touch(QueueChosen("social")).at("who")


# ---- the ticket between home and its end


@pytest.mark.parametrize("way", ["other person", "nobody touches", "number"])
def test_with_a_session_all_that_its_parts_hold_is_wiped(way: str) -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"))
    match way:
        case "other person":
            walk.switches()
        case "nobody touches":
            walk.after(46)
        case _:
            walk.touch(WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers().paper_comes().after(31)
    assert walk.at("kiosk_home").made(WipeSession)


@pytest.mark.parametrize("touch", [BackTouched(), GoHome(), HelpTouched()])
def test_while_a_number_is_asked_for_nothing_leads_away_from_it(touch: Any) -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    before = walk.after(1).state
    walk.touch(touch)
    assert walk.state == before
    walk.hall_answers().at("number")


def test_clocks_of_the_person_are_the_frames_alone() -> None:
    """The machine's own would ask beside it."""
    walk = KioskWalk().opens(TICKET)
    walk.touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers().paper_comes()
    walk.switches()
    started = {effect.name for effect in walk.made(StartTimer)}
    assert MachineTimer.NUMBER in started
    assert not started & {MachineTimer.IDLE, MachineTimer.COUNT, MachineTimer.NOTICE}
    assert MachineTimer.NUMBER not in walk.timers


@pytest.mark.parametrize("way", ["other person", "nobody touches", "home"])
def test_whoever_leaves_a_number_on_the_screen_takes_its_time_with_them(way: str) -> None:
    walk = KioskWalk().opens(TICKET)
    walk.touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers().paper_comes()
    assert MachineTimer.NUMBER in walk.timers
    match way:
        case "other person":
            walk.switches()
        case "home":
            walk.goes_home()
        case _:
            walk.after(30)
    assert MachineTimer.NUMBER not in walk.at("kiosk_home").timers


def test_a_request_that_its_person_left_is_settled() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    request = walk.asked.request_id
    walk.switches()
    assert walk.machine.lost == (request,)
    assert MachineTimer.SETTLE in walk.timers
    assert not walk.timers.keys() & {MachineTimer.WORDS, MachineTimer.SLOW}


@pytest.mark.parametrize(
    ("touches", "lost"),
    [
        ((), False),
        ((QueueChosen("social"), WayChosen(TicketWay.PHONE)), False),
        ((QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE[:1]), True),
        ((QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE, PhoneDone()), True),
        ((QueueChosen("social"), WayChosen(TicketWay.NONE)), False),
    ],
)
def test_home_asks_where_a_typed_phone_is_lost(touches: tuple[Any, ...], lost: bool) -> None:
    walk = KioskWalk().opens(TICKET).touch(*touches).goes_home()
    assert walk.state.leaving is lost


def test_home_asks_where_the_phone_for_a_number_without_paper_is_lost() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers().paper_fails().touch(SendTouched()).at("phone")
    assert not walk.goes_home().state.leaving
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers().paper_fails().touch(SendTouched(), *PHONE[:3])
    assert walk.goes_home().state.leaving


def test_home_asks_also_where_help_stands_over_a_typed_phone() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE[:1])
    assert walk.touch(HelpTouched()).goes_home().state.leaving


def test_a_number_taken_with_a_phone_loses_nothing() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE, PhoneDone())
    walk.touch(PriorityChosen(None)).hall_answers().at("number").goes_home()
    assert not walk.state.leaving
    walk.at("kiosk_home")


def test_back_leads_page_by_page_and_out_of_the_ticket_from_its_first() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social")).at("who").back().at("home").back().at("kiosk_home")
    assert stack(walk) == []


# ---- nobody touches


def test_the_question_counts_its_seconds_down_from_15_to_1_and_then_all_is_gone() -> None:
    walk = opened().after(29.9)
    assert not walk.state.asking
    walk.after(0.1)
    counted = [walk.state.count]
    counted += [walk.after(1).state.count for _ in range(14)]
    assert counted == list(range(15, 0, -1))
    walk.after(1).at("kiosk_home").is_forgotten()
    assert walk.state.count == 0
    assert FrameTimer.COUNT not in walk.timers


def test_whoever_answers_the_question_has_the_whole_time_again() -> None:
    walk = opened().after(35).touch(ContinueTouched())
    assert (walk.state.asking, walk.state.count) == (False, 0)
    assert FrameTimer.COUNT not in walk.timers
    walk.after(29)
    assert not walk.state.asking
    walk.after(1)
    assert (walk.state.asking, walk.state.count) == (True, 15)


def test_who_reads_with_large_signs_has_a_minute() -> None:
    walk = opened().touch(LookChosen(Look(elder=True))).after(59)
    assert not walk.state.asking
    walk.after(1)
    assert walk.state.asking


def test_a_count_that_nobody_waits_for_and_a_second_time_out_change_nothing() -> None:
    walk = opened()
    before = walk.state
    walk.give(TimerFired(FrameTimer.COUNT))
    assert walk.state == before
    walk.after(32)
    before = walk.state
    walk.give(TimerFired(FrameTimer.IDLE))
    assert walk.state == before


@pytest.mark.parametrize("left", [CARD, LookChosen(Look(language="en")), CardLaid()])
def test_a_kiosk_at_which_somebody_left_anything_is_not_at_rest(left: Any) -> None:
    walk = KioskWalk().touch(left)
    assert not walk.state.at_rest
    walk.after(30)
    assert walk.state.asking
    walk.after(15).is_forgotten()
    assert walk.state.at_rest


def test_a_kiosk_that_is_asked_something_is_not_at_rest() -> None:
    assert not KioskWalk(kiosk(leaving=True)).state.at_rest


def test_a_kiosk_of_another_language_rests_in_it() -> None:
    english = Look(language="en")
    walk = KioskWalk(kiosk(machine=replace(machine(), page=Page.HOME, default_look=english, look=english)))
    assert walk.state.at_rest
    walk.touch(LookChosen(Look())).after(46)
    assert walk.state.look == english


# ---- what the kiosk itself hears


def test_content_that_the_hall_has_is_fetched() -> None:
    def told(**changes: Any) -> KioskWalk:
        return KioskWalk().give(Arrived(ContentSnapshot(version=1, at=0, **changes)))

    assert told(set="s", address="http://hall:1").made(KeepContent) == [KeepContent("s", "http://hall:1")]
    assert not told(address="http://hall:1").made(KeepContent)
    assert not told(set="s").made(KeepContent)


def test_the_first_content_is_shown_at_once_and_a_newer_one_when_nobody_is_there() -> None:
    first = KioskWalk().state.content
    assert first is not None
    newer, newest = replace(first, set="newer"), replace(first, set="newest")
    walk = KioskWalk(content=False).opens(OWN).give(ContentReady(first))
    assert walk.state.content is first
    walk.give(ContentReady(newer))
    assert (walk.state.content, walk.state.newest) == (first, newer)
    walk.goes_home().give(ContentReady(newest))
    assert (walk.state.content, walk.state.newest) == (newest, None)
    walk.switches()
    assert walk.state.content is newest


def test_the_machine_hears_of_its_disk_its_doubt_and_its_hall() -> None:
    walk = opened().give(DiskChanged(works=False), IdentityDoubted(Doubt.TWICE))
    assert not walk.machine.disk_works
    assert walk.machine.doubt is Doubt.TWICE
    assert heard(walk) == ()
    walk.give(HallReplaced())
    assert walk.machine.queues is None
    before = walk.state
    walk.give(NoAnswer("of nobody"), Answered("of nobody", ok=True), SlipEnded("of nobody"))
    assert walk.state == before
