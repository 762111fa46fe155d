"""What a clerk types and switches (a paper printed again, other queues, a phone for a pause), and what is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pad_sample import CATALOGUE, NINE, Walker, both, queues, ticket

from domain.flow import Answered, Arrived, HallAway
from domain.pad.clerk import step
from domain.pad.clerk_actions import Action, Pressed, UsualTouched, available
from domain.pad.clerk_panels import (
    ContactTouched,
    KeyTouched,
    PanelLeft,
    PanelTouched,
    PrefixTouched,
    QueueTouched,
    ReasonTouched,
    number,
)
from domain.pad.clerk_state import ClerkPanel, Phase, begin, late, overdue, phase, reprint, unreported
from domain.views.public import Pause
from domain.views.ticket import TicketState
from domain.views.window import ReprintState, ReprintView, WindowQueue, WindowState
from kiosk.mqtt.bodies import wire_form
from program.speech import Speaker
from review_pad.screens.clerk_words import strip

MINUTE = 60_000
PRINT = PanelTouched(ClerkPanel.NUMBER)
MAIN = Pressed(Action.MAIN)


@pytest.fixture
def pad() -> Walker:
    walker = Walker(begin("w1", seed=7), step)
    walker.hears()
    return walker


def asked(pad: Walker) -> tuple[str, dict[str, object]]:
    return pad.wire


def typed(keys: str) -> list[KeyTouched]:
    return [KeyTouched(key) for key in keys]


# ---- 补打


def test_the_paper_of_the_ticket_in_hand_takes_one_touch_and_the_main_key(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012"))
    pad.does(PRINT, MAIN)
    assert asked(pad) == ("ticket.reprint", {"window": "w1", "ticket": "20261121-A012"})


def test_any_number_of_today_is_typed_without_its_noughts(pad: Walker) -> None:
    pad.does(PRINT, PrefixTouched("B"), *typed("7"), MAIN)
    assert asked(pad) == ("ticket.reprint", {"window": "w1", "ticket": "20261121-B007"})


def test_the_first_key_takes_the_place_of_the_number_that_was_offered(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012"))
    pad.does(PRINT, *typed("31"))
    assert number(pad.state) == "A031"


def test_a_wrong_digit_is_taken_back_and_a_number_has_no_more_digits_than_the_queue(pad: Walker) -> None:
    pad.does(PRINT, *typed("12345"), KeyTouched("delete"))
    assert number(pad.state) == "A012"
    pad.does(KeyTouched("clear"))
    assert number(pad.state) == ""


def test_without_a_number_there_is_nothing_to_print(pad: Walker) -> None:
    pad.does(PRINT)
    assert not available(pad.state, Action.MAIN)
    pad.does(MAIN)
    assert not pad.asks


def test_the_main_key_calls_nobody_right_after_a_copy_was_ordered(pad: Walker) -> None:
    pad.does(PRINT, *typed("7"), MAIN)
    pad.does(Answered(pad.asks[-1].tag, ok=True), after_ms=50)
    pad.does(MAIN, after_ms=150)
    assert [wire_form(ask.command)[0] for ask in pad.asks] == ["ticket.reprint"]
    pad.does(MAIN)
    assert asked(pad)[0] == "ticket.call_next"


def test_a_refusal_keeps_the_number_and_names_the_machine(pad: Walker) -> None:
    pad.does(PRINT, *typed("7"), MAIN)
    machine = {"device": "k1", "name": {"zh": "门口的取号机", "en": "door"}, "status": "paper_out"}
    pad.answered(ok=False, code="printer.none", machines=[machine])
    assert strip(Speaker(), pad.state) == ("不能打印：门口的取号机缺纸。", True)
    assert number(pad.state) == "A007"
    assert pad.state.panel is ClerkPanel.NUMBER


def test_whoever_is_done_gets_no_other_paper_and_the_clerk_reads_why(pad: Walker) -> None:
    pad.does(PRINT, *typed("7"), MAIN)
    pad.answered(ok=False, code="ticket.wrong_state")
    assert strip(Speaker(), pad.state) == ("这个号已经办完、取消或过号，不能补打。", True)


def test_an_answer_in_a_form_that_nobody_knows_is_a_plain_refusal(pad: Walker) -> None:
    pad.does(PRINT, *typed("7"), MAIN)
    pad.answered(ok=False, code="printer.none", machines=[{"name": 3}, 4])
    assert strip(Speaker(), pad.state) == ("没有取号机能打印，请去看看。", True)


def copy(state: ReprintState = ReprintState.ORDERED, **more: object) -> ReprintView:
    base = ReprintView(
        order="o1",
        number="A012",
        device="k1",
        name=both("门口的取号机"),
        state=state,
        ordered_at=NINE,
        expires_at=NINE + 2 * MINUTE,
        ended_at=None if state is ReprintState.ORDERED else NINE,
    )
    return replace(base, **more)  # type: ignore[arg-type]


def test_the_clerk_reads_where_the_copy_was_ordered_and_that_it_came_out(pad: Walker) -> None:
    pad.hears(reprint=copy())
    assert strip(Speaker(), pad.state) == ("A012 已请门口的取号机重打", False)
    pad.hears(reprint=copy(ReprintState.PRINTED))
    assert strip(Speaker(), pad.state) == ("A012 已从门口的取号机打出", False)
    while reprint(pad.state):
        pad.waits_for("tick")
    assert strip(Speaker(), pad.state) == ("今天已办 0 个", False)


def test_the_clerk_reads_why_no_copy_came_out(pad: Walker) -> None:
    pad.hears(reprint=copy(ReprintState.FAILED, fault="cover_open"))
    assert strip(Speaker(), pad.state) == ("A012 没有打出：门口的取号机盖子没关。", True)


def test_a_machine_that_tells_nothing_is_to_be_looked_at(pad: Walker) -> None:
    pad.hears(reprint=copy())
    for _ in range(60):
        if not reprint(pad.state) or unreported(pad.state, copy()):
            break
        pad.waits_for("tick")
    assert strip(Speaker(), pad.state) == ("A012 补打没有回音，请去看看门口的取号机。", True)
    assert pad.state.known.time.at(pad.now_ms) > NINE + 2 * MINUTE


# ---- 潮汐窗口


def serves(*names: str) -> tuple[WindowQueue, ...]:
    return tuple(WindowQueue(id=name, waiting=1) for name in names)


def test_a_clerk_switches_a_queue_on_and_serves_both(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012", TicketState.SERVING), queues=serves("social"))
    pad.does(PanelTouched(ClerkPanel.QUEUES), QueueTouched("house"), MAIN)
    assert asked(pad) == ("window.open", {"window": "w1", "queues": ["social", "house"]})
    pad.answered()
    assert (pad.state.panel, phase(pad.state)) == (ClerkPanel.NONE, Phase.SERVING)


@pytest.mark.parametrize(("windows", "caution"), [(1, True), (2, False)])
def test_a_queue_that_nobody_else_serves_is_named_before_it_is_left(pad: Walker, windows: int, caution: bool) -> None:
    pad.hears(queues=serves("social", "house"))
    pad.does(Arrived(queues(windows=windows)), PanelTouched(ClerkPanel.QUEUES))
    assert not strip(Speaker(), pad.state)[1]
    pad.does(QueueTouched("social"))
    said = ("社会保险没有别的窗口办，2 人在等。", True) if caution else ("今天已办 0 个", False)
    assert strip(Speaker(), pad.state) == said


def test_a_window_serves_one_queue_at_the_least(pad: Walker) -> None:
    pad.hears(queues=serves("social"))
    pad.does(PanelTouched(ClerkPanel.QUEUES), QueueTouched("social"))
    assert not available(pad.state, Action.MAIN)
    pad.does(MAIN)
    assert not pad.asks


def test_the_queues_of_the_configuration_come_back_with_one_touch(pad: Walker) -> None:
    pad.hears(queues=serves("house"), tidal=True)
    pad.does(PanelTouched(ClerkPanel.QUEUES), UsualTouched())
    assert asked(pad) == ("window.open", {"window": "w1", "queues": ["social"]})


def test_a_window_whose_queues_are_fixed_offers_no_others(pad: Walker) -> None:
    fixed = tuple(replace(card, tidal=False) for card in CATALOGUE.windows)
    pad.does(Arrived(replace(CATALOGUE, windows=fixed)))
    pad.does(PanelTouched(ClerkPanel.QUEUES))
    assert pad.state.panel is ClerkPanel.NONE


@pytest.mark.parametrize("state", [WindowState.PAUSED, WindowState.CLOSED])
def test_queues_are_changed_while_the_window_works(pad: Walker, state: WindowState) -> None:
    pad.hears(state=state)
    pad.does(PanelTouched(ClerkPanel.QUEUES))
    assert pad.state.panel is not ClerkPanel.QUEUES


def test_without_the_hall_the_choice_waits(pad: Walker) -> None:
    pad.hears(queues=serves("social"))
    pad.does(PanelTouched(ClerkPanel.QUEUES), QueueTouched("house"), HallAway(), MAIN, UsualTouched())
    assert not pad.asks


# ---- 去向留言


def test_another_phone_is_typed_for_a_pause_and_the_rest_stays_chosen(pad: Walker) -> None:
    pad.does(Pressed(Action.PAUSE), ReasonTouched(2), ContactTouched(), *typed("13800138000"), MAIN)
    assert (pad.state.panel, pad.state.draft.reason) == (ClerkPanel.PAUSE, 2)
    assert not pad.asks
    pad.does(MAIN)
    assert asked(pad)[0] == "window.pause"
    assert asked(pad)[1]["contact"] == "13800138000"


def test_whoever_goes_back_keeps_the_phone_of_the_configuration(pad: Walker) -> None:
    pad.does(Pressed(Action.PAUSE), ContactTouched(), *typed("99"), PanelLeft())
    assert pad.state.panel is ClerkPanel.PAUSE
    pad.does(MAIN)
    assert asked(pad)[1]["contact"] == "010-1234"


def test_a_pause_may_name_no_phone(pad: Walker) -> None:
    pad.does(Pressed(Action.PAUSE), ContactTouched(), KeyTouched("clear"), MAIN)
    pad.does(MAIN)
    assert asked(pad)[1]["contact"] == ""


def test_a_phone_of_one_pause_is_not_the_next_one_s(pad: Walker) -> None:
    pad.does(Pressed(Action.PAUSE), ContactTouched(), *typed("99"), MAIN, PanelLeft())
    pad.does(Pressed(Action.PAUSE), MAIN)
    assert asked(pad)[1]["contact"] == "010-1234"


# ---- what is named


def test_a_ticket_that_is_held_too_long_is_named_and_not_before(pad: Walker) -> None:
    held = (
        ticket("A004", TicketState.HELD, held_at=NINE - 119 * MINUTE),
        ticket("A010", TicketState.HELD, held_at=NINE),
    )
    pad.hears(held=held)
    assert not overdue(pad.state)
    for _ in range(5):
        pad.waits_for("tick")
    assert [one.number for one in overdue(pad.state)] == ["A004"]
    assert strip(Speaker(), pad.state) == ("A004 已挂起 2 小时 0 分，请处理。", True)


def test_the_hall_says_how_long_is_too_long(pad: Walker) -> None:
    pad.does(Arrived(replace(CATALOGUE, hold_minutes=30)))
    pad.hears(held=(ticket("A004", TicketState.HELD, held_at=NINE - 31 * MINUTE),))
    assert [one.number for one in overdue(pad.state)] == ["A004"]


def test_a_pause_that_lasts_longer_than_it_says_is_named(pad: Walker) -> None:
    pause = Pause(reason="用餐休息。", contact="", since=NINE, until=NINE + 20_000)
    pad.hears(state=WindowState.PAUSED, pause=pause)
    assert late(pad.state) is None
    pad.waits_for("tick")
    pad.waits_for("tick")
    assert late(pad.state) == NINE + 20_000
    assert strip(Speaker(), pad.state)[1]
