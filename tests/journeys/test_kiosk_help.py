"""找人帮忙 at a self-service kiosk: over whatever is open, and gone with the session."""

from __future__ import annotations

from typing import Any

from help_sample import BODY, help_call, taken, told
from kiosk_sample import KioskWalk
from machine_sample import NINE

from domain.commands import FinishHelp, WithdrawHelp
from domain.flow import Ask, HallAway, Look, LookChosen
from domain.number_machine.calling import END, CallPhase
from domain.number_machine.inputs import (
    HelpCame,
    HelpTouched,
    HelpUnwanted,
    HelpWanted,
    PriorityChosen,
    QueueChosen,
    WayChosen,
)
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay


def called(*before: Any) -> KioskWalk:
    walk = KioskWalk().opens(BusinessName.GUIDES)
    walk.touch(*before, HelpTouched(), HelpWanted())
    walk.hall_says(BODY)
    walk.give(told(help_call()))
    return walk


def ends(walk: KioskWalk) -> list[Any]:
    return [ask.command for ask in walk.made(Ask) if ask.tag == END]


def test_a_call_from_a_page_leads_back_to_it() -> None:
    walk = called().at("help_sheet")
    walk.give(told(taken(help_call())))
    walk.touch(HelpCame())
    walk.at("guides_shelves")
    assert ends(walk) == [FinishHelp(call="h1")]


def test_in_english_too_and_the_call_says_so() -> None:
    walk = KioskWalk()
    walk.touch(LookChosen(Look(language="en")), HelpTouched(), HelpWanted())
    assert walk.wire == ("help.call", {"language": "en"})


def test_one_goes_on_while_somebody_is_called_and_is_led_back() -> None:
    walk = called().back().at("guides_shelves")
    assert walk.machine.calling.phase is CallPhase.CALLED
    walk.after(31)
    walk.at("help_sheet")
    assert not walk.state.asking
    walk.after(170)
    assert not walk.state.asking
    walk.after(12)
    assert walk.state.asking
    walk.after(16)
    walk.is_forgotten().at("kiosk_home")
    assert ends(walk) == [WithdrawHelp(call="h1")]


def test_whoever_comes_at_the_last_moment_finds_the_person_there() -> None:
    walk = called().after(185)
    assert walk.state.asking
    walk.give(told(taken(help_call())))
    assert not walk.state.asking
    walk.after(170)
    assert walk.machine.calling.taken


def test_no_need_any_more_leads_back_and_withdraws() -> None:
    walk = called()
    walk.touch(HelpUnwanted())
    walk.at("guides_shelves")
    assert ends(walk) == [WithdrawHelp(call="h1")]


def test_another_person_begins_without_the_call() -> None:
    walk = called().switches().at("kiosk_home").is_forgotten()
    assert ends(walk) == [WithdrawHelp(call="h1")]
    walk.give(told())
    assert ends(walk) == [WithdrawHelp(call="h1")]


def test_home_is_no_rest_while_somebody_is_called() -> None:
    walk = called().goes_home().at("kiosk_home")
    walk.after(31)
    walk.at("help_sheet")


def test_a_number_under_the_sheet_stands_as_long_as_help_is_waited_for() -> None:
    walk = KioskWalk().opens(BusinessName.TICKET)
    walk.touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers()
    walk.paper_comes()
    walk.touch(HelpTouched(), HelpWanted())
    walk.hall_says(BODY)
    walk.after(120)
    walk.at("help_sheet")
    walk.back().at("number")


def test_the_touches_of_the_sheet_mean_nothing_elsewhere() -> None:
    walk = KioskWalk()
    walk.touch(HelpWanted(), HelpUnwanted(), HelpCame())
    assert walk.made(Ask) == []
    walk.opens(BusinessName.TICKET).touch(HelpWanted())
    assert walk.made(Ask) == []


def test_while_the_hall_is_away_nobody_is_called() -> None:
    walk = KioskWalk()
    walk.give(HallAway())
    walk.touch(HelpTouched(), HelpWanted())
    assert walk.made(Ask) == []


def test_what_became_of_an_earlier_call_is_not_said_twice() -> None:
    walk = called()
    walk.give(told(taken(help_call())), told(at=NINE + 60_000))
    assert walk.machine.calling.phase is CallPhase.DONE
    walk.back()
    walk.touch(HelpTouched())
    assert walk.machine.calling.phase is CallPhase.NO
