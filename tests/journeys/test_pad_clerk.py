"""Paths over the clerk's screen of the pad, a step a line."""

from __future__ import annotations

import pytest
from pad_sample import NINE, Walker, clerk_card, rating, ticket

from domain.flow import Answered, HallAway, HallOnline, Look, LookChosen, NoAnswer
from domain.pad.clerk import step
from domain.pad.clerk_actions import Action, CloseTouched, Pressed, TargetTouched, TicketTouched, available
from domain.pad.clerk_panels import ClerkTouched, PanelLeft, PanelTouched, ReasonTouched, UntilTouched
from domain.pad.clerk_state import ClerkPanel, Phase, begin, hall_now, phase
from domain.pad.known import PAUSE_REASONS
from domain.views.ticket import TicketState
from domain.views.window import RatingState, WindowQueue, WindowState

HAND = {"window": "w1", "ticket": "20261121-A012"}
FOOT = (Action.RECALL, Action.NO_SHOW, Action.HOLD, Action.TRANSFER, Action.MAIN)


@pytest.fixture
def pad() -> Walker:
    walker = Walker(begin("w1", seed=7), step)
    walker.hears()
    return walker


def can(pad: Walker) -> list[Action]:
    return [action for action in FOOT if available(pad.state, action)]


def asked(pad: Walker) -> tuple[str, dict[str, object]]:
    return pad.wire


def called(pad: Walker, **more: object) -> None:
    pad.hears(ticket=ticket("A012"), **more)


def serving(pad: Walker, **more: object) -> None:
    pad.hears(ticket=ticket("A012", TicketState.SERVING), **more)


def test_one_number_takes_three_presses_of_one_key(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN))
    assert asked(pad) == ("ticket.call_next", {"window": "w1"})
    pad.answered()
    called(pad)
    pad.does(Pressed(Action.MAIN))
    assert asked(pad) == ("ticket.start", HAND)
    pad.answered()
    serving(pad)
    pad.does(Pressed(Action.MAIN))
    assert asked(pad) == ("ticket.finish", HAND)
    pad.answered()
    pad.hears(rating=rating())
    assert phase(pad.state) is Phase.IDLE


def test_the_foot_offers_what_the_state_of_the_ticket_allows(pad: Walker) -> None:
    assert can(pad) == [Action.MAIN]
    called(pad)
    assert can(pad) == [Action.RECALL, Action.NO_SHOW, Action.MAIN]
    called(pad, recalls_left=0)
    assert can(pad) == [Action.NO_SHOW, Action.MAIN]
    serving(pad)
    assert can(pad) == [Action.HOLD, Action.TRANSFER, Action.MAIN]


def test_a_second_press_does_nothing_until_the_first_is_answered(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN), Pressed(Action.MAIN), Pressed(Action.PAUSE))
    assert len(pad.asks) == 1


def test_a_double_press_on_next_does_not_start_the_service(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN))
    pad.does(Answered(pad.asks[-1].tag, ok=True), after_ms=20)
    pad.now_ms -= 480
    called(pad)
    pad.does(Pressed(Action.MAIN), after_ms=150)
    assert len(pad.asks) == 1


def test_no_answer_is_asked_again_under_the_same_id(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN))
    first = pad.asks[-1]
    pad.does(NoAnswer(first.tag), after_ms=5000)
    assert pad.asks == [first, first]
    assert first.request_id


def test_two_presses_have_two_ids(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN))
    pad.answered(ok=False, code="queue.empty")
    pad.does(Pressed(Action.MAIN))
    assert pad.asks[0].request_id != pad.asks[1].request_id
    assert pad.asks[0].tag != pad.asks[1].tag


def test_a_hall_that_never_answers_is_named_and_the_keys_come_back(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN))
    for _ in range(3):
        pad.does(NoAnswer(pad.asks[-1].tag), after_ms=5000)
    assert len(pad.asks) == 3
    assert pad.state.notice.code == "pad.unanswered"
    assert can(pad) == [Action.MAIN]


def test_a_short_absence_of_the_hall_repeats_the_request(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN), HallAway(), NoAnswer("clerk:1"))
    assert len(pad.asks) == 1
    pad.does(HallOnline(), after_ms=3000)
    assert pad.asks[0] == pad.asks[1]


def test_after_a_long_absence_nobody_is_called_behind_the_clerks_back(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN), HallAway(), NoAnswer("clerk:1"))
    pad.does(HallOnline(), after_ms=600_000)
    assert len(pad.asks) == 1
    assert pad.state.notice.code == "pad.unconfirmed"


def test_without_the_hall_nothing_can_be_pressed_and_the_ticket_stays(pad: Walker) -> None:
    serving(pad)
    pad.does(HallAway())
    assert can(pad) == []
    pad.does(Pressed(Action.MAIN))
    assert not pad.asks
    assert phase(pad.state) is Phase.SERVING


def test_a_no_show_declared_too_soon_counts_the_seconds_left(pad: Walker) -> None:
    called(pad)
    pad.does(Pressed(Action.NO_SHOW))
    pad.answered(ok=False, code="no_show.too_soon", after_seconds=40)
    assert pad.state.notice.ready_ms - pad.now_ms == 40_000
    assert pad.timers["tick"] == 1.0
    while pad.state.notice:
        pad.waits_for("tick")
    pad.does(Pressed(Action.NO_SHOW))
    assert asked(pad) == ("ticket.no_show", HAND)


def test_a_refusal_stands_in_words_and_goes_by_itself(pad: Walker) -> None:
    pad.does(Pressed(Action.MAIN))
    pad.answered(ok=False, code="queue.empty")
    assert pad.state.notice.code == "queue.empty"
    shown_ms = pad.now_ms
    while pad.state.notice:
        pad.waits_for("tick")
    assert pad.now_ms - shown_ms == 6000


def test_hold_and_resume(pad: Walker) -> None:
    serving(pad)
    pad.does(Pressed(Action.HOLD))
    assert asked(pad) == ("ticket.hold", HAND)
    pad.answered()
    pad.hears(held=(ticket("A012", TicketState.HELD),))
    pad.does(PanelTouched(ClerkPanel.HELD), TicketTouched("20261121-A012"))
    assert asked(pad) == ("ticket.resume", HAND)


def test_a_no_show_who_came_back_is_reinstated(pad: Walker) -> None:
    pad.hears(no_show=(ticket("A009", TicketState.NO_SHOW),))
    pad.does(PanelTouched(ClerkPanel.NO_SHOW), TicketTouched("20261121-A009"))
    assert asked(pad) == ("ticket.reinstate", {"window": "w1", "ticket": "20261121-A009"})


def test_a_ticket_that_has_left_the_list_cannot_be_touched_any_more(pad: Walker) -> None:
    pad.hears(no_show=(ticket("A009", TicketState.NO_SHOW),))
    pad.does(PanelTouched(ClerkPanel.NO_SHOW))
    pad.hears()
    pad.does(TicketTouched("20261121-A009"))
    assert not pad.asks


@pytest.mark.parametrize(("kind", "target", "key"), [("queue", "house", "queue"), ("window", "w2", "to_window")])
def test_transfer_to_a_queue_or_a_window_takes_two_touches(pad: Walker, kind: str, target: str, key: str) -> None:
    serving(pad)
    pad.does(Pressed(Action.TRANSFER), TargetTouched(kind, target))
    assert asked(pad) == ("ticket.transfer", {**HAND, key: target})


def test_a_ticket_is_not_transferred_to_where_it_is(pad: Walker) -> None:
    serving(pad)
    pad.does(Pressed(Action.TRANSFER), TargetTouched("queue", "social"), TargetTouched("window", "w1"))
    assert not pad.asks


def test_a_pause_names_its_reason_whereabouts_and_return(pad: Walker) -> None:
    pad.does(Pressed(Action.PAUSE), ReasonTouched(4), UntilTouched(1), Pressed(Action.MAIN))
    kind, data = asked(pad)
    assert kind == "window.pause"
    assert data["reason"] == PAUSE_REASONS[4].text.zh
    assert data["contact"] == "010-1234"
    assert data["until"] == hall_now(pad.state) + 30 * 60_000


def test_a_pause_without_a_known_return_names_none(pad: Walker) -> None:
    pad.does(Pressed(Action.PAUSE), UntilTouched(3), Pressed(Action.MAIN))
    assert "until" not in asked(pad)[1]


def test_the_main_key_ends_a_pause(pad: Walker) -> None:
    pad.hears(state=WindowState.PAUSED)
    pad.does(Pressed(Action.MAIN))
    assert asked(pad) == ("window.open", {"window": "w1"})


def test_in_the_morning_a_clerk_says_who_they_are_and_opens(pad: Walker) -> None:
    pad.hears(state=WindowState.CLOSED, clerk=None)
    assert pad.state.panel is ClerkPanel.CLERKS
    assert can(pad) == []
    pad.does(ClerkTouched("nobody"), ClerkTouched("c2"), Pressed(Action.MAIN))
    assert asked(pad) == ("window.open", {"window": "w1", "clerk": "c2"})


def test_closing_the_window_lies_behind_the_pause(pad: Walker) -> None:
    pad.does(CloseTouched())
    assert not pad.asks
    pad.does(Pressed(Action.PAUSE), CloseTouched())
    assert asked(pad) == ("window.close", {"window": "w1"})


def test_a_panel_closes_by_its_button_and_when_the_ticket_changes(pad: Walker) -> None:
    serving(pad)
    pad.does(Pressed(Action.TRANSFER), PanelLeft())
    assert pad.state.panel is ClerkPanel.NONE
    pad.does(Pressed(Action.TRANSFER))
    pad.hears()
    assert pad.state.panel is ClerkPanel.NONE


def test_somebody_who_comes_while_nobody_waits_is_shown_until_the_next_call(pad: Walker) -> None:
    pad.hears(queues=(WindowQueue(id="social", waiting=1),), next=(ticket("A013", TicketState.WAITING),))
    assert pad.state.arrival
    pad.hears(queues=(WindowQueue(id="social", waiting=2),))
    assert pad.state.arrival
    pad.does(Pressed(Action.MAIN))
    assert not pad.state.arrival


def test_people_who_wait_already_are_no_arrival(pad: Walker) -> None:
    called(pad, queues=(WindowQueue(id="social", waiting=1),))
    pad.hears(queues=(WindowQueue(id="social", waiting=1),))
    assert not pad.state.arrival


def test_the_clerk_learns_that_a_review_was_given_and_no_more(pad: Walker) -> None:
    pad.hears(rating=rating(state=RatingState.GIVEN))
    assert pad.state.known.window.rating.state is RatingState.GIVEN
    assert pad.state.known.catalogue.levels == ()
    assert "满意" not in repr(pad.state)


def test_the_times_go_on_by_the_terminals_own_clock(pad: Walker) -> None:
    serving(pad, at=NINE + 60_000)
    pad.waits_for("tick")
    assert hall_now(pad.state) == NINE + 75_000


def test_a_screen_on_which_no_time_passes_is_left_alone(pad: Walker) -> None:
    assert "tick" not in pad.timers
    serving(pad)
    assert pad.timers["tick"] == 15.0
    pad.hears()
    assert "tick" not in pad.timers


EASY = Look(language="en", elder=True, contrast=True)


def signed_on(pad: Walker, name: str = "c1", **more: object) -> None:
    pad.hears(clerk=clerk_card(name), **more)


def test_what_a_clerk_reads_best_stays_all_day(pad: Walker) -> None:
    signed_on(pad)
    pad.does(LookChosen(EASY))
    signed_on(pad, ticket=ticket("A012"))
    signed_on(pad, ticket=ticket("A013", TicketState.SERVING))
    signed_on(pad, state=WindowState.PAUSED)
    pad.does(HallAway(), HallOnline())
    signed_on(pad)
    assert pad.state.look == EASY


def test_it_goes_with_the_clerk_who_leaves_the_window(pad: Walker) -> None:
    signed_on(pad)
    pad.does(LookChosen(EASY))
    signed_on(pad, state=WindowState.CLOSED)
    assert pad.state.look == Look()


def test_the_next_clerk_begins_as_the_window_was_set_up(pad: Walker) -> None:
    signed_on(pad, "c1")
    pad.does(LookChosen(EASY))
    signed_on(pad, "c2")
    assert pad.state.look == Look()


def test_whoever_needs_it_to_find_their_name_keeps_it_when_they_open_the_window(pad: Walker) -> None:
    signed_on(pad, state=WindowState.CLOSED)
    pad.does(LookChosen(EASY))
    signed_on(pad)
    pad.waits_for("look")
    assert pad.state.look == EASY


def test_a_look_chosen_at_a_window_that_nobody_opens_goes_by_itself(pad: Walker) -> None:
    pad.hears(state=WindowState.CLOSED)
    pad.does(LookChosen(EASY))
    pad.waits_for("look")
    assert pad.state.look == Look()


def test_a_look_chosen_before_the_hall_is_there_goes_too_if_the_window_is_closed() -> None:
    pad = Walker(begin("w1", seed=7), step)
    pad.does(LookChosen(EASY))
    pad.hears(state=WindowState.CLOSED)
    assert pad.state.look == EASY
    pad.waits_for("look")
    assert pad.state.look == Look()


def test_a_look_chosen_before_the_hall_is_there_stays_if_somebody_works_at_the_window() -> None:
    pad = Walker(begin("w1", seed=7), step)
    pad.does(LookChosen(EASY))
    signed_on(pad)
    pad.waits_for("look")
    assert pad.state.look == EASY


def test_nothing_is_low_on_a_desk(pad: Walker) -> None:
    pad.does(LookChosen(Look(low=True)))
    assert pad.state.look == Look()


def test_a_look_does_not_go_on_the_wire(pad: Walker) -> None:
    signed_on(pad)
    pad.does(LookChosen(EASY))
    assert not pad.asks
