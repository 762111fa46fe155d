"""What the clerk's screen keeps, forgets and points out while snapshots and answers come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pad_sample import CATALOGUE, NINE, Walker, both, ticket

from domain.flow import Arrived, Look, LookChosen
from domain.pad.clerk import step as clerk_step
from domain.pad.clerk_actions import Action, Pressed, TargetKind, TargetTouched, TicketTouched, available
from domain.pad.clerk_panels import ClerkTouched, NoticeTouched, PanelLeft, PanelTouched, QueueTouched
from domain.pad.clerk_state import ClerkPanel, ClerkTimer
from domain.pad.clerk_state import begin as clerk_begin
from domain.pad.known import Known, PictureCame, Recovered, own_card
from domain.pad.tidal import abandoned
from domain.views.public import NoticesSnapshot, QueuesSnapshot, QueueStatus, QueueView
from domain.views.ticket import TicketState
from domain.views.window import WindowQueue, WindowState

MAIN = Pressed(Action.MAIN)
SERVING, HELD, MISSED = TicketState.SERVING, TicketState.HELD, TicketState.NO_SHOW


@pytest.fixture
def clerk() -> Walker:
    walker = Walker(clerk_begin("w1", seed=7), clerk_step)
    walker.hears()
    return walker


def test_two_pads_that_ask_in_the_same_millisecond_ask_under_ids_of_their_own() -> None:
    ids = set()
    for seed in (7, 8):
        walker = Walker(clerk_begin("w1", seed=seed), clerk_step)
        walker.hears(queues=(WindowQueue(id="social", waiting=1),))
        walker.does(MAIN)
        ids.add(walker.asks[-1].request_id)
    assert len(ids) == 2


def test_a_screen_begins_with_the_look_of_its_window_and_comes_back_to_it() -> None:
    look = Look(language="en", elder=True)
    walker = Walker(clerk_begin("w1", look=look), clerk_step)
    assert walker.state.look == look
    walker.hears(state=WindowState.CLOSED, clerk=None)
    walker.does(LookChosen(Look()))
    assert walker.timers[ClerkTimer.LOOK] == 60.0
    walker.waits_for(ClerkTimer.LOOK)
    assert walker.state.look == look


# ---- the foot


def test_a_target_touched_as_the_list_opens_is_not_taken(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012", SERVING))
    clerk.does(Pressed(Action.TRANSFER))
    clerk.does(TargetTouched(TargetKind.QUEUE, "house"), after_ms=399)
    assert not clerk.asks
    clerk.does(TargetTouched(TargetKind.QUEUE, "house"), after_ms=1)
    assert clerk.wire[0] == "ticket.transfer"


def test_a_press_as_the_answer_comes_is_not_taken(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.does(Pressed(Action.RECALL))
    clerk.answered(ok=False, code="hall.busy")
    clerk.does(Pressed(Action.RECALL), after_ms=399)
    assert len(clerk.asks) == 1
    clerk.does(Pressed(Action.RECALL), after_ms=1)
    assert len(clerk.asks) == 2


def test_while_a_list_or_the_targets_are_open_the_main_key_calls_nobody_and_finishes_nothing(clerk: Walker) -> None:
    clerk.hears(held=(ticket("A004", HELD),), no_show=(ticket("A005", MISSED),))
    for panel in (ClerkPanel.HELD, ClerkPanel.NO_SHOW):
        clerk.does(PanelTouched(panel), MAIN)
        assert not available(clerk.state, Action.MAIN)
        clerk.does(PanelTouched(panel))
    clerk.hears(ticket=ticket("A012", SERVING))
    clerk.does(Pressed(Action.TRANSFER), MAIN)
    assert clerk.asks == []
    assert clerk.state.panel is ClerkPanel.TRANSFER
    clerk.does(PanelLeft(), MAIN)
    assert clerk.wire[0] == "ticket.finish"


# ---- what stands there


def test_a_clerk_who_was_chosen_stays_chosen_when_the_window_is_told_again(clerk: Walker) -> None:
    clerk.hears(state=WindowState.CLOSED, clerk=None)
    clerk.does(ClerkTouched("c2"))
    clerk.hears(state=WindowState.CLOSED, clerk=None, version=2)
    assert clerk.state.draft.clerk == "c2"


def test_people_who_come_while_others_wait_already_are_no_arrival(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012", SERVING))
    clerk.hears(queues=(WindowQueue(id="social", waiting=3),))
    clerk.hears(queues=(WindowQueue(id="social", waiting=4),))
    assert not clerk.state.arrival
    clerk.hears()
    clerk.hears(queues=(WindowQueue(id="social", waiting=1),))
    clerk.hears(queues=(WindowQueue(id="social", waiting=2),))
    assert clerk.state.arrival


def refused(clerk: Walker) -> None:
    clerk.hears(held=(ticket("A004", HELD),))
    clerk.does(MAIN)
    clerk.answered(ok=False, code="hall.busy")
    assert clerk.state.notice is not None


def test_a_refusal_that_was_read_goes_by_a_touch(clerk: Walker) -> None:
    refused(clerk)
    clerk.does(NoticeTouched())
    assert clerk.state.notice is None


def test_a_refusal_goes_when_a_list_is_opened_or_closed(clerk: Walker) -> None:
    refused(clerk)
    clerk.does(PanelTouched(ClerkPanel.HELD))
    assert clerk.state.notice is None
    clerk.does(TicketTouched("20261121-A004"))
    clerk.answered(ok=False, code="hall.busy")
    assert clerk.state.notice is not None
    assert clerk.state.panel is ClerkPanel.HELD
    clerk.does(PanelTouched(ClerkPanel.HELD))
    assert (clerk.state.panel, clerk.state.notice) == (ClerkPanel.NONE, None)


def test_a_screen_that_has_recovered_shows_neither_a_list_nor_a_refusal(clerk: Walker) -> None:
    refused(clerk)
    clerk.does(Recovered())
    assert (clerk.state.panel, clerk.state.notice) == (ClerkPanel.NONE, None)


# ---- what the pad knows


def test_a_pad_takes_its_own_card_and_no_other(clerk: Walker) -> None:
    card = own_card(Known(own="w2", catalogue=CATALOGUE))
    assert card is not None
    assert card.id == "w2"


def test_notices_are_known_and_do_not_disturb_the_clerk(clerk: Walker) -> None:
    notices = NoticesSnapshot(version=1, at=NINE, boards=(), hours=(), today=())
    clerk.does(Arrived(notices))
    assert clerk.state.known.notices == notices


def test_a_portrait_that_has_come_is_known_to_the_clerk_s_screen_too(clerk: Walker) -> None:
    clerk.does(PictureCame(), PictureCame())
    assert clerk.state.known.pictures == 2


def test_of_queues_left_without_a_window_the_longest_comes_first(clerk: Walker) -> None:
    cards = tuple(
        replace(CATALOGUE.queues[0], id=name, prefix=prefix, name=both(name))
        for name, prefix in (("social", "A"), ("house", "B"), ("tax", "C"))
    )
    windows = (replace(CATALOGUE.windows[0], tidal=True, queues=("social", "house", "tax")), CATALOGUE.windows[1])
    clerk.does(Arrived(replace(CATALOGUE, version=2, queues=cards, windows=windows)))
    lengths = {"social": 1, "house": 5, "tax": 3}
    served = tuple(WindowQueue(id=name, waiting=length) for name, length in lengths.items())
    views = tuple(
        QueueView(id=name, status=QueueStatus.OPEN, waiting=length, windows=1) for name, length in lengths.items()
    )
    clerk.does(Arrived(QueuesSnapshot(version=1, at=NINE, day="2026-11-21", queues=views)))
    clerk.hears(queues=served)
    clerk.does(PanelTouched(ClerkPanel.QUEUES), QueueTouched("social"), QueueTouched("house"), QueueTouched("tax"))
    assert [view.id for view in abandoned(clerk.state)] == ["house", "tax", "social"]
