"""Paper that comes, comes late, or never: the number counts without it."""

from __future__ import annotations

from machine_sample import NINE, Walk, catalogue, machine

from domain.flow import Answered, Arrived, BackTouched, DoneTouched, Look, LookChosen, Record
from domain.number_machine.effects import PrintTicket
from domain.number_machine.inputs import (
    CancelConfirmed,
    CancelTouched,
    PrintEnded,
    PrinterChanged,
    PriorityChosen,
    QueueChosen,
    ReprintTouched,
    Retry,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.moves import MachineTimer
from domain.number_machine.state import Page, Paper, Problem, SessionTimes
from domain.views.catalogue import TicketWay
from kiosk.mqtt.bodies import wire_form

OUT = PrinterChanged(can_print=False)
BACK = PrinterChanged(can_print=True)


def with_number() -> Walk:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    return walk.hall_answers().sees_number("A012")


def with_open_number() -> Walk:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_refuses("person.has_ticket", ticket="20261121-B003", number="B003", queue="civil", ahead=2, issued_at=1)
    return walk.sees(Page.EXISTING)


def test_a_number_whose_paper_ran_out_stays_long_enough_to_be_photographed() -> None:
    walk = with_number().paper_fails().sees_number("A012")
    assert walk.state.visit.paper is Paper.FAILED
    fault = {"ticket": "20261121-A012", "copy": False, "fault": "paper_out"}
    assert wire_form(walk.last(Record).event) == ("ticket.print_failed", fault)
    walk.after(55).sees_number("A012").after(6).sees(Page.HOME).is_forgotten()


def test_paper_that_is_back_is_printed_for_whoever_still_stands_there() -> None:
    walk = with_number().give(OUT).paper_fails().give(BACK)
    assert len(walk.made(PrintTicket)) == 2
    assert not walk.last(PrintTicket).copy
    walk.paper_comes()
    assert walk.state.visit.paper is Paper.PRINTED
    assert walk.state.owed == ()


def test_paper_that_comes_back_later_is_offered_at_home_for_a_few_minutes() -> None:
    walk = with_number().give(OUT).paper_fails().touch(DoneTouched()).give(BACK)
    assert [owed.given.number for owed in walk.state.owed] == ["A012"]
    walk.touch(ReprintTouched("20261121-A012"))
    assert walk.last(PrintTicket).number == "A012"
    assert walk.state.owed == ()
    walk = with_number().paper_fails().touch(DoneTouched()).after(301)
    assert walk.state.owed == ()


def test_a_print_that_ends_after_its_person_left_is_still_reported() -> None:
    walk = with_number().touch(DoneTouched()).paper_comes().sees(Page.HOME)
    assert wire_form(walk.last(Record).event)[0] == "ticket.printed"


def test_a_machine_without_printer_shows_the_number_for_a_minute() -> None:
    walk = Walk(machine(has_printer=False)).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
    walk.touch(PriorityChosen(None)).hall_answers().sees_number("A012")
    assert not walk.made(PrintTicket)
    walk.after(50).sees_number("A012").after(11).sees(Page.HOME)


def test_an_open_number_is_printed_again_as_a_copy_at_most_twice() -> None:
    walk = with_open_number().touch(ReprintTouched())
    assert walk.last(PrintTicket).copy
    walk.paper_comes().touch(ReprintTouched()).paper_comes().touch(ReprintTouched())
    assert len(walk.made(PrintTicket)) == 2
    assert wire_form(walk.last(Record).event) == ("ticket.printed", {"ticket": "20261121-B003", "copy": True})


def test_an_open_number_is_cancelled_only_after_asking_twice() -> None:
    walk = with_open_number().touch(CancelTouched()).sees(Page.CANCEL)
    assert walk.wire[0] == "ticket.issue"
    walk.touch(BackTouched()).sees(Page.EXISTING)
    walk.touch(CancelTouched(), CancelConfirmed())
    assert walk.wire == ("ticket.cancel", {"ticket": "20261121-B003"})
    walk.give(Answered(walk.asked.tag, ok=True)).sees(Page.CANCELLED)
    walk.after(31).sees(Page.HOME).is_forgotten()


def test_a_number_that_was_called_meanwhile_is_not_cancelled_and_it_says_so() -> None:
    walk = with_open_number().touch(CancelTouched(), CancelConfirmed()).hall_refuses("ticket.wrong_state")
    walk.sees(Page.PROBLEM, Problem.NOT_CANCELLED).touch(BackTouched()).sees(Page.EXISTING)


def test_a_cancel_without_answer_has_a_way_on() -> None:
    walk = with_open_number().touch(CancelTouched(), CancelConfirmed()).after(5.1)
    walk.sees(Page.PROBLEM, Problem.NOT_CANCELLED).touch(BackTouched()).sees(Page.EXISTING)


def test_who_tries_again_to_cancel_does_not_take_another_number() -> None:
    walk = with_open_number().touch(CancelTouched(), CancelConfirmed()).after(5.1).touch(Retry())
    assert walk.wire == ("ticket.cancel", {"ticket": "20261121-B003"})
    walk.give(Answered(walk.asked.tag, ok=True)).sees(Page.CANCELLED)


def test_a_number_cannot_be_cancelled_while_the_hall_is_away() -> None:
    walk = with_open_number().touch(CancelTouched()).hall_goes().touch(CancelConfirmed())
    walk.sees(Page.PROBLEM, Problem.NOT_CANCELLED)
    assert walk.wire[0] == "ticket.issue"


def test_a_cancel_that_is_tried_again_says_no_longer_that_it_failed() -> None:
    walk = with_open_number().touch(CancelTouched(), CancelConfirmed()).after(5).touch(Retry())
    assert walk.state.problem is None


def test_an_answer_to_a_cancel_that_comes_late_or_twice_changes_no_screen() -> None:
    walk = with_open_number().touch(CancelTouched(), CancelConfirmed()).after(5)
    walk.give(Answered(walk.asked.tag, ok=True)).sees(Page.PROBLEM, Problem.NOT_CANCELLED)
    walk = with_open_number().touch(CancelTouched(), CancelConfirmed()).hall_refuses("ticket.wrong_state")
    walk.give(Answered(walk.asked.tag, ok=True)).sees(Page.PROBLEM, Problem.NOT_CANCELLED)


def test_a_number_that_was_cancelled_is_named_and_its_person_is_forgotten() -> None:
    walk = with_open_number().touch(CancelTouched(), CancelConfirmed())
    walk.give(Answered(walk.asked.tag, ok=True)).sees(Page.CANCELLED)
    visit = walk.state.visit
    assert visit.given is not None
    assert (visit.given.number, visit.queue, visit.cancelling) == ("B003", "", "")
    assert {MachineTimer.WORDS, MachineTimer.SLOW}.isdisjoint(walk.timers)


# ---- paper, at its edges


def next_number(walk: Walk, number: str) -> Walk:
    """The next person's number, whose paper does not come."""
    walk.touch(DoneTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    return walk.hall_answers(ticket=f"20261121-{number}", number=number).paper_fails()


def owed(walk: Walk) -> list[str]:
    return [one.given.number for one in walk.state.owed]


def test_the_last_four_unprinted_numbers_are_offered() -> None:
    walk = with_number().paper_fails()
    for number in ("A013", "A014", "A015", "A016"):
        next_number(walk, number)
    assert owed(walk) == ["A013", "A014", "A015", "A016"]


def test_of_several_unprinted_numbers_the_one_touched_is_printed_alone() -> None:
    walk = next_number(with_number().paper_fails(), "A013").touch(DoneTouched(), ReprintTouched("20261121-A013"))
    assert walk.last(PrintTicket).number == "A013"
    assert owed(walk) == ["A012"]
    printed = len(walk.made(PrintTicket))
    walk.touch(ReprintTouched("20261121-A013"), ReprintTouched("20261121-A999"), ReprintTouched())
    assert len(walk.made(PrintTicket)) == printed


def test_a_number_printed_again_is_owed_no_longer_and_the_others_are() -> None:
    walk = next_number(with_number().paper_fails(), "A013").touch(ReprintTouched())
    assert (walk.last(PrintTicket).number, walk.last(PrintTicket).copy) == ("A013", False)
    assert walk.state.visit.paper is Paper.PRINTING
    assert owed(walk) == ["A012"]
    assert owed(walk.paper_fails()) == ["A012", "A013"]


def test_an_unprinted_number_is_offered_for_five_minutes_and_the_next_one_for_its_own_five() -> None:
    walk = with_number().paper_fails()
    first = walk.now
    walk.after(30)
    next_number(walk, "A013")
    second = walk.now
    walk.after((first + 299_999 - walk.now) / 1000)
    assert owed(walk) == ["A012", "A013"]
    assert owed(walk.after(0.001)) == ["A013"]
    walk.after((second + 299_999 - walk.now) / 1000)
    assert owed(walk) == ["A013"]
    assert owed(walk.after(0.001)) == []


def test_a_number_that_failed_twice_is_offered_once() -> None:
    walk = with_number().paper_fails().touch(ReprintTouched()).paper_fails()
    assert owed(walk) == ["A012"]


def test_paper_that_never_reports_keeps_the_number_no_longer_than_paper_that_came() -> None:
    with_number().after(29).sees_number("A012").after(1).sees(Page.HOME)


def test_elders_have_twice_the_time_before_their_number() -> None:
    walk = Walk().touch(SomewhereTouched(), LookChosen(Look(elder=True)), QueueChosen("social"))
    walk.touch(WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers().paper_comes()
    walk.after(59).sees_number("A012").after(1).sees(Page.HOME)


def test_a_time_longer_than_a_minute_is_kept_without_paper_too() -> None:
    walk = Walk(machine(times=SessionTimes(number=90.0), has_printer=False)).touch(SomewhereTouched())
    walk.touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers()
    walk.after(89).sees_number("A012").after(1).sees(Page.HOME)


def test_the_hall_s_number_carries_its_time_though_the_machine_knows_none() -> None:
    walk = Walk(known=False).give(Arrived(catalogue())).touch(SomewhereTouched(), QueueChosen("social"))
    walk.touch(WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers()
    assert not walk.state.time.sure
    assert walk.last(PrintTicket).issued_at == NINE


def test_while_paper_comes_no_second_one_is_printed() -> None:
    walk = with_number().touch(ReprintTouched()).give(OUT, BACK)
    assert len(walk.made(PrintTicket)) == 1


def test_a_printed_number_on_the_screen_is_printed_again_as_a_copy() -> None:
    walk = with_number().paper_comes().touch(ReprintTouched())
    assert walk.last(PrintTicket).copy
    assert walk.state.visit.copies == 1


def test_a_copy_that_did_not_come_is_not_offered_to_the_next_person() -> None:
    walk = with_open_number().touch(ReprintTouched()).paper_fails()
    assert walk.state.visit.paper is Paper.FAILED
    assert walk.state.owed == ()


def test_a_machine_without_printer_prints_no_copy_and_promises_none() -> None:
    walk = Walk(machine(has_printer=False)).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
    walk.touch(PriorityChosen(None), ReprintTouched()).hall_answers().touch(ReprintTouched())
    assert walk.state.visit.paper is Paper.NONE
    assert not walk.made(PrintTicket)


def test_the_paper_of_the_person_before_says_nothing_of_the_number_on_the_screen() -> None:
    walk = with_number().touch(DoneTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers(ticket="20261121-A013", number="A013")
    walk.give(PrintEnded("20261121-A012", "paper_out", copy=False)).sees_number("A013")
    assert walk.state.visit.paper is Paper.PRINTING
    assert walk.state.owed == ()


def test_a_printer_that_says_again_that_it_can_print_prints_nothing_more() -> None:
    walk = with_number().paper_fails().give(BACK)
    assert len(walk.made(PrintTicket)) == 1


def test_paper_that_was_put_in_prints_no_second_time_what_is_printed() -> None:
    walk = with_number().paper_comes().give(OUT, BACK)
    assert len(walk.made(PrintTicket)) == 1


def test_a_number_that_is_not_owed_is_not_printed_in_its_place() -> None:
    walk = with_open_number().touch(ReprintTouched("20261121-A999"))
    assert not walk.made(PrintTicket)


def test_a_printer_that_says_again_that_it_has_no_paper_prints_nothing() -> None:
    walk = with_number().paper_fails().give(OUT, OUT)
    assert len(walk.made(PrintTicket)) == 1


def test_paper_that_is_back_prints_nothing_for_an_open_number_looked_at() -> None:
    walk = with_open_number().touch(ReprintTouched()).give(OUT).paper_fails().give(BACK)
    assert len(walk.made(PrintTicket)) == 1
