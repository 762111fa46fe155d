"""What the flows do when another store speaks for the hall, and when it is not certain who they are themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from machine_sample import Walk, catalogue, queues
from pad_sample import CATALOGUE, Walker, ticket, window

from domain.flow import Arrived, Ask, Doubt, HallOnline, HallReplaced, IdentityDoubted, NoAnswer
from domain.number_machine.effects import ForgetOrders, IssueOffline, PrintTicket
from domain.number_machine.inputs import (
    CancelTouched,
    PaperRenamed,
    PriorityChosen,
    QueueChosen,
    Retry,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.state import FLAPPING_MS, FLAPS, Page, Problem
from domain.pad.citizen import step as citizen_step
from domain.pad.clerk import step as clerk_step
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import KeyTouched, PanelTouched
from domain.pad.clerk_state import ClerkPanel, ClerkProblem, Draft, Phase, phase
from domain.pad.clerk_state import begin as clerk_begin
from domain.pad.review import CitizenPage, page
from domain.pad.review import begin as citizen_begin
from domain.views.catalogue import TicketWay
from domain.views.ticket import TicketState
from kiosk.mqtt.messages import HostState
from kiosk.terminal.hall_cache import HallCache


def at_the_last_touch(walk: Walk) -> Walk:
    return walk.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))


# ---- another store


def test_a_number_of_the_hall_before_is_not_on_the_screen_of_the_machine_any_more() -> None:
    walk = at_the_last_touch(Walk()).hall_answers().sees_number("A012")
    walk.give(HallReplaced())
    walk.sees(Page.HOME)
    assert (walk.state.catalogue, walk.state.queues, walk.state.owed, walk.state.collected) == (None, None, (), ())
    asked = len(walk.made(Ask))
    walk.touch(CancelTouched())
    assert len(walk.made(Ask)) == asked, "what would be cancelled is somebody else's now"
    assert walk.made(ForgetOrders)


def test_who_waits_at_the_machine_gets_a_number_of_the_new_hall_under_the_same_request() -> None:
    walk = at_the_last_touch(Walk())
    request = walk.asked.request_id
    walk.give(HallReplaced(), NoAnswer(walk.asked.tag), Arrived(catalogue()), Arrived(queues())).after(0.3)
    assert walk.asked.request_id == request
    walk.hall_answers(number="A001", ticket="20261121-A001").sees_number("A001")
    assert walk.last(PrintTicket).number == "A001"


def test_a_clerk_s_press_is_not_carried_out_in_another_hall() -> None:
    clerk = Walker(clerk_begin("w1", seed=7), clerk_step)
    clerk.hears(ticket=ticket("A012", TicketState.SERVING))
    clerk.does(Pressed(Action.MAIN))
    assert len(clerk.asks) == 1
    clerk.does(HallReplaced(), NoAnswer(clerk.asks[-1].tag))
    assert len(clerk.asks) == 1, "A012 is another person there"
    assert clerk.state.pending is None
    assert clerk.state.notice.code == ClerkProblem.UNCONFIRMED
    assert phase(clerk.state) is Phase.STARTING
    clerk.does(Arrived(CATALOGUE), Arrived(window()))
    assert phase(clerk.state) is not Phase.STARTING


def test_what_a_clerk_had_open_and_knew_of_a_document_goes_with_the_hall() -> None:
    clerk = Walker(clerk_begin("w1", seed=7), clerk_step)
    clerk.hears(ticket=ticket("E001", TicketState.SERVING, pickup=True))
    clerk.does(PanelTouched(ClerkPanel.NUMBER), KeyTouched("7"))
    assert clerk.state.pickup is not None
    assert (clerk.state.panel, clerk.state.draft) != (ClerkPanel.NONE, Draft())
    clerk.does(HallReplaced())
    assert clerk.state.pickup is None, "E001 is another document there"
    assert (clerk.state.panel, clerk.state.draft) == (ClerkPanel.NONE, Draft())
    assert clerk.state.notice is None, "nothing was asked, so nothing is unsure"


def test_the_citizen_s_screen_waits_for_what_the_new_hall_says() -> None:
    citizen = Walker(citizen_begin("w1"), citizen_step)
    citizen.hears(ticket=ticket("A012"))
    assert page(citizen.state) is CitizenPage.CALLED
    citizen.does(HallReplaced())
    assert page(citizen.state) is CitizenPage.STARTING
    citizen.does(Arrived(CATALOGUE), Arrived(window()))
    assert page(citizen.state) is not CitizenPage.STARTING


@pytest.mark.parametrize(
    ("store", "session", "holds"), [("s", 7, True), ("s", 8, True), ("s", 6, False), ("other", 8, False)]
)
def test_a_kept_catalogue_is_of_one_store_and_not_from_its_future(
    tmp_path: Path, store: str, session: int, holds: bool
) -> None:
    HallCache(tmp_path).store_catalogue(catalogue(version=7 << 32 | 1, store="s"))
    cache = HallCache(tmp_path)
    assert cache.holds(HostState(online=True, session=session, at=1, store=store)), "nothing was looked for yet"
    assert cache.catalogue() is not None
    assert cache.holds(HostState(online=True, session=session, at=1, store=store)) is holds
    cache.forget()
    assert HallCache(tmp_path).catalogue() is None
    assert cache.store_catalogue(catalogue(version=1, store=store)), "smaller, and of another hall"


# ---- who we are


def flapping() -> Walk:
    """The link has come and gone so often that the hall cannot be away."""
    walk = Walk()
    for _ in range(FLAPS - 1):
        walk.after(2).hall_goes().after(2).give(HallOnline())
    return walk


def test_a_link_that_comes_and_goes_is_no_outage() -> None:
    walk = at_the_last_touch(flapping())
    request = walk.asked.request_id
    walk.hall_goes()
    assert not walk.made(IssueOffline), "another machine may give the same number"
    walk.hall_is_silent().after(0.3)
    assert walk.asked.request_id == request, "it is asked again, and the hall is back in a moment"
    walk.give(HallOnline()).hall_answers().sees_number("A012")


def test_while_it_comes_and_goes_the_machine_says_that_nobody_answers_and_offers_to_try_again() -> None:
    walk = at_the_last_touch(flapping().hall_goes())
    for _ in range(20):
        walk.hall_is_silent().after(0.3)
    walk.sees(Page.PROBLEM, Problem.NO_ANSWER)
    assert not walk.made(IssueOffline)
    walk.give(HallOnline()).touch(Retry()).hall_answers().sees_number("A012")


def test_a_hall_that_stays_away_afterwards_is_an_outage_again() -> None:
    walk = flapping().hall_goes().after(FLAPPING_MS / 1000)
    at_the_last_touch(walk).own_number().sees_number("A900")


@pytest.mark.parametrize("doubt", [Doubt.TWICE, Doubt.OTHER_MACHINE])
def test_a_machine_that_may_not_be_the_only_one_gives_no_number_by_itself(doubt: Doubt) -> None:
    walk = Walk().give(IdentityDoubted(doubt)).hall_goes()
    at_the_last_touch(walk).after(5)
    assert not walk.made(IssueOffline)
    walk.sees(Page.PROBLEM, Problem.NO_ANSWER)
    walk.give(IdentityDoubted(Doubt.NONE)).touch(Retry()).own_number().sees_number("A900")


def test_whoever_still_stands_before_an_own_number_sees_what_it_waits_as() -> None:
    walk = at_the_last_touch(Walk(online=False)).own_number("A900").sees_number("A900")
    walk.give(PaperRenamed("20261121-A901-2", "A901-2")).sees_number("A900")
    walk.give(PaperRenamed("20261121-A900-2", "A900-2")).sees_number("A900-2")
    assert walk.last(PrintTicket).number == "A900-2"
    gone = at_the_last_touch(Walk(online=False)).own_number("A900").after(200)
    papers = len(gone.made(PrintTicket))
    gone.give(PaperRenamed("20261121-A900-2", "A900-2"))
    assert len(gone.made(PrintTicket)) == papers, "nobody stands there any more"
