"""Both sides of every boundary on the clerk's screen: what can be pressed, and answers that come late or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pad_sample import CATALOGUE, NINE, Walker, both, ticket

from domain.flow import Arrived, HallAway, HallOnline, NoAnswer, StartTimer, TimerFired
from domain.pad.clerk import step as clerk_step
from domain.pad.clerk_actions import (
    Action,
    CloseTouched,
    Pressed,
    TargetTouched,
    TicketTouched,
    UsualTouched,
    available,
)
from domain.pad.clerk_panels import ClerkTouched, PanelTouched, may_open
from domain.pad.clerk_state import ClerkPanel, Phase, phase
from domain.pad.clerk_state import begin as clerk_begin
from domain.pad.known import Recovered
from domain.views.public import Pause
from domain.views.ticket import TicketState
from domain.views.window import ReprintState, ReprintView, WindowQueue, WindowState

MAIN = Pressed(Action.MAIN)
HELD, MISSED, SERVING = TicketState.HELD, TicketState.NO_SHOW, TicketState.SERVING


@pytest.fixture
def clerk() -> Walker:
    walker = Walker(clerk_begin("w1", seed=7), clerk_step)
    walker.hears()
    return walker


# ---- the clerk's screen: presses


@pytest.mark.parametrize(("after_ms", "asks"), [(399, 0), (400, 1)])
def test_a_press_sooner_than_400_ms_after_the_foot_changed_its_meaning_is_not_taken(
    clerk: Walker, after_ms: int, asks: int
) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.does(MAIN, after_ms=after_ms)
    assert len(clerk.asks) == asks


def test_the_next_number_in_hand_is_another_meaning_and_a_longer_queue_is_none(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.hears(ticket=ticket("A013"))
    clerk.does(MAIN, after_ms=399)
    assert not clerk.asks
    clerk.hears(ticket=ticket("A013"), queues=(WindowQueue(id="social", waiting=1),))
    clerk.does(MAIN, after_ms=1)
    assert len(clerk.asks) == 1


def test_the_service_of_the_same_number_is_another_meaning(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.hears(ticket=ticket("A012", SERVING))
    clerk.does(MAIN, after_ms=399)
    assert not clerk.asks


def test_a_second_touch_in_a_list_does_nothing_until_the_first_is_answered(clerk: Walker) -> None:
    clerk.hears(held=(ticket("A004", HELD), ticket("A005", HELD)))
    clerk.does(PanelTouched(ClerkPanel.HELD), TicketTouched("20261121-A004"), TicketTouched("20261121-A005"))
    assert len(clerk.asks) == 1


OFFERED = {
    Phase.CLOSED: set(),
    Phase.PAUSED: {Action.MAIN, Action.PAUSE},
    Phase.IDLE: {Action.MAIN, Action.PAUSE},
    Phase.CALLED: {Action.MAIN, Action.RECALL, Action.NO_SHOW},
    Phase.SERVING: {Action.MAIN, Action.HOLD, Action.TRANSFER},
}
SAID: dict[Phase, dict[str, Any]] = {
    Phase.CLOSED: {"state": WindowState.CLOSED, "clerk": None},
    Phase.PAUSED: {"state": WindowState.PAUSED},
    Phase.IDLE: {},
    Phase.CALLED: {"ticket": ticket("A012")},
    Phase.SERVING: {"ticket": ticket("A012", SERVING)},
}


@pytest.mark.parametrize("at", SAID)
def test_each_phase_offers_its_own_actions_and_no_others(clerk: Walker, at: Phase) -> None:
    clerk.hears(**SAID[at])
    assert phase(clerk.state) is at
    assert {action for action in Action if available(clerk.state, action)} == OFFERED[at]


@pytest.mark.parametrize("at", SAID)
def test_lists_open_while_the_window_is_open_and_queues_while_it_works(clerk: Walker, at: Phase) -> None:
    clerk.hears(**SAID[at])
    lists = {ClerkPanel.HELD, ClerkPanel.NO_SHOW, ClerkPanel.CLERKS, ClerkPanel.NUMBER, ClerkPanel.WHICH}
    works = at in {Phase.IDLE, Phase.CALLED, Phase.SERVING}
    expected = set() if at is Phase.CLOSED else lists | ({ClerkPanel.QUEUES} if works else set())
    assert {panel for panel in ClerkPanel if may_open(clerk.state, panel)} == expected


def test_before_the_hall_has_said_anything_nothing_can_be_pressed_or_opened() -> None:
    clerk = Walker(clerk_begin("w1"), clerk_step)
    assert phase(clerk.state) is Phase.STARTING
    assert not any(available(clerk.state, action) for action in Action)
    assert not any(may_open(clerk.state, panel) for panel in ClerkPanel)


@pytest.mark.parametrize(("left", "can"), [(0, False), (1, True)])
def test_the_last_recall_can_be_used(clerk: Walker, left: int, can: bool) -> None:
    clerk.hears(ticket=ticket("A012"), recalls_left=left)
    assert available(clerk.state, Action.RECALL) is can


def test_a_called_number_is_called_again(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.does(Pressed(Action.RECALL))
    assert clerk.wire == ("ticket.recall", {"window": "w1", "ticket": "20261121-A012"})


def test_nothing_looks_pressable_while_a_request_is_out(clerk: Walker) -> None:
    clerk.does(MAIN)
    assert not any(available(clerk.state, action) for action in Action)


def test_another_clerk_at_an_open_window_is_chosen_before_the_yes(clerk: Walker) -> None:
    clerk.does(PanelTouched(ClerkPanel.CLERKS))
    assert not available(clerk.state, Action.MAIN)
    clerk.does(ClerkTouched("c2"), MAIN)
    assert clerk.wire == ("window.open", {"window": "w1", "clerk": "c2"})


def test_a_pause_button_ends_a_pause(clerk: Walker) -> None:
    clerk.hears(state=WindowState.PAUSED)
    clerk.does(Pressed(Action.PAUSE))
    assert clerk.wire == ("window.open", {"window": "w1"})


def test_without_another_queue_or_window_a_ticket_cannot_be_transferred(clerk: Walker) -> None:
    alone = replace(CATALOGUE, queues=CATALOGUE.queues[:1], windows=CATALOGUE.windows[:1])
    clerk.does(Arrived(alone))
    clerk.hears(ticket=ticket("A012", SERVING))
    assert not available(clerk.state, Action.TRANSFER)


@pytest.mark.parametrize(
    ("opened", "touch"),
    [
        (ClerkPanel.HELD, TicketTouched("20261121-A009")),
        (ClerkPanel.NO_SHOW, TicketTouched("20261121-A004")),
        (ClerkPanel.HELD, UsualTouched()),
        (ClerkPanel.HELD, CloseTouched()),
        (ClerkPanel.HELD, TargetTouched("queue", "house")),  # type: ignore[arg-type]
    ],
)
def test_a_touch_on_what_another_panel_shows_asks_for_nothing(clerk: Walker, opened: ClerkPanel, touch: object) -> None:
    clerk.hears(ticket=ticket("A012", SERVING), held=(ticket("A004", HELD),), no_show=(ticket("A009", MISSED),))
    clerk.does(PanelTouched(opened), touch)
    assert not clerk.asks


# ---- the clerk's screen: answers that come late or not at all


@pytest.mark.parametrize(("away_ms", "asks", "code"), [(30_000, 2, None), (30_001, 1, "pad.unconfirmed")])
def test_a_request_is_repeated_after_30_s_of_absence_and_not_after_more(
    clerk: Walker, away_ms: int, asks: int, code: str | None
) -> None:
    clerk.does(MAIN)
    clerk.does(HallAway(), NoAnswer(clerk.asks[-1].tag), after_ms=0)
    clerk.does(HallOnline(), after_ms=away_ms)
    assert len(clerk.asks) == asks
    assert (clerk.state.notice and clerk.state.notice.code) == code
    assert bool(clerk.state.pending) is (code is None)


def test_a_hall_that_comes_back_before_the_answer_is_overdue_is_not_asked_twice(clerk: Walker) -> None:
    clerk.does(MAIN, HallAway(), HallOnline())
    assert len(clerk.asks) == 1


def test_a_request_that_was_repeated_is_not_repeated_at_every_loss_of_the_hall(clerk: Walker) -> None:
    clerk.does(MAIN, HallAway(), NoAnswer("clerk:1"), HallOnline())
    assert len(clerk.asks) == 2
    clerk.does(HallAway(), HallOnline())
    assert len(clerk.asks) == 2


@pytest.mark.parametrize(("after_ms", "shown"), [(5_999, True), (6_000, False)])
def test_a_refusal_is_shown_for_six_seconds(clerk: Walker, after_ms: int, shown: bool) -> None:
    clerk.does(MAIN)
    clerk.answered(ok=False, code="queue.empty")
    clerk.does(TimerFired("tick"), after_ms=after_ms)
    assert bool(clerk.state.notice) is shown


@pytest.mark.parametrize(("seconds", "ready_ms"), [(0, None), (1, 1000), (600, 600_000), (601, None)])
def test_a_wait_of_up_to_ten_minutes_is_counted_down(clerk: Walker, seconds: float, ready_ms: int | None) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.does(Pressed(Action.NO_SHOW))
    clerk.answered(ok=False, code="no_show.too_soon", after_seconds=seconds)
    notice = clerk.state.notice
    assert (notice.ready_ms and notice.ready_ms - clerk.now_ms) == ready_ms
    assert notice.until_ms - clerk.now_ms == (ready_ms or 6_000)
    assert clerk.state.pending is None


def test_a_new_request_takes_the_last_refusal_away(clerk: Walker) -> None:
    clerk.does(MAIN)
    clerk.answered(ok=False, code="queue.empty")
    clerk.does(MAIN)
    assert clerk.state.notice is None
    assert clerk.timers["tick"] == 1, "so that the clerk reads that the hall is waited for"


def test_somebody_who_came_during_the_last_service_is_no_arrival(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012", SERVING))
    clerk.hears(queues=(WindowQueue(id="social", waiting=1),))
    assert not clerk.state.arrival


def test_where_nobody_waits_nobody_has_come(clerk: Walker) -> None:
    clerk.hears()
    assert not clerk.state.arrival


def test_after_a_bug_the_clerk_begins_again_at_the_ticket(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.does(PanelTouched(ClerkPanel.NUMBER), Recovered())
    assert (clerk.state.panel, clerk.state.draft.typed) == (ClerkPanel.NONE, "")
    assert phase(clerk.state) is Phase.CALLED


def test_only_a_reprint_says_that_the_ticket_is_over(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.does(MAIN)
    clerk.answered(ok=False, code="ticket.wrong_state")
    assert clerk.state.notice.code == "ticket.wrong_state"


def test_an_answer_to_another_request_unlocks_nothing(clerk: Walker) -> None:
    clerk.does(MAIN, NoAnswer("clerk:9"))
    assert clerk.state.pending is not None
    assert len(clerk.asks) == 1


def test_a_snapshot_does_not_put_off_the_next_look_at_the_times(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.effects.clear()
    clerk.hears(ticket=ticket("A012"), queues=(WindowQueue(id="social", waiting=1),))
    assert not clerk.of(StartTimer)
    clerk.waits_for("tick")
    assert clerk.timers["tick"] == 1


def test_the_times_on_the_screen_are_looked_at_as_often_as_they_change(clerk: Walker) -> None:
    def tick(**said: Any) -> float | None:
        clerk.hears(**said)
        return clerk.timers.get("tick")

    assert tick(ticket=ticket("A012")) == 1
    assert tick(ticket=ticket("A012", SERVING)) == 15
    assert tick(reprint=copy(NINE + 600_000)) == 5
    assert tick(queues=(WindowQueue(id="social", waiting=1),)) == 15
    assert tick(held=(ticket("A004", HELD),)) == 15
    assert tick(state=WindowState.PAUSED, pause=Pause(reason="用餐休息。", contact="", since=NINE)) == 15
    assert tick(state=WindowState.CLOSED, queues=(WindowQueue(id="social", waiting=1),)) is None
    assert tick() is None
    clerk.does(PanelTouched(ClerkPanel.NO_SHOW))
    assert clerk.timers["tick"] == 15


def copy(expires_at: int, state: ReprintState = ReprintState.ORDERED, ended_at: int | None = None) -> ReprintView:
    return ReprintView(
        order="o1",
        number="A012",
        device="k1",
        name=both("取号机"),
        state=state,
        ordered_at=NINE,
        expires_at=expires_at,
        ended_at=ended_at,
    )
