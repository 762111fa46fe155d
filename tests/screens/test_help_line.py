"""What a clerk must read comes before a call for help, which is there again as soon as it is read."""

from __future__ import annotations

import pytest

from domain.flow import Answered, Arrived, Doubt, HallAway, IdentityDoubted, Look
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import NoticeTouched
from review_pad.screens.help_line import is_shown
from tests.screens.specimens.pad import HELP, LEAVES, clerk, lengths

REFUSED = (Pressed(Action.MAIN), Answered("clerk:1", ok=False, code="queue.empty"))


def test_a_call_stands_above_the_foot() -> None:
    assert is_shown(clerk(HELP)(Look()))
    assert not is_shown(clerk()(Look()))


@pytest.mark.parametrize(
    "inputs",
    [(HallAway(),), (IdentityDoubted(Doubt.TWICE),), REFUSED, (Arrived(lengths()), *LEAVES)],
    ids=["away", "twice", "refused", "a queue without a window"],
)
def test_what_must_be_read_comes_first(inputs: tuple[object, ...]) -> None:
    assert not is_shown(clerk(HELP, *inputs)(Look()))


def test_once_it_is_read_the_call_is_there_again() -> None:
    assert is_shown(clerk(HELP, *REFUSED, NoticeTouched())(Look()))
