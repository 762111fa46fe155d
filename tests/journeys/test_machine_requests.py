"""Requests of the queue-number machine, one by one: their ids, their times, answers that come late or say nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from machine_sample import NINE, Walk, machine, queues

from domain.flow import Answered, Arrived, Ask, BackTouched, HallOnline, TimerFired
from domain.number_machine.effects import ForgetLost, IssueOffline, RememberLost
from domain.number_machine.inputs import (
    CodeScanned,
    DigitTouched,
    HomeTouched,
    NoOwnNumber,
    OfflineIssued,
    PhoneDone,
    PriorityChosen,
    QueueChosen,
    Retry,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.moves import MachineTimer
from domain.number_machine.state import Page, Problem, Waiting
from domain.views.catalogue import TicketWay
from domain.views.ticket import TicketState

WAITING = {MachineTimer.WORDS, MachineTimer.SLOW}
OTHER = "https://hall.example/t/20261121-B003"


def asks_for(queue: str = "social", *, online: bool = True) -> Walk:
    walk = Walk(online=online).touch(SomewhereTouched(), QueueChosen(queue), WayChosen(TicketWay.NONE))
    return walk.touch(PriorityChosen(None))


def with_lost_requests() -> Walk:
    """Two people gave up waiting for a queue that has no numbers of the machine's own."""
    walk = Walk()
    for _ in range(2):
        walk.touch(SomewhereTouched(), QueueChosen("civil"), WayChosen(TicketWay.NONE), PriorityChosen(None))
        walk.after(5).sees(Page.PROBLEM, Problem.NO_ANSWER).touch(HomeTouched())
    assert len(walk.state.lost) == 2
    return walk


# ---- ids


def test_two_numbers_asked_for_in_the_same_millisecond_of_the_hall_have_ids_of_their_own() -> None:
    walk = asks_for()
    first = walk.asked.request_id
    then = walk.state.hall_now(walk.now)
    walk.hall_refuses("queue.full").touch(HomeTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE)).after(1)
    walk.give(Arrived(queues(2, at=then)), PriorityChosen(None))
    assert walk.state.hall_now(walk.now) == then
    assert walk.asked.request_id != first


def test_two_own_numbers_of_the_same_millisecond_have_ids_of_their_own() -> None:
    walk = asks_for(online=False)
    first = walk.last(IssueOffline)
    walk.own_number().touch(HomeTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE)).after(1)
    walk.state = replace(walk.state, time=replace(walk.state.time, ahead_ms=first.issued_at - walk.now))
    walk.give(PriorityChosen(None))
    second = walk.last(IssueOffline)
    assert second.issued_at == first.issued_at
    assert second.request != first.request


def test_lost_requests_are_kept_until_each_is_settled() -> None:
    walk = with_lost_requests()
    assert [effect.request for effect in walk.made(RememberLost)] == list(walk.state.lost)


def test_a_request_that_is_lost_is_no_longer_in_hand() -> None:
    walk = with_lost_requests()
    assert walk.state.visit.request == ""


def test_a_request_that_an_own_number_replaced_joins_those_that_were_lost_before() -> None:
    walk = with_lost_requests().touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    before, request = walk.state.lost, walk.state.visit.request
    assert walk.after(5).state.lost == (*before, request)


# ---- times


def test_an_answer_is_waited_for_2_s_and_the_question_repeated_0_2_s_later() -> None:
    walk = asks_for()
    assert walk.asked.timeout_s == 2.0
    walk.hall_is_silent().after(0.19)
    assert len(walk.made(Ask)) == 1
    assert len(walk.after(0.02).made(Ask)) == 2


def test_whoever_has_an_answer_is_not_asked_for_again() -> None:
    walk = asks_for("civil").after(4.9).hall_is_silent().after(0.3).sees(Page.PROBLEM, Problem.NO_ANSWER)
    assert walk.state.visit.request
    assert len(walk.made(Ask)) == 1


def test_an_answer_ends_the_times_of_waiting() -> None:
    ended = [
        asks_for().hall_answers(),
        asks_for().hall_refuses("queue.full"),
        asks_for("civil").after(5),
        asks_for("civil").hall_goes(),
        asks_for(online=False).own_number(),
        asks_for(online=False).no_own_number(NoOwnNumber.USED_UP),
    ]
    for walk in ended:
        assert walk.state.waiting is Waiting.NO
        assert WAITING.isdisjoint(walk.timers)


def test_an_own_number_that_takes_long_is_said_in_words_like_the_hall_s() -> None:
    walk = asks_for().hall_goes()
    assert walk.state.waiting is Waiting.QUIET
    assert walk.after(0.4).state.waiting is Waiting.WORDS


def test_the_times_of_waiting_begin_anew_with_an_own_number() -> None:
    walk = asks_for().after(0.2).hall_goes().after(0.2)
    assert walk.state.waiting is Waiting.QUIET


# ---- own numbers


def test_what_is_known_of_a_person_goes_with_their_own_number_and_nothing_else() -> None:
    digits = [DigitTouched(digit) for digit in "13800138000"]
    walk = Walk(online=False).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.PHONE), *digits)
    walk.touch(PhoneDone(), PriorityChosen("elder"))
    effect = walk.last(IssueOffline)
    assert (effect.phone, effect.priority, effect.person, effect.pickup) == ("13800138000", "elder", None, None)
    assert asks_for(online=False).last(IssueOffline).phone is None


def test_an_own_number_of_somebody_else_is_not_shown() -> None:
    walk = asks_for(online=False)
    walk.give(OfflineIssued("another", "20261121-A949", "A949", NINE)).sees(Page.PRIORITY)
    walk.own_number("A900").sees_number("A900")


def test_an_own_number_that_is_told_twice_is_shown_once() -> None:
    walk = asks_for(online=False).own_number("A900").paper_comes().own_number("A901").sees_number("A900")
    walk.touch(HomeTouched()).own_number("A901").sees(Page.HOME)


def test_who_tries_again_after_the_own_numbers_were_used_up_has_a_way_on_after_5_s() -> None:
    walk = asks_for(online=False).no_own_number(NoOwnNumber.USED_UP).sees(Page.PROBLEM, Problem.BLOCK_USED)
    walk.give(HallOnline()).touch(Retry())
    assert walk.wire[0] == "ticket.issue"
    walk.after(5)
    assert len(walk.made(IssueOffline)) == 2


def test_the_block_of_another_machine_is_not_this_one_s() -> None:
    walk = Walk(machine(device="m2"), online=False).touch(SomewhereTouched(), QueueChosen("social"))
    walk.touch(WayChosen(TicketWay.NONE), PriorityChosen(None)).sees(Page.PROBLEM, Problem.NO_ANSWER)


def test_an_ordinary_own_number_is_remembered_for_no_code() -> None:
    assert asks_for(online=False).own_number().state.collected == ()


# ---- answers that say nothing, or something else


def test_an_answer_without_a_number_is_a_fault_and_its_ticket_is_looked_for() -> None:
    for data in (None, {"number": ""}):
        walk = asks_for()
        request = walk.state.visit.request
        walk.hall_answers(**data) if data else walk.give(Answered(walk.asked.tag, ok=True))
        walk.sees(Page.PROBLEM, Problem.REFUSED)
        assert walk.state.visit.refusal == "answer"
        assert walk.state.lost == (request,)
        assert walk.last(RememberLost).request == request
        assert WAITING.isdisjoint(walk.timers)


def test_somebody_who_has_a_number_that_cannot_be_read_is_refused() -> None:
    asks_for().hall_refuses("person.has_ticket").sees(Page.PROBLEM, Problem.REFUSED)


def test_an_open_number_that_is_called_says_where_to_go() -> None:
    walk = asks_for()
    given = {"ticket": "20261121-B003", "number": "B003", "queue": "civil", "ahead": 0, "issued_at": 7}
    walk.hall_refuses("person.has_ticket", **given, state="called", windows=["2"]).sees(Page.EXISTING)
    shown = walk.state.visit.given
    assert shown is not None
    assert (shown.state, shown.windows, shown.issued_at, shown.key) == (TicketState.CALLED, ("2",), 7, "")


def test_a_late_look_at_a_ticket_changes_no_screen() -> None:
    view = {"ticket": "20261121-B003", "number": "B003", "queue": "civil", "state": "waiting", "ahead": 1}
    walk = Walk().touch(CodeScanned(OTHER)).after(5).sees(Page.PROBLEM, Problem.NO_ANSWER)
    walk.hall_says(view).sees(Page.PROBLEM, Problem.NO_ANSWER)


# ---- settling


def test_nothing_is_asked_while_the_hall_is_away_or_nothing_is_lost() -> None:
    walk = with_lost_requests().hall_goes()
    asked = len(walk.made(Ask))
    walk.after(60)
    assert len(walk.made(Ask)) == asked
    assert MachineTimer.SETTLE not in Walk().timers


def test_lost_requests_are_asked_for_again_every_20_s() -> None:
    walk = with_lost_requests().after(1)
    asked = len(walk.made(Ask))
    assert len(walk.after(19.9).made(Ask)) == asked
    assert len(walk.after(0.1).made(Ask)) == asked + 2


def test_an_id_whose_answer_names_no_ticket_is_settled() -> None:
    walk = with_lost_requests()
    first, second = walk.state.lost
    walk.give(Answered(f"reveal:{first}", ok=True))
    assert walk.state.lost == (second,)
    assert walk.last(ForgetLost).request == first


def withdrawing() -> Walk:
    walk = Walk(machine(lost=("one", "two")))
    walk.give(TimerFired(MachineTimer.SETTLE))
    reveal = next(ask for ask in reversed(walk.made(Ask)) if ask.tag == "reveal:one")
    walk.effects.append(reveal)
    walk.hall_answers()
    assert walk.wire == ("ticket.cancel", {"ticket": "20261121-A012"})
    return walk


@pytest.mark.parametrize("code", ["hall.busy", "hall.disk_full"])
def test_a_cancel_that_a_sick_hall_refused_is_tried_again_later(code: str) -> None:
    walk = withdrawing().hall_refuses(code)
    assert walk.state.lost == ("one", "two")
    assert not walk.made(ForgetLost)


def test_a_ticket_that_was_cancelled_or_is_over_is_settled() -> None:
    done, over = withdrawing(), withdrawing().hall_refuses("ticket.wrong_state")
    done.give(Answered(done.asked.tag, ok=True))
    for walk in (done, over):
        assert walk.state.lost == ("two",)
        assert walk.made(ForgetLost) == [ForgetLost("one")]
        walk.give(Answered("withdraw:one", ok=True))  # once more
        assert walk.made(ForgetLost) == [ForgetLost("one")]


def test_while_it_is_tried_again_nothing_else_can_be_chosen() -> None:
    walk = asks_for("civil").after(5).touch(Retry())
    assert walk.state.waiting is Waiting.QUIET
    walk.touch(BackTouched()).sees(Page.PROBLEM)
