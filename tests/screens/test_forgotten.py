"""What a person wrote or was shown is in no widget once their screen is left: widgets stay for the next person."""

from __future__ import annotations

import json

from tests.screens.probe import said_by


def test_nothing_of_a_person_stays_in_a_screen_that_is_left() -> None:
    told = json.loads(said_by("tests.screens.forget_probe"))
    assert told["shown"] > 15, "the screens show what people wrote"
    assert told["found"] == []


def test_no_object_that_lives_on_holds_a_word_of_the_person_who_was_there() -> None:
    told = json.loads(said_by("tests.screens.alive_probe"))
    assert told["looked_for"] == 8
    assert told["alive"] == {}
