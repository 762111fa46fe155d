"""When the hall is slow, silent, gone or sick: a person gets one number, and only one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from machine_sample import NINE, Walk, catalogue, machine, queues

from domain.flow import Answered, Arrived, Ask, BackTouched, HallAway, HallOnline, HallTime, Reveal
from domain.number_machine.effects import ForgetLost, IssueOffline, PrintTicket, RememberLost, TimeKnown
from domain.number_machine.inputs import (
    CodeScanned,
    GoOnAnyway,
    NoOwnNumber,
    PriorityChosen,
    QueueChosen,
    Retry,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.state import Page, Problem, Waiting
from domain.views.catalogue import TicketWay
from domain.views.public import QueueStatus
from domain.views.ticket import IssueAnswer
from kiosk.mqtt.bodies import wire_form
from kiosk.number_machine.paper import ticket_paper


def at_the_last_touch(queue: str = "social", *, online: bool = True) -> Walk:
    walk = Walk(online=online).touch(SomewhereTouched(), QueueChosen(queue), WayChosen(TicketWay.NONE))
    return walk.touch(PriorityChosen(None))


def issues(walk: Walk) -> list[Ask]:
    return [ask for ask in walk.made(Ask) if ask.tag.startswith("issue:")]


def test_waiting_longer_than_0_3_s_is_said_in_words() -> None:
    walk = at_the_last_touch()
    assert walk.state.waiting is Waiting.QUIET
    assert walk.after(0.4).state.waiting is Waiting.WORDS


def test_while_a_request_is_out_nothing_can_be_chosen() -> None:
    walk = at_the_last_touch().touch(PriorityChosen("elder"), BackTouched()).sees(Page.PRIORITY)
    assert len(issues(walk)) == 1


def test_a_request_without_answer_is_asked_again_under_the_same_id() -> None:
    walk = at_the_last_touch().after(2).hall_is_silent().after(0.5)
    first, second = issues(walk)
    assert first == second
    walk.hall_answers().sees_number("A012")
    assert not walk.state.lost


def test_a_second_answer_to_the_same_id_changes_nothing() -> None:
    walk = at_the_last_touch().after(2).hall_is_silent().after(0.5).hall_answers()
    asked = len(walk.made(Ask))
    walk.hall_answers().sees_number("A012")
    assert len(walk.made(Ask)) == asked


def test_after_5_s_without_answer_the_machine_gives_a_number_of_its_own() -> None:
    walk = at_the_last_touch().after(5.1)
    lost = issues(walk)[0].request_id
    assert walk.last(IssueOffline).lost == lost
    walk.own_number("A900").sees_number("A900")
    assert walk.last(PrintTicket).offline
    assert walk.state.lost == (lost,)


def test_a_hall_that_was_only_slow_is_asked_what_became_of_the_request_without_a_new_link() -> None:
    walk = at_the_last_touch().after(5.1)
    lost = issues(walk)[0].request_id
    walk.own_number("A900").after(1.1)
    assert walk.asked == Ask(f"reveal:{lost}", Reveal(), request_id=lost)
    walk.hall_is_silent().after(20)
    assert walk.asked == Ask(f"reveal:{lost}", Reveal(), request_id=lost)
    assert len(walk.made(Ask)) == 3, "until the hall has said it"


def test_a_hall_that_goes_away_during_the_request_costs_no_waiting() -> None:
    walk = at_the_last_touch().hall_goes()
    walk.own_number().sees_number("A900")


def test_a_hall_that_is_away_already_loses_no_request() -> None:
    walk = at_the_last_touch(online=False)
    assert not issues(walk)
    walk.own_number().sees_number("A900")
    assert walk.state.lost == ()


def test_the_ticket_of_a_lost_request_is_found_by_its_id_and_cancelled() -> None:
    walk = at_the_last_touch().hall_goes().own_number()
    lost = walk.state.lost[0]
    walk.give(HallOnline())
    assert (*walk.wire, walk.asked.request_id) == ("ticket.issue", {}, lost)
    walk.hall_answers(ticket="20261121-A012")
    assert walk.wire == ("ticket.cancel", {"ticket": "20261121-A012"})
    walk.give(Answered(walk.asked.tag, ok=True))
    assert walk.last(ForgetLost) == ForgetLost(lost)
    assert walk.state.lost == ()
    walk.sees_number("A900")  # what the person has is what counts


def test_a_lost_request_that_never_reached_the_hall_is_used_up_by_asking() -> None:
    walk = at_the_last_touch().hall_goes().own_number().give(HallOnline()).hall_refuses("queue.unknown")
    assert walk.state.lost == ()
    assert all(wire_form(ask.command)[0] == "ticket.issue" for ask in walk.made(Ask))


def test_a_sick_hall_leaves_a_lost_request_to_be_settled_later() -> None:
    walk = at_the_last_touch().hall_goes().own_number().give(HallOnline()).hall_refuses("hall.disk_full")
    assert len(walk.state.lost) == 1
    asked = len(walk.made(Ask))
    walk.after(25)
    assert len(walk.made(Ask)) == asked + 1


def test_a_late_answer_after_an_own_number_cancels_the_late_ticket() -> None:
    walk = at_the_last_touch()
    tag = walk.asked.tag
    walk.after(5.1).own_number()
    made = IssueAnswer(ticket="20261121-A012", number="A012", queue="social", ahead=3, issued_at=NINE)
    walk.give(Answered(tag, ok=True, data=made))
    assert walk.wire[1] == {"ticket": "20261121-A012"}
    walk.sees_number("A900")


def test_lost_requests_of_before_the_power_cut_are_settled_after_it() -> None:
    walk = Walk(machine(lost=("old-request",)))
    assert (walk.wire[0], walk.asked.request_id) == ("ticket.issue", "old-request")


def test_a_queue_without_own_numbers_offers_to_try_again_with_the_same_request() -> None:
    walk = at_the_last_touch("civil").after(5.1).sees(Page.PROBLEM, Problem.NO_ANSWER)
    walk.touch(Retry())
    first, second = issues(walk)
    assert first.request_id == second.request_id
    walk.hall_answers(number="B001", queue="civil").sees_number("B001")


def test_an_answer_that_comes_while_trouble_is_shown_is_shown() -> None:
    walk = at_the_last_touch("civil").after(5.1).sees(Page.PROBLEM, Problem.NO_ANSWER)
    walk.hall_answers(number="B001", queue="civil").sees_number("B001")


def test_who_gives_up_waiting_leaves_no_ticket_behind() -> None:
    walk = at_the_last_touch("civil").after(5.1).sees(Page.PROBLEM, Problem.NO_ANSWER).touch(BackTouched())
    lost = issues(walk)[0].request_id
    assert walk.last(RememberLost) == RememberLost(str(lost))
    walk.after(1.1)
    assert (walk.asked.tag, walk.wire[1]) == (f"reveal:{lost}", {})
    walk.hall_answers(number="B001", ticket="20261121-B001")
    assert walk.wire[1] == {"ticket": "20261121-B001"}


def test_who_walks_away_from_the_trouble_leaves_no_ticket_behind() -> None:
    walk = at_the_last_touch("civil").after(5.1).after(60).sees(Page.IDLE).is_forgotten()
    assert walk.asked.tag.startswith("reveal:")


@pytest.mark.parametrize(
    ("reason", "trouble"), [(NoOwnNumber.USED_UP, Problem.BLOCK_USED), (NoOwnNumber.DISK, Problem.OWN_DISK)]
)
def test_no_own_number_left_is_said(reason: NoOwnNumber, trouble: Problem) -> None:
    at_the_last_touch(online=False).no_own_number(reason).sees(Page.PROBLEM, trouble)


def test_a_hall_with_a_full_disk_lets_the_person_take_an_own_number() -> None:
    walk = at_the_last_touch().hall_refuses("hall.disk_full").sees(Page.PROBLEM, Problem.HALL_SICK)
    walk.touch(GoOnAnyway()).own_number().sees_number("A900")
    assert walk.state.lost == ()  # the refusal changed nothing, so there is nothing to settle


def test_a_booking_cannot_be_looked_up_while_the_hall_is_away() -> None:
    Walk(online=False).touch(SomewhereTouched(), CodeScanned("7788")).sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    walk = Walk().touch(CodeScanned("7788")).hall_goes().sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    assert len(walk.state.lost) == 1


def test_a_queue_that_had_closed_stays_closed_while_the_hall_is_away() -> None:
    walk = Walk().give(Arrived(queues(2, social=QueueStatus.CLOSED)), HallAway())
    walk.touch(SomewhereTouched(), QueueChosen("social")).sees(Page.PROBLEM, Problem.CLOSED)
    walk = Walk().give(Arrived(queues(2)), HallAway()).after(9 * 3600)
    walk.touch(SomewhereTouched(), QueueChosen("social")).sees(Page.PROBLEM, Problem.CLOSED)
    walk = Walk().give(Arrived(queues(2)), HallAway()).after(20 * 3600)  # another day: nobody is turned away
    walk.touch(SomewhereTouched(), QueueChosen("social")).sees(Page.WHO)


def test_the_machine_takes_the_halls_time_and_not_its_own() -> None:
    walk = Walk(machine(time=HallTime(NINE + 400 * 86_400_000)))  # a clock far in the future
    walk.after(10).give(Arrived(queues(2, at=NINE + 10_000)))
    walk.hall_goes().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    effect = walk.last(IssueOffline)
    assert effect.sure
    assert NINE <= effect.issued_at < NINE + 60_000


def test_a_weekend_stays_closed_however_long_the_hall_is_away() -> None:
    monday = NINE + 3 * 86_400_000
    shut = replace(
        queues(2, social=QueueStatus.CLOSED),
        queues=tuple(replace(one, opens_at=monday) for one in queues(2, social=QueueStatus.CLOSED).queues),
    )
    walk = Walk().give(Arrived(shut), HallAway()).after(2 * 86_400)
    walk.touch(SomewhereTouched(), QueueChosen("social")).sees(Page.PROBLEM, Problem.CLOSED)
    walk = Walk().give(Arrived(shut), HallAway()).after(3 * 86_400 + 60)
    walk.touch(SomewhereTouched(), QueueChosen("social")).sees(Page.WHO)


def test_a_machine_that_knows_neither_the_time_nor_the_halls_word_turns_nobody_away() -> None:
    walk = Walk(online=False).give(Arrived(queues(2, social=QueueStatus.CLOSED)))
    walk.touch(SomewhereTouched(), QueueChosen("social")).sees(Page.WHO)


def test_a_paper_carries_no_date_that_the_machine_does_not_know() -> None:
    for online, dated in ((False, False), (True, True)):
        walk = Walk(online=online)
        if online:
            walk.give(Arrived(queues(2))).hall_goes()
        walk.touch(
            SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)
        ).own_number()
        assert bool(ticket_paper(walk.last(PrintTicket), catalogue()).time) is dated


def test_the_numbers_given_before_the_time_was_known_are_settled_once_it_is() -> None:
    walk = Walk(machine(time=HallTime(NINE - 86_400_000)))
    assert not walk.made(TimeKnown)
    walk.after(10).give(Arrived(queues(2, at=NINE + 10_000)))
    assert walk.made(TimeKnown) == [TimeKnown(NINE + 10_000)]
    walk.after(10).give(Arrived(queues(2, at=NINE + 20_000)))
    assert len(walk.made(TimeKnown)) == 1
