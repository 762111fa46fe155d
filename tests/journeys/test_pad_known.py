"""What both screens of the pad know of the hall: its clock, its windows, its portraits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pad_sample import CATALOGUE, NINE, Walker, queues

from domain.flow import Arrived, HallTime
from domain.pad.citizen import step as citizen_step
from domain.pad.known import (
    PictureCame,
    item_name,
    queue_name,
    reason_short,
    reason_text,
    served_elsewhere,
    windows_alike,
)
from domain.pad.review import begin as citizen_begin


@pytest.fixture
def pad() -> Walker:
    walker = Walker(citizen_begin("w1"), citizen_step)
    walker.hears()
    return walker


@pytest.mark.parametrize(("later_ms", "ahead"), [(-1, 0), (0, 0), (1, 1)])
def test_the_snapshot_that_puts_the_halls_clock_furthest_ahead_is_believed(later_ms: int, ahead: int) -> None:
    time = HallTime().heard(NINE, 1000, live=False)
    assert time.heard(NINE + later_ms, 1000, live=False).at(1000) - NINE == ahead


def test_a_time_heard_live_is_the_halls_also_if_it_goes_back() -> None:
    """The hall's clock was ten years ahead for a moment, and the screen has heard that too."""
    ahead = NINE + 3650 * 86_400_000
    for live in (False, True):
        time = HallTime().heard(NINE, 0, live=True).heard(ahead, 1000, live=live)
        assert time.heard(NINE + 2000, 2000, live=True).at(2000) == NINE + 2000


def test_the_pad_follows_the_halls_time_both_ways(pad: Walker) -> None:
    pad.does(Arrived(replace(queues(windows=1), at=NINE + 86_400_000), live=True))
    assert pad.state.known.time.at(pad.now_ms) == NINE + 86_400_000
    pad.does(Arrived(replace(queues(windows=1), at=NINE), live=True))
    assert pad.state.known.time.at(pad.now_ms) == NINE
    pad.does(Arrived(replace(CATALOGUE, version=52, at=NINE + 86_400_000)))
    assert pad.state.known.time.at(pad.now_ms) == NINE + 500, "what was kept for the pad tells it nothing any more"


def test_before_the_hall_has_said_anything_its_time_is_not_known() -> None:
    assert HallTime().at(5000) == 0


def test_people_of_a_paused_window_are_sent_nowhere_while_one_of_its_queues_is_served_nowhere(pad: Walker) -> None:
    both_queues = tuple(replace(card, queues=("social", "house")) for card in CATALOGUE.windows)
    pad.does(Arrived(replace(CATALOGUE, windows=both_queues)), Arrived(queues(windows=1)))
    assert not served_elsewhere(pad.state.known)


def test_each_portrait_that_comes_is_a_reason_to_look_again(pad: Walker) -> None:
    pad.does(PictureCame(), PictureCame())
    assert pad.state.known.pictures == 2


def test_a_window_that_serves_no_queue_or_is_not_known_sends_nobody_elsewhere(pad: Walker) -> None:
    own, other = CATALOGUE.windows
    for windows in ((replace(own, queues=()), other), (other,)):
        pad.does(Arrived(replace(CATALOGUE, windows=windows)), Arrived(queues(windows=1)))
        assert not served_elsewhere(pad.state.known)
        assert windows_alike(pad.state.known) == ()


def test_an_item_and_a_queue_are_named_by_the_catalogue_and_else_by_their_ids(pad: Walker) -> None:
    known = pad.state.known
    assert (item_name(known, "i1").en, queue_name(known, "house").zh) == ("Enrolment", "住房")
    assert (item_name(known, "?").en, queue_name(known, "?").zh) == ("?", "?")


def test_a_reason_of_the_house_is_said_in_both_languages_and_any_other_as_it_is() -> None:
    assert (reason_text("用餐休息。").en, reason_short("用餐休息。").en) == ("Meal break.", "Meal")
    assert (reason_text("消防演习").en, reason_short("消防演习").zh) == ("消防演习", "消防演习")
