"""Paper that comes, comes late, or never: the number counts without it."""

from __future__ import annotations

from machine_sample import Walk, machine

from domain.flow import Answered, BackTouched, DoneTouched, Record
from domain.number_machine.effects import PrintTicket
from domain.number_machine.inputs import (
    CancelConfirmed,
    CancelTouched,
    PrinterChanged,
    PriorityChosen,
    QueueChosen,
    ReprintTouched,
    Retry,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.state import Page, Paper, Problem
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
    walk.after(16).sees(Page.HOME).is_forgotten()


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
