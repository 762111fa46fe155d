"""A clerk sits down at the pad: name and PIN, or a card; and what it says when that was wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pad_sample import CATALOGUE, Walker, clerk_card, ticket

from domain.flow import Arrived, HallAway, HallOnline, NoAnswer
from domain.pad.clerk import step
from domain.pad.clerk_actions import Action, Pressed, available
from domain.pad.clerk_panels import ClerkTouched, KeyTouched, PanelLeft, PanelTouched
from domain.pad.clerk_state import ClerkPanel, ClerkProblem, Phase, begin, phase
from domain.pad.sign_in import StaffCardGone, StaffCardShown
from domain.staff.ways import ProofWay
from domain.views.ticket import TicketState
from domain.views.window import WindowState
from program.speech import Speaker
from review_pad.screens.clerk_words import strip

SAY = Speaker()


def closed_pad(*ways: ProofWay) -> Walker:
    walker = Walker(begin("w1", seed=7), step)
    walker.does(Arrived(replace(CATALOGUE, sign_in=ways)))
    walker.hears(state=WindowState.CLOSED, clerk=None)
    return walker


@pytest.fixture
def pad() -> Walker:
    return closed_pad(*ProofWay)


def types(pad: Walker, digits: str) -> None:
    pad.does(*map(KeyTouched, digits))


def at_the_pin(pad: Walker) -> None:
    pad.does(ClerkTouched("c2"), Pressed(Action.MAIN))
    assert pad.state.panel is ClerkPanel.PIN


def says(pad: Walker) -> str:
    return strip(SAY, pad.state)[0]


def test_a_name_and_a_pin_open_the_window(pad: Walker) -> None:
    at_the_pin(pad)
    assert not pad.asks
    types(pad, "100")
    assert not available(pad.state, Action.MAIN)
    types(pad, "2")
    pad.does(Pressed(Action.MAIN))
    assert pad.wire == ("window.open", {"window": "w1", "clerk": "c2", "pin": "1002"})
    assert pad.state.draft.pin == ""
    pad.answered()
    pad.hears(clerk=clerk_card("c2"))
    assert phase(pad.state) is Phase.IDLE
    assert pad.state.panel is ClerkPanel.NONE


def test_what_was_typed_stands_in_no_repr_of_the_state_and_its_requests(pad: Walker) -> None:
    at_the_pin(pad)
    types(pad, "736251")
    assert "736251" not in repr(pad.state)
    pad.does(Pressed(Action.MAIN))
    pad.does(StaffCardShown("04A31F22"))
    assert "736251" not in repr(pad.state) + repr(pad.effects)
    assert "04A31F22" not in repr(StaffCardShown("04A31F22"))


def test_a_wrong_pin_says_so_and_takes_another(pad: Walker) -> None:
    at_the_pin(pad)
    types(pad, "9999")
    pad.does(Pressed(Action.MAIN))
    pad.answered(ok=False, code="staff.wrong_pin", after_seconds=0)
    assert says(pad) == "密码不对，请重新输入。"
    assert pad.state.panel is ClerkPanel.PIN
    types(pad, "1002")
    pad.does(Pressed(Action.MAIN))
    assert pad.wire[1]["pin"] == "1002"
    assert len({ask.request_id for ask in pad.asks}) == 2


@pytest.mark.parametrize(("code", "words"), [("staff.wrong_pin", "密码不对"), ("staff.wait", "错的次数太多")])
def test_a_wait_counts_down_and_ends(pad: Walker, code: str, words: str) -> None:
    at_the_pin(pad)
    types(pad, "9999")
    pad.does(Pressed(Action.MAIN))
    pad.answered(ok=False, code=code, after_seconds=5)
    assert says(pad) == f"{words}，请等 5 秒再试。"
    types(pad, "1002")
    pad.does(Pressed(Action.MAIN))
    assert len(pad.asks) == 1
    while says(pad).startswith(words):
        pad.waits_for("tick")
    pad.does(Pressed(Action.MAIN))
    assert len(pad.asks) == 2


def test_cancel_and_time_lead_back_to_the_names_and_forget_what_was_typed(pad: Walker) -> None:
    at_the_pin(pad)
    types(pad, "100")
    pad.does(PanelLeft())
    assert (pad.state.panel, pad.state.draft.pin, pad.state.draft.clerk) == (ClerkPanel.CLERKS, "", "c2")
    pad.does(Pressed(Action.MAIN))
    types(pad, "100")
    pad.waits_for("pin")
    assert (pad.state.panel, pad.state.draft.pin) == (ClerkPanel.CLERKS, "")
    assert "pin" not in pad.timers


def test_the_same_pin_is_sent_again_when_no_answer_came(pad: Walker) -> None:
    at_the_pin(pad)
    types(pad, "1002")
    pad.does(Pressed(Action.MAIN))
    pad.does(NoAnswer(pad.asks[-1].tag))
    assert len(pad.asks) == 2
    assert pad.asks[0] == pad.asks[1]
    pad.waits_for("pin")
    assert pad.state.panel is ClerkPanel.PIN, "the hall is still asked"


def test_a_card_opens_a_closed_window_for_whose_it_is(pad: Walker) -> None:
    pad.does(StaffCardShown("04A31F22"))
    assert pad.wire == ("window.open", {"window": "w1", "card": "04A31F22"})
    pad.answered(ok=False, code="staff.wrong_card", after_seconds=0)
    assert says(pad) == "这不是您的工作卡，请换一张。"


def carded_pad() -> Walker:
    """Where a card stays on the reader while its clerk works, and one does."""
    walker = closed_pad(*ProofWay)
    walker.does(Arrived(replace(CATALOGUE, sign_in=tuple(ProofWay), card_stays=True)))
    walker.does(StaffCardShown("04A31F22"))
    walker.answered()
    walker.hears(clerk=clerk_card("c1"))
    return walker


def test_the_window_closes_when_the_card_has_left_and_not_when_it_slips() -> None:
    pad = carded_pad()
    pad.does(StaffCardGone(), StaffCardShown("04A31F22"))
    assert "card" not in pad.timers
    assert len(pad.asks) == 1
    pad.does(StaffCardGone())
    pad.waits_for("card")
    assert pad.wire == ("window.close", {"window": "w1"})
    pad.hears(state=WindowState.CLOSED, clerk=None)
    pad.waits_for("card")
    assert "card" not in pad.timers
    assert len(pad.asks) == 2


def test_nobody_in_hand_is_left_standing_when_the_card_leaves() -> None:
    pad = carded_pad()
    pad.hears(clerk=clerk_card("c1"), ticket=ticket("A012", TicketState.SERVING))
    pad.does(StaffCardGone())
    pad.waits_for("card")
    assert len(pad.asks) == 1
    pad.hears(clerk=clerk_card("c1"))
    pad.waits_for("card")
    assert pad.wire == ("window.close", {"window": "w1"})


def test_a_window_that_a_pin_opened_is_no_cards() -> None:
    pad = carded_pad()
    pad.hears(state=WindowState.CLOSED, clerk=None)
    pad.does(StaffCardGone())
    at_the_pin(pad)
    types(pad, "1002")
    pad.does(Pressed(Action.MAIN))
    pad.answered()
    pad.hears(clerk=clerk_card("c2"))
    pad.does(StaffCardShown("04A31F22"), StaffCardGone())
    assert "card" not in pad.timers


def test_a_card_that_leaves_closes_nothing_where_the_hall_has_not_chosen_so(pad: Walker) -> None:
    pad.does(StaffCardShown("04A31F22"))
    pad.answered()
    pad.hears(clerk=clerk_card("c1"))
    pad.does(StaffCardGone())
    assert "card" not in pad.timers


def test_a_card_says_nothing_where_somebody_works_or_cards_do_not_count(pad: Walker) -> None:
    pad.hears(clerk=clerk_card("c1"))
    pad.does(StaffCardShown("04A31F22"))
    with_pins = closed_pad(ProofWay.PIN)
    with_pins.does(StaffCardShown("04A31F22"))
    assert not pad.asks
    assert not with_pins.asks


def test_with_cards_alone_a_name_leads_nowhere() -> None:
    pad = closed_pad(ProofWay.CARD)
    pad.does(ClerkTouched("c2"), Pressed(Action.MAIN))
    assert pad.state.panel is ClerkPanel.CLERKS
    assert not pad.asks


def test_where_names_are_believed_a_name_opens() -> None:
    pad = closed_pad()
    pad.does(ClerkTouched("c2"), Pressed(Action.MAIN))
    assert pad.wire == ("window.open", {"window": "w1", "clerk": "c2"})


def test_a_pause_ends_without_a_pin(pad: Walker) -> None:
    pad.hears(clerk=clerk_card("c1"), state=WindowState.PAUSED)
    pad.does(Pressed(Action.MAIN))
    assert pad.wire == ("window.open", {"window": "w1"})


def test_another_clerk_is_told_to_close_the_window_first(pad: Walker) -> None:
    pad.hears(clerk=clerk_card("c1"))
    pad.does(PanelTouched(ClerkPanel.CLERKS))
    assert pad.state.panel is ClerkPanel.NONE
    assert pad.state.notice is not None
    assert pad.state.notice.code == ClerkProblem.CLOSE_FIRST


def test_who_works_elsewhere_is_told_where(pad: Walker) -> None:
    at_the_pin(pad)
    types(pad, "1002")
    pad.does(Pressed(Action.MAIN))
    pad.answered(ok=False, code="clerk.elsewhere", window="w2", number="2")
    assert says(pad) == "您正在 2 号窗口，请先在那里关窗。"


def test_nobody_sits_down_while_the_hall_is_away(pad: Walker) -> None:
    """Also at a pad that has just started: it knows no PIN and no card."""
    at_the_pin(pad)
    types(pad, "1002")
    pad.does(HallAway())
    pad.does(Pressed(Action.MAIN), StaffCardShown("04A31F22"))
    started = Walker(begin("w1", seed=8), step)
    started.does(HallAway(), Arrived(replace(CATALOGUE, sign_in=tuple(ProofWay))))
    started.hears(state=WindowState.CLOSED, clerk=None)
    started.does(ClerkTouched("c1"), Pressed(Action.MAIN), StaffCardShown("04A31F22"))
    assert not pad.asks
    assert not started.asks
    pad.does(HallOnline(), Pressed(Action.MAIN))
    assert len(pad.asks) == 1
