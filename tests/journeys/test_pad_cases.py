"""What the window looks into, at its pad: one touch away, its words only while they are read."""

from __future__ import annotations

import pytest
from pad_sample import NINE, Walker

from domain.cases.kinds import CaseKind
from domain.cases.views import CasesAnswer, CasesQuestion, OpenedCase
from domain.flow import Answered, Ask, HallAway, HallOnline, NoAnswer
from domain.pad.cases import CaseTouched, words_of
from domain.pad.clerk import step
from domain.pad.clerk_actions import Action, Pressed, available
from domain.pad.clerk_panels import PanelLeft, PanelTouched
from domain.pad.clerk_state import ClerkPanel, begin
from domain.views.window import CaseLine, WindowState
from kiosk.mqtt.bodies import wire_form

WORDS = "三次都没办成"
LINE = CaseLine(case="20261121-Z001", kind=CaseKind.UNSOLVED, at=NINE)
LATER = CaseLine(case="20261121-Z002", kind=CaseKind.PRAISE, at=NINE + 1)
TOLD = CasesAnswer(
    cases=(OpenedCase(case=LINE.case, code="K7M3Q9XA", kind=LINE.kind, at=NINE, text=WORDS, phone="13912345678"),)
)


@pytest.fixture
def pad() -> Walker:
    walker = Walker(begin("w1", seed=7), step)
    walker.hears(cases=(LINE,), cases_in_all=1)
    return walker


def asks(pad: Walker) -> list[Ask]:
    return [ask for ask in pad.asks if isinstance(ask.command, CasesQuestion)]


def opens(pad: Walker) -> None:
    pad.does(PanelTouched(ClerkPanel.CASES))


def test_the_list_opens_and_a_line_has_its_words(pad: Walker) -> None:
    opens(pad)
    assert [wire_form(ask.command) for ask in asks(pad)] == [("case.list", {"window": "w1"})]
    pad.does(Answered(asks(pad)[-1].tag, ok=True, data=TOLD), CaseTouched(LINE.case))
    assert pad.state.panel is ClerkPanel.CASE
    assert words_of(pad.state) == TOLD.cases[0]
    assert WORDS not in repr(pad.state)
    pad.does(PanelLeft())
    assert pad.state.panel is ClerkPanel.CASES
    pad.does(PanelLeft())
    assert pad.state.cases is None


def test_while_somebody_reads_the_main_key_calls_nobody(pad: Walker) -> None:
    opens(pad)
    assert not available(pad.state, Action.MAIN)
    before = len(pad.asks)
    pad.does(Pressed(Action.MAIN))
    assert len(pad.asks) == before


def test_another_case_is_asked_for_and_a_silent_hall_again(pad: Walker) -> None:
    opens(pad)
    pad.does(NoAnswer(asks(pad)[-1].tag))
    assert len(asks(pad)) == 2
    pad.does(HallAway(), NoAnswer(asks(pad)[-1].tag))
    assert len(asks(pad)) == 2
    pad.does(HallOnline())
    assert len(asks(pad)) == 3
    pad.hears(cases=(LATER, LINE), cases_in_all=2)
    assert len(asks(pad)) == 4


def test_words_that_come_after_the_list_was_left_are_nobodys(pad: Walker) -> None:
    opens(pad)
    pad.does(PanelLeft(), Answered(asks(pad)[-1].tag, ok=True, data=TOLD))
    assert pad.state.cases is None


def test_without_cases_and_at_a_closed_window_nothing_opens(pad: Walker) -> None:
    pad.hears(cases=(), cases_in_all=0)
    opens(pad)
    assert pad.state.panel is ClerkPanel.NONE
    pad.hears(state=WindowState.CLOSED, clerk=None, cases=(LINE,), cases_in_all=1)
    opens(pad)
    assert pad.state.panel is not ClerkPanel.CASES
    assert not asks(pad)
    opens(pad)
    pad.does(CaseTouched("unknown"))
    assert pad.state.panel is not ClerkPanel.CASE
