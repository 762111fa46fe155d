"""找人帮忙 at the pad: every window sees the call, one goes, and whatever is open on the screen stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from help_sample import help_call, taken, told
from machine_sample import NINE
from pad_sample import Walker, ticket

from domain.flow import HallAway, HallReplaced
from domain.pad import help_calls
from domain.pad.clerk import step
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import PanelTouched
from domain.pad.clerk_state import ClerkPanel, begin
from domain.pad.help_calls import HelpEnded, HelpGoing
from domain.refusal import Code
from domain.views.ticket import TicketState
from domain.views.window import WindowState

FIRST, SECOND = help_call(), help_call("h2", device="m2", called_at=NINE + 60_000)


@pytest.fixture
def pad() -> Walker:
    walker = Walker(begin("w1", seed=7), step)
    walker.hears()
    return walker


def test_a_call_is_taken_and_done_with_a_touch_each(pad: Walker) -> None:
    pad.does(told(FIRST, SECOND))
    assert help_calls.waiting(pad.state.known) == (FIRST, SECOND)
    pad.does(HelpGoing("h1"))
    assert pad.wire == ("help.take", {"call": "h1", "window": "w1"})
    pad.answered()
    mine = taken(FIRST, "w1")
    pad.does(told(mine, SECOND))
    assert help_calls.waiting(pad.state.known) == (SECOND,)
    assert help_calls.gone_to(pad.state.known) == mine
    pad.does(HelpEnded("h1"))
    assert pad.wire == ("help.done", {"call": "h1", "window": "w1"})


def test_where_somebody_else_goes_nobody_is_asked_to(pad: Walker) -> None:
    pad.does(told(taken(FIRST, "w2")))
    assert not help_calls.is_shown(pad.state.known)
    pad.does(HelpGoing("h1"), HelpEnded("h1"), HelpGoing("nothing"))
    assert pad.state.pending is None


def test_what_is_open_and_typed_stays(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012", TicketState.SERVING))
    pad.does(told(FIRST), PanelTouched(ClerkPanel.NUMBER))
    draft = pad.state.draft
    pad.does(HelpGoing("h1"))
    pad.answered()
    assert (pad.state.panel, pad.state.draft) == (ClerkPanel.NUMBER, draft)


def test_a_call_that_appears_takes_no_press_from_the_clerk(pad: Walker) -> None:
    pad.does(told(FIRST), Pressed(Action.MAIN))
    assert pad.wire[0] == "ticket.call_next"


def test_a_closed_window_sees_the_call_too(pad: Walker) -> None:
    pad.hears(state=WindowState.CLOSED, clerk=None)
    pad.does(told(FIRST))
    assert help_calls.is_shown(pad.state.known)
    pad.does(HelpGoing("h1"))
    assert pad.wire[0] == "help.take"


def test_somebody_was_quicker(pad: Walker) -> None:
    pad.does(told(FIRST), HelpGoing("h1"))
    pad.answered(ok=False, code=Code.HELP_TAKEN)
    assert pad.state.notice is not None
    assert pad.state.notice.code == Code.HELP_TAKEN


def test_while_the_hall_is_away_nothing_is_taken(pad: Walker) -> None:
    pad.does(told(FIRST), HallAway(), HelpGoing("h1"))
    assert pad.state.pending is None
    pad.does(HallReplaced())
    assert not help_calls.is_shown(pad.state.known)


def test_how_long_somebody_waits_is_looked_at_again(pad: Walker) -> None:
    pad.hears(queues=(), held=())
    pad.does(told(replace(FIRST, called_at=NINE)))
    assert pad.state.tick_s == 15.0
