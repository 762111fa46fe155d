"""The staff menu of a self-service kiosk: the daily check, the test page, and 帮办."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from kiosk_sample import Practising

from domain.commands import IssueTicket, StaffSignIn, StaffSignOut
from domain.config import Text
from domain.flow import Answered, Arrived, Ask, HallAway, HallOnline, HallReplaced, NoAnswer, TimerFired
from domain.number_machine import inputs as w
from domain.number_machine.effects import ReadCards
from domain.refusal_data import TryLater
from domain.self_service.effects import CheckParts, CheckStaff, ForgetStaff, PrintSlip, RememberStaff, TrialPage
from domain.self_service.inputs import GoHome, PartsChecked, SlipEnded, StaffChecked, SwitchPerson, TileChosen
from domain.self_service.staff.assisting import END, REST_S
from domain.self_service.staff.business import (
    AssistEnds,
    AssistWanted,
    PartsWanted,
    PinKey,
    PinTyped,
    PracticeWanted,
    StaffSaid,
    TrialPageWanted,
    Tried,
)
from domain.self_service.staff.parts import PartState
from domain.staff.people import StaffRole
from domain.staff.views import StaffAnswer
from domain.staff.ways import ProofWay
from domain.statuses import PrinterStatus
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay

LAID = w.CardRead("hash", card="04A31F22")
LIN = StaffAnswer(staff="lin", role=StaffRole.CLERK)
PARTS = (PartState(part=Text(zh="打印机", en="printer"), say=Text(zh="缺纸", en="no paper"), ok=False),)
NUMBER = (
    TileChosen(BusinessName.TICKET),
    w.QueueChosen("social"),
    w.WayChosen(TicketWay.NONE),
    w.PriorityChosen(None),
)


def in_menu() -> Practising:
    walk = Practising()
    walk.touch(LAID, TileChosen(BusinessName.STAFF))
    walk.hall_tells(LIN)
    walk.at("staff_menu")
    return walk


def assisted() -> Practising:
    walk = in_menu()
    walk.effects.clear()
    walk.touch(AssistWanted())
    return walk


def asked(walk: Practising) -> list[Ask]:
    return [effect for effect in walk.effects if isinstance(effect, Ask)]


def signed_out(walk: Practising) -> bool:
    return any(isinstance(one.command, StaffSignOut) and one.command.staff == "lin" for one in asked(walk))


def test_the_daily_check_shows_the_parts_and_leads_back_to_the_menu() -> None:
    walk = in_menu()
    walk.touch(PartsWanted()).at("staff_machine")
    assert walk.business.parts == ()
    first = walk.last(CheckParts).tag
    walk.touch(PartsWanted())
    walk.give(PartsChecked(first, ()))  # of the look before: the page waits for the newest
    assert walk.business.asked
    walk.give(PartsChecked(walk.last(CheckParts).tag, PARTS))
    assert walk.business.parts == PARTS
    walk.back().at("staff_menu")
    assert not signed_out(walk)
    walk.back().at("kiosk_home")
    assert signed_out(walk)


@pytest.mark.parametrize(("fault", "said"), [(None, Tried.PRINTED), (PrinterStatus.PAPER_OUT, Tried.FAILED)])
def test_a_test_page_says_whether_it_came_out(fault: PrinterStatus | None, said: Tried) -> None:
    walk = in_menu()
    walk.touch(PartsWanted(), TrialPageWanted(), TrialPageWanted())
    pages = [one for one in walk.effects if isinstance(one, PrintSlip)]
    assert [type(one.content) for one in pages] == [TrialPage], "one at a time"
    walk.give(SlipEnded(pages[0].tag, fault))
    assert walk.business.tried is said
    walk.touch(TrialPageWanted())
    assert walk.business.tried is Tried.PRINTING


def test_a_kiosk_without_printer_tries_none() -> None:
    walk = in_menu()
    walk.state = replace_printer(walk.state)
    walk.touch(PartsWanted(), TrialPageWanted())
    assert not [one for one in walk.effects if isinstance(one, PrintSlip)]


def replace_printer(state: Any) -> Any:
    return replace(state, machine=replace(state.machine, has_printer=False))


def test_what_is_done_while_somebody_helps_is_done_in_their_name() -> None:
    walk = assisted()
    walk.at("kiosk_home").is_forgotten()
    assert walk.last(ReadCards).on, "the citizen's card is read"
    assert not signed_out(walk)
    walk.touch(*NUMBER)
    (request,) = [one for one in asked(walk) if isinstance(one.command, IssueTicket)]
    assert request.by == "lin"
    walk.switches()
    assert walk.state.assist is not None, "the next citizen is helped too"
    assert all(not isinstance(one.command, StaffSignIn | StaffSignOut) for one in asked(walk))


def test_without_help_nothing_is_in_anybodys_name() -> None:
    walk = Practising()
    walk.touch(*NUMBER)
    assert [one.by for one in asked(walk)] == [""]


def test_who_helps_ends_it_in_the_menu() -> None:
    walk = assisted()
    walk.touch(TileChosen(BusinessName.STAFF)).at("staff_menu")
    assert not any(isinstance(one.command, StaffSignIn) for one in asked(walk)), "they are signed in already"
    walk.touch(PracticeWanted(), AssistWanted())
    assert walk.state.practice is None
    walk.touch(AssistEnds()).at("kiosk_home").is_forgotten()
    assert walk.last(ReadCards).on
    assert walk.state.assist is None
    assert signed_out(walk)
    walk.touch(TileChosen(BusinessName.STAFF)).at("kiosk_home")


@pytest.mark.parametrize("way", [GoHome(), SwitchPerson(), w.SomewhereTouched()])
def test_the_menu_can_be_left_while_help_goes_on(way: object) -> None:
    walk = assisted()
    walk.touch(TileChosen(BusinessName.STAFF), way)
    assert walk.state.assist is not None
    assert not signed_out(walk)


def test_help_ends_when_nobody_touches_the_kiosk() -> None:
    walk = assisted()
    walk.touch(TileChosen(BusinessName.GUIDES))
    walk.give(TimerFired(END))
    assert walk.state.assist is not None, "somebody was there a moment ago"
    walk.after(REST_S + 60)
    assert walk.state.assist is None
    assert signed_out(walk)


@pytest.mark.parametrize("away", [HallAway(), HallReplaced()])
def test_help_ends_with_the_hall_and_the_citizen_goes_on(away: Any) -> None:
    walk = assisted()
    walk.touch(TileChosen(BusinessName.GUIDES))
    seen = walk.screen
    walk.give(away)
    assert walk.state.assist is None
    walk.at(seen)
    walk.give(HallOnline())
    assert walk.state.assist is None


def test_an_answer_of_the_sign_out_changes_nothing() -> None:
    walk = assisted()
    walk.touch(TileChosen(BusinessName.STAFF), AssistEnds())
    tag = next(one.tag for one in asked(walk) if isinstance(one.command, StaffSignOut))
    before = walk.state
    walk.give(Answered(tag, ok=True), NoAnswer(tag), TimerFired(END))
    assert walk.state == before


def at_the_pin(*, online: bool = True) -> Practising:
    walk = Practising()
    known = walk.machine.catalogue
    assert known is not None
    walk.give(Arrived(replace(known, version=9, sign_in=(ProofWay.PIN, ProofWay.CARD))))
    if not online:
        walk.give(HallAway())
    walk.effects.clear()
    walk.touch(LAID, TileChosen(BusinessName.STAFF))
    walk.at("staff_pin")
    return walk


def types(walk: Practising, pin: str = "736251") -> None:
    walk.touch(*map(PinKey, pin), PinTyped())


def test_where_pins_count_card_and_pin_go_to_the_hall_together() -> None:
    walk = at_the_pin()
    walk.touch(*map(PinKey, "736x"), PinTyped())
    assert asked(walk) == [], "a PIN has four digits or more"
    types(walk, "251")
    assert walk.asked.command == StaffSignIn(card="04A31F22", pin="736251")
    walk.hall_tells(LIN).at("staff_menu")
    assert walk.last(RememberStaff) == RememberStaff("lin", "04A31F22", "736251")
    assert "736251" not in repr(walk.state)
    assert walk.business.pin == ""


def test_a_wrong_pin_is_typed_again() -> None:
    walk = at_the_pin()
    types(walk, "000000")
    walk.hall_tells(TryLater(after_seconds=4), code="staff.wrong_pin").at("staff_pin")
    assert (walk.business.wrong, walk.business.wait_s, walk.business.pin) == (True, 4, "")
    types(walk)
    walk.hall_tells(LIN).at("staff_menu")


def test_a_card_that_the_hall_does_not_know_is_forgotten_here_too() -> None:
    walk = at_the_pin()
    types(walk)
    walk.hall_tells(None, code="staff.wrong_card").at("staff_said")
    assert walk.last(ForgetStaff) == ForgetStaff("04A31F22")


def test_keys_of_the_pin_erase() -> None:
    walk = at_the_pin()
    walk.touch(*map(PinKey, ("1", "2", "delete")))
    assert walk.business.pin == "1"
    walk.touch(*map(PinKey, "1234567890123"))
    assert walk.business.pin == "112345678901"
    walk.touch(PinKey("clear"))
    assert walk.business.pin == ""
    walk.back().at("kiosk_home")


def test_while_the_hall_is_away_the_kiosk_itself_lets_in_whom_it_knows() -> None:
    walk = at_the_pin(online=False)
    types(walk)
    assert asked(walk) == []
    check = walk.last(CheckStaff)
    assert (check.card, check.pin) == ("04A31F22", "736251")
    walk.give(StaffChecked(check.tag, "lin"))
    walk.at("staff_menu")
    walk.touch(AssistWanted())
    assert walk.state.assist is None, "that needs the hall"
    walk.touch(PartsWanted()).at("staff_machine").back().at("staff_menu").back().at("kiosk_home")
    assert asked(walk) == [], "nobody signed in at the hall, so nobody is signed out"


def test_while_the_hall_is_away_a_stranger_is_told_that_it_is_wrong_and_to_wait() -> None:
    walk = at_the_pin(online=False)
    types(walk, "000000")
    walk.give(StaffChecked(walk.last(CheckStaff).tag))
    assert walk.at("staff_pin").business.wrong
    types(walk, "000000")
    walk.give(StaffChecked(walk.last(CheckStaff).tag, wait_s=30))
    assert (walk.at("staff_said").business.said, walk.business.wait_s) == (StaffSaid.WAIT, 30)


def test_a_hall_that_falls_silent_over_a_proof_leaves_it_to_the_kiosk() -> None:
    walk = at_the_pin()
    types(walk)
    tag = walk.asked.tag
    walk.after(9)
    check = walk.last(CheckStaff)
    walk.give(StaffChecked(check.tag, "lin"))
    walk.at("staff_menu")
    before = walk.state
    walk.give(Answered(tag, ok=True, data=LIN), NoAnswer(tag))
    assert walk.state == before
    assert len([one for one in walk.effects if isinstance(one, CheckStaff)]) == 1
