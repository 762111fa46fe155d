"""The hall's screen while its pages turn: nobody who is called and nothing worth knowing stays away for long."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from domain.flow import Look
from e_screen.board import BEAT_S
from e_screen.screens.hall import queue_lines, sections
from program.speech import Speaker
from tests.screens.gallery import picture_name, specimens
from tests.screens.probe import said_by
from tests.screens.specimen import HALL, LANGUAGES

BEATS = 16
LONGEST_S = 30
"""Who stands before the screen has read all of it after so long."""

pytestmark = pytest.mark.parametrize("size", HALL)
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_hour = pytest.mark.parametrize("name", ["hall-busy", "hall-busy-away", "hall-paused", "hall-away"])


Beats = list[dict[str, Any]]


@cache
def turned(size: str) -> dict[str, Beats]:
    found: dict[str, Beats] = json.loads(said_by("tests.screens.hall_probe", size, str(BEATS)).splitlines()[-1])
    return found


def beats_of(size: str, name: str, language: str) -> tuple[Any, Beats]:
    """The board that is shown, and what is seen of it beat by beat."""
    specimen = next(one for one in specimens(size, name) if one.name == name)
    return specimen.state(Look(language=language)), turned(size)[picture_name(specimen, "normal", language, size)]


def away(beats: Beats, words: set[str]) -> int:
    """For how many beats on end these are not to be read together."""
    longest = now = 0
    for beat in beats:
        now = 0 if words <= set(beat["said"]) else now + 1
        longest = max(longest, now)
    return longest


@each_language
@each_hour
def test_nobody_who_is_called_is_off_the_screen_for_longer_than_a_page_turn(
    size: str, name: str, language: str
) -> None:
    board, beats = beats_of(size, name, language)
    assert board.called or "busy" not in name
    for call in (*board.called, board.newest):
        assert away(beats, {call.number, call.window_number}) <= 1, call.number


@each_language
@each_hour
def test_paused_windows_with_where_to_go_and_each_queues_next_come_by(size: str, name: str, language: str) -> None:
    board, beats = beats_of(size, name, language)
    say = Speaker(language)
    lines = [line for section in sections(say, board) for line in section.lines]
    assert len(lines) == len(board.paused) + len(list(queue_lines(say, board)))
    for line in lines:
        assert away(beats, {line.left, line.middle or line.left, line.right}) * BEAT_S < LONGEST_S, line.left


def test_no_page_has_anything_wrong_on_it(size: str) -> None:
    wrong = [(name, *one) for name, beats in turned(size).items() for beat in beats for one in beat["wrong"]]
    assert not wrong


def test_a_beat_that_turns_no_page_draws_nothing(size: str) -> None:
    still = 0
    for beats in turned(size).values():
        for before, beat in pairwise(beats):
            if beat["said"] == before["said"]:
                still += 1
                assert not beat["drawn"]
    assert still
