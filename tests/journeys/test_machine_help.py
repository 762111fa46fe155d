"""找人帮忙 at a number machine: it calls somebody, says who comes, and takes the call back when nobody waits."""

from __future__ import annotations

from typing import Any

import pytest
from help_sample import BODY, help_call, taken, told
from machine_sample import NINE, Walk

from domain.commands import FinishHelp, WithdrawHelp
from domain.flow import (
    Ask,
    BackTouched,
    ContinueTouched,
    HallAway,
    HallOnline,
    HallReplaced,
    Look,
    LookChosen,
    NoAnswer,
)
from domain.number_machine.calling import END, CallPhase
from domain.number_machine.inputs import (
    HelpCame,
    HelpTouched,
    HelpUnwanted,
    HelpWanted,
    PriorityChosen,
    QueueChosen,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.state import Page
from domain.views.catalogue import TicketWay
from kiosk.number_machine.screen_names import screen_of


def sheet() -> Walk:
    return Walk().touch(SomewhereTouched(), HelpTouched())


def called() -> Walk:
    return sheet().touch(HelpWanted()).hall_says(BODY).give(told(help_call()))


def ends(walk: Walk) -> list[Any]:
    return [ask.command for ask in walk.made(Ask) if ask.tag == END]


def phase(walk: Walk) -> CallPhase:
    return walk.state.calling.phase


def test_a_touch_on_help_calls_nobody_yet_and_the_next_one_does() -> None:
    walk = sheet()
    assert (screen_of(walk.state), walk.made(Ask)) == ("message", [])
    walk.touch(HelpWanted())
    assert walk.wire == ("help.call", {"language": "zh_CN"})
    assert phase(walk) is CallPhase.ASKED
    walk.hall_says(BODY)
    assert phase(walk) is CallPhase.CALLED


def test_the_call_says_which_language_the_person_reads() -> None:
    walk = Walk().touch(SomewhereTouched(), LookChosen(Look(language="en")), HelpTouched(), HelpWanted())
    assert walk.wire == ("help.call", {"language": "en"})


def test_however_often_it_is_touched_one_is_called() -> None:
    walk = sheet().touch(HelpWanted(), HelpWanted()).hall_says(BODY).touch(HelpWanted(), BackTouched(), HelpTouched())
    walk.touch(HelpWanted())
    assert len(walk.made(Ask)) == 1
    assert phase(walk) is CallPhase.CALLED


def test_the_person_sees_who_comes_and_says_that_they_are_there() -> None:
    walk = called()
    assert not walk.state.calling.taken
    walk.give(told(taken(help_call())))
    assert walk.state.calling.taken
    assert walk.state.calling.call is not None
    assert walk.state.calling.call.window_number == "3"
    walk.touch(HelpCame())
    assert ends(walk) == [FinishHelp(call="h1")]
    assert (phase(walk), walk.state.help) == (CallPhase.NO, False)


def test_whoever_helped_says_at_the_pad_that_it_is_done() -> None:
    walk = called().give(told(taken(help_call())), told(at=NINE + 9_000))
    assert phase(walk) is CallPhase.DONE
    walk.touch(BackTouched(), HelpTouched())
    assert phase(walk) is CallPhase.NO, "the next one begins anew"
    assert ends(walk) == []


def test_what_was_known_before_the_call_says_nothing_of_it() -> None:
    walk = called().give(told(at=NINE - 1))
    assert phase(walk) is CallPhase.CALLED


def test_a_call_that_is_over_and_that_nobody_took_is_said_so() -> None:
    assert phase(called().give(told(at=NINE + 30_000))) is CallPhase.FAILED


@pytest.mark.parametrize("leaves", ["unwanted", "time"])
def test_who_needs_nobody_any_more_calls_nobody_any_more(leaves: str) -> None:
    walk = called()
    if leaves == "unwanted":
        walk.touch(HelpUnwanted())
        assert not walk.state.help
    else:
        walk.after(180 + 15 + 1)
        walk.is_forgotten()
    assert ends(walk) == [WithdrawHelp(call="h1")]
    assert phase(walk) is CallPhase.NO


def test_who_goes_on_at_the_machine_is_still_waited_for_and_comes_back_to_the_sheet() -> None:
    walk = called().touch(BackTouched(), QueueChosen("civil"))
    assert ends(walk) == []
    assert not walk.state.help
    walk.after(31)  # nobody touches: whoever waits may not know what else to do
    assert walk.state.help
    assert not walk.state.asking
    walk.after(120)
    assert not walk.state.asking, "two minutes, and nobody has to say that they are still there"
    walk.after(61)
    assert walk.state.asking
    walk.touch(ContinueTouched()).after(100)
    assert (phase(walk), ends(walk)) == (CallPhase.CALLED, [])


def test_whoever_is_on_the_way_is_given_time_even_at_the_last_moment() -> None:
    walk = called().after(185)
    assert walk.state.asking
    walk.give(told(taken(help_call())))
    assert not walk.state.asking
    walk.after(170)
    assert walk.state.calling.taken


def test_a_number_stands_for_as_long_as_help_is_waited_for() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("civil"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers().paper_comes().touch(HelpTouched(), HelpWanted()).hall_says(BODY)
    walk.after(100).sees_number("A012")
    walk.touch(BackTouched()).after(31).sees_number("A012")
    assert walk.state.help, "nobody touched: the sheet again"
    walk.after(400)
    assert walk.state.page in {Page.HOME, Page.IDLE}
    assert ends(walk) == [WithdrawHelp(call="h1")]


def test_while_the_hall_is_away_nobody_is_called() -> None:
    walk = sheet().give(HallAway()).touch(HelpWanted())
    assert walk.made(Ask) == []


def test_an_answer_that_was_lost_is_found_on_the_wire() -> None:
    walk = sheet().touch(HelpWanted()).hall_is_silent()
    assert phase(walk) is CallPhase.FAILED
    walk.give(told(help_call()))
    assert phase(walk) is CallPhase.CALLED
    early = sheet().touch(HelpWanted()).give(told(help_call())).hall_is_silent()
    assert phase(early) is CallPhase.CALLED


def test_a_call_that_was_under_way_already_is_this_machines() -> None:
    walk = sheet().touch(HelpWanted()).hall_refuses("help.under_way", **BODY)
    assert phase(walk) is CallPhase.CALLED


def test_out_of_hours_the_sheet_says_until_when() -> None:
    walk = sheet().touch(HelpWanted()).hall_refuses("help.closed", opens_at=NINE + 3_600_000)
    assert (phase(walk), walk.state.calling.opens_at) == (CallPhase.CLOSED, NINE + 3_600_000)


def test_a_hall_that_knows_no_calls_reaches_nobody() -> None:
    walk = sheet().touch(HelpWanted()).hall_refuses("request.unknown")
    assert phase(walk) is CallPhase.FAILED
    walk.touch(HelpWanted())
    assert phase(walk) is CallPhase.ASKED


def test_a_call_that_nobody_waits_for_here_is_withdrawn() -> None:
    """The program was started anew, or the answer came when the person had gone."""
    walk = Walk().give(told(help_call(), help_call("h2", device="other")))
    assert ends(walk) == [WithdrawHelp(call="h1")]
    left = sheet().touch(HelpWanted()).after(400)
    assert phase(left) is CallPhase.NO
    left.give(told(help_call()))
    assert ends(left) == [WithdrawHelp(call="h1")]


def test_a_withdrawal_that_the_hall_did_not_hear_is_sent_again() -> None:
    walk = called().give(HallAway()).after(400)
    assert ends(walk) == [WithdrawHelp(call="h1")], "into the void"
    walk.give(NoAnswer(END))
    assert len(ends(walk)) == 1, "the hall is away still"
    walk.give(HallOnline())
    assert len(ends(walk)) == 2
    walk.give(NoAnswer(END))
    assert len(ends(walk)) == 3
    walk.give(told(), NoAnswer(END), HallAway(), HallOnline())
    assert len(ends(walk)) == 3, "it stands there no more"


def test_a_call_that_somebody_waits_for_outlives_a_cut() -> None:
    walk = called().give(HallAway(), HallOnline())
    assert (phase(walk), ends(walk)) == (CallPhase.CALLED, [])


def test_who_leaves_before_the_answer_withdraws_what_stands_on_the_wire() -> None:
    walk = sheet().touch(HelpWanted()).give(told(help_call())).touch(HelpUnwanted())
    assert ends(walk) == [WithdrawHelp(call="h1")]


def test_another_hall_knows_of_no_call() -> None:
    assert phase(called().give(HallReplaced())) is CallPhase.FAILED
    assert phase(Walk().give(HallReplaced(), HallOnline())) is CallPhase.NO
