"""Both sides of every boundary in the panels of the clerk's screen, and of what the screen points out by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pad_sample import CATALOGUE, NINE, Walker, both, clerk_card, ticket

from domain.flow import Arrived, TimerFired
from domain.pad.clerk import step as clerk_step
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import (
    ClerkTouched,
    ContactTouched,
    KeyTouched,
    PanelLeft,
    PanelTouched,
    PrefixTouched,
    QueueTouched,
    ReasonTouched,
    UntilTouched,
    contact,
    number,
    prefixes,
)
from domain.pad.clerk_state import ClerkPanel, clerks, hall_now, late, overdue, reprint, unreported
from domain.pad.clerk_state import begin as clerk_begin
from domain.pad.tidal import abandoned
from domain.views.public import Pause, QueuesSnapshot, QueueStatus, QueueView
from domain.views.ticket import TicketState
from domain.views.window import ReprintState, ReprintView, WindowQueue, WindowState

MAIN = Pressed(Action.MAIN)
HELD = TicketState.HELD


@pytest.fixture
def clerk() -> Walker:
    walker = Walker(clerk_begin("w1", seed=7), clerk_step)
    walker.hears()
    return walker


@pytest.fixture
def at_nine() -> Walker:
    """A clerk's screen that hears of its window for the first time when it is nine in the hall."""
    return Walker(clerk_begin("w1", seed=7), clerk_step)


# ---- the clerk's screen: panels


def typed(keys: str) -> list[KeyTouched]:
    return [KeyTouched(key) for key in keys]


def test_the_phone_of_the_clerk_is_offered_and_the_first_key_takes_its_place(clerk: Walker) -> None:
    clerk.does(Pressed(Action.PAUSE), ContactTouched())
    assert clerk.state.draft.typed == "010-1234"
    clerk.does(KeyTouched("8"))
    assert clerk.state.draft.typed == "8"


def test_a_phone_for_the_pause_has_sixteen_digits_at_most(clerk: Walker) -> None:
    clerk.does(Pressed(Action.PAUSE), ContactTouched(), *typed("1234567890123456"))
    assert clerk.state.draft.typed == "1234567890123456"
    clerk.does(KeyTouched("7"))
    assert clerk.state.draft.typed == "1234567890123456"


@pytest.mark.parametrize("key", ["x", "²", "00", "", " "])
def test_a_key_that_is_no_digit_types_nothing(clerk: Walker, key: str) -> None:
    clerk.does(PanelTouched(ClerkPanel.NUMBER), KeyTouched("7"), KeyTouched(key))
    assert clerk.state.draft.typed == "7"


def test_a_panel_that_opens_takes_the_last_refusal_away(clerk: Walker) -> None:
    clerk.does(MAIN)
    clerk.answered(ok=False, code="queue.empty")
    clerk.does(PanelTouched(ClerkPanel.HELD))
    assert clerk.state.notice is None


@pytest.mark.parametrize(("index", "reason"), [(-1, 1), (0, 0), (4, 4), (5, 1)])
def test_only_reasons_that_are_offered_can_be_chosen(clerk: Walker, index: int, reason: int) -> None:
    clerk.does(Pressed(Action.PAUSE), ReasonTouched(1), ReasonTouched(index))
    assert clerk.state.draft.reason == reason


@pytest.mark.parametrize(("index", "until"), [(-1, 1), (0, 0), (3, 3), (4, 1)])
def test_only_returns_that_are_offered_can_be_chosen(clerk: Walker, index: int, until: int) -> None:
    clerk.does(Pressed(Action.PAUSE), UntilTouched(1), UntilTouched(index))
    assert clerk.state.draft.until == until


@pytest.mark.parametrize(("index", "minutes"), [(0, 10), (1, 30), (2, 60)])
def test_a_pause_tells_when_the_clerk_is_back(at_nine: Walker, index: int, minutes: int) -> None:
    at_nine.hears()
    at_nine.does(Pressed(Action.PAUSE), UntilTouched(index), MAIN)
    assert at_nine.wire[1]["until"] == hall_now(at_nine.state) + minutes * 60_000


def test_choices_of_a_panel_that_is_not_open_change_nothing(clerk: Walker) -> None:
    before = clerk.state.draft
    clerk.does(ReasonTouched(1), UntilTouched(1), ClerkTouched("c1"), ContactTouched(), KeyTouched("1"))
    clerk.does(PrefixTouched("B"), QueueTouched("house"))
    assert (clerk.state.draft, clerk.state.panel) == (before, ClerkPanel.NONE)


def test_the_letters_of_the_own_window_come_first(clerk: Walker) -> None:
    own = (replace(CATALOGUE.windows[0], queues=("house",)), *CATALOGUE.windows[1:])
    clerk.does(Arrived(replace(CATALOGUE, windows=own)))
    assert [card.prefix for card in prefixes(clerk.state)] == ["B", "A"]


def test_a_letter_that_no_queue_has_is_not_taken(clerk: Walker) -> None:
    clerk.does(PanelTouched(ClerkPanel.NUMBER), KeyTouched("7"), PrefixTouched("Z"))
    assert number(clerk.state) == "A007"


def test_another_letter_keeps_the_digits_that_were_typed_and_drops_those_that_were_offered(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012"))
    clerk.does(PanelTouched(ClerkPanel.NUMBER))
    assert number(clerk.state) == "A012"
    clerk.does(PrefixTouched("B"))
    assert number(clerk.state) == ""
    clerk.does(KeyTouched("7"), PrefixTouched("A"))
    assert number(clerk.state) == "A007"


def test_a_transferred_number_is_offered_with_the_letter_it_was_given(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("B012"))  # now of the queue whose letter is A
    clerk.does(PanelTouched(ClerkPanel.NUMBER))
    assert number(clerk.state) == "B012"


@pytest.mark.parametrize(
    ("waiting", "status", "named"),
    [
        (0, QueueStatus.CLOSED, False),
        (0, QueueStatus.OPEN, True),
        (1, QueueStatus.CLOSED, True),
        (1, QueueStatus.OPEN, True),
    ],
)
def test_a_queue_that_is_left_alone_is_named_while_somebody_waits_or_may_still_come(
    clerk: Walker, waiting: int, status: QueueStatus, named: bool
) -> None:
    view = QueueView(id="social", status=status, waiting=waiting, windows=1)
    clerk.hears(queues=(WindowQueue(id="social", waiting=waiting), WindowQueue(id="house", waiting=0)))
    clerk.does(Arrived(QueuesSnapshot(version=1, at=NINE, day="2026-11-21", queues=(view,))))
    assert abandoned(clerk.state) == (), "nothing is chosen"
    clerk.does(PanelTouched(ClerkPanel.QUEUES), QueueTouched("social"))
    assert bool(abandoned(clerk.state)) is named


def test_while_a_request_is_out_nothing_is_typed_and_no_panel_is_left(clerk: Walker) -> None:
    clerk.does(PanelTouched(ClerkPanel.NUMBER), KeyTouched("7"), MAIN, KeyTouched("8"), PanelLeft())
    assert (clerk.state.draft.typed, clerk.state.panel) == ("7", ClerkPanel.NUMBER)


def test_the_choice_of_a_clerk_cannot_be_left_at_a_closed_window(clerk: Walker) -> None:
    clerk.hears(state=WindowState.CLOSED, clerk=None)
    clerk.does(PanelLeft())
    assert clerk.state.panel is ClerkPanel.CLERKS


def test_a_panel_stays_open_with_its_ticket_and_goes_with_it(clerk: Walker) -> None:
    clerk.hears(ticket=ticket("A012", TicketState.SERVING))
    clerk.does(Pressed(Action.TRANSFER))
    clerk.hears(ticket=ticket("A012", TicketState.SERVING), queues=(WindowQueue(id="social", waiting=1),))
    assert clerk.state.panel is ClerkPanel.TRANSFER
    clerk.hears(ticket=ticket("A013", TicketState.SERVING))
    assert clerk.state.panel is ClerkPanel.NONE


def test_a_panel_closes_with_a_second_touch(clerk: Walker) -> None:
    clerk.does(PanelTouched(ClerkPanel.HELD), PanelTouched(ClerkPanel.HELD))
    assert clerk.state.panel is ClerkPanel.NONE


def test_the_last_clerk_of_a_closed_window_is_offered_and_else_its_only_one(clerk: Walker) -> None:
    clerk.hears(state=WindowState.CLOSED, clerk=clerk_card("c2"))
    assert clerk.state.draft.clerk == "c2"
    clerk.hears()
    clerk.hears(state=WindowState.CLOSED, clerk=clerk_card("c9"))
    assert clerk.state.draft.clerk == "", "two may open it, and neither was here"
    one = tuple(replace(card, clerks=("c2",)) for card in CATALOGUE.windows)
    clerk.does(Arrived(replace(CATALOGUE, windows=one)))
    assert clerk.state.draft.clerk == "c2"


def test_only_its_own_clerks_open_a_window_that_names_some(clerk: Walker) -> None:
    own, other = CATALOGUE.windows
    clerk.does(Arrived(replace(CATALOGUE, windows=(replace(other, clerks=("c1",)), replace(own, clerks=("c2",))))))
    assert clerks(clerk.state) == ("c2",)


def test_every_clerk_of_the_hall_may_open_a_window_that_names_none(clerk: Walker) -> None:
    nobody = tuple(replace(card, clerks=()) for card in CATALOGUE.windows)
    clerk.does(Arrived(replace(CATALOGUE, windows=nobody)))
    assert clerks(clerk.state) == ("c1", "c2")


def test_a_window_without_a_name_before_it_has_no_phone(clerk: Walker) -> None:
    clerk.hears(clerk=None)
    assert contact(clerk.state) == ""


# ---- the clerk's screen: what is named


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


@pytest.mark.parametrize(
    ("state", "ended_at", "shown_ms"),
    [(ReprintState.PRINTED, NINE, 15_000), (ReprintState.FAILED, NINE, 90_000), (ReprintState.ORDERED, None, 220_000)],
)
def test_a_copy_is_spoken_of_for_its_time_and_not_longer(
    at_nine: Walker, state: ReprintState, ended_at: int | None, shown_ms: int
) -> None:
    view = copy(NINE + 120_000, state, ended_at)
    at_nine.hears(reprint=view)
    heard_ms = at_nine.now_ms
    at_nine.does(TimerFired("tick"), after_ms=shown_ms - 1)
    assert reprint(at_nine.state) == view
    at_nine.now_ms = heard_ms
    at_nine.does(TimerFired("tick"), after_ms=shown_ms)
    assert reprint(at_nine.state) is None


@pytest.mark.parametrize(("after_ms", "silent"), [(129_999, False), (130_000, True)])
def test_a_machine_has_ten_seconds_after_the_order_has_expired_to_tell(
    at_nine: Walker, after_ms: int, silent: bool
) -> None:
    view = copy(NINE + 120_000)
    at_nine.hears(reprint=view)
    at_nine.does(TimerFired("tick"), after_ms=after_ms)
    assert unreported(at_nine.state, view) is silent
    assert not unreported(at_nine.state, replace(view, state=ReprintState.PRINTED))


@pytest.mark.parametrize(("until", "named"), [(NINE - 1, NINE - 1), (NINE, None)])
def test_a_pause_is_late_once_its_time_has_passed(at_nine: Walker, until: int, named: int | None) -> None:
    pause = Pause(reason="用餐休息。", contact="", since=NINE - 60_000, until=until)
    at_nine.hears(state=WindowState.PAUSED, pause=pause)
    assert late(at_nine.state) == named


def test_a_pause_that_names_no_return_is_never_late(at_nine: Walker) -> None:
    at_nine.hears(state=WindowState.PAUSED, pause=Pause(reason="用餐休息。", contact="", since=NINE - 60_000))
    assert late(at_nine.state) is None


@pytest.mark.parametrize(("too_late_ms", "named"), [(0, 1), (1, 0)])
def test_a_ticket_is_held_too_long_from_the_halls_rule_on(at_nine: Walker, too_late_ms: int, named: int) -> None:
    held_at = NINE - CATALOGUE.hold_minutes * 60_000 + too_late_ms
    at_nine.hears(held=(ticket("A004", HELD, held_at=held_at),))
    assert len(overdue(at_nine.state)) == named


def test_the_ticket_that_is_held_longest_is_named_first(at_nine: Walker) -> None:
    rule_ms = CATALOGUE.hold_minutes * 60_000
    held = [ticket(f"A00{at}", HELD, held_at=NINE - rule_ms - at) for at in (1, 3, 2)]
    at_nine.hears(held=tuple(held))
    assert [one.number for one in overdue(at_nine.state)] == ["A003", "A002", "A001"]
