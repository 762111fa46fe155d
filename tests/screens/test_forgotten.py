"""What a person wrote or was shown is in no widget once their screen is left: widgets stay for the next person."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.memory_of import remembers
from tests.screens.person_words import person
from tests.screens.probe import said_by

ROOT = Path(__file__).parents[2]


def test_nothing_of_a_person_stays_in_a_screen_that_is_left() -> None:
    told = json.loads(said_by("tests.screens.forget_probe"))
    assert told["shown"] > 15, "the screens show what people wrote"
    assert told["found"] == []


def test_no_object_that_lives_on_holds_a_word_of_the_person_who_was_there() -> None:
    told = json.loads(said_by("tests.screens.alive_probe"))
    assert told["looked_for"] == 8
    assert told["alive"] == {}


def test_no_memory_that_was_freed_holds_a_word_of_the_person_who_was_there() -> None:
    """Python leaves texts as they are when it frees them; the longest here have a hundred characters."""
    seed = f"person-{os.urandom(6).hex()}"
    argv = [sys.executable, "-m", "tests.screens.alive_probe", seed]
    env = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "KIVY_NO_ARGS": "1"}
    probe = subprocess.Popen(argv, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert probe.stdout is not None
        assert "gone" in (line.strip() for line in probe.stdout)
        parts = {part for word in person(seed).all() for part in (word[:10], word[-10:]) if len(part) > 4}
        words = {part.encode(coding) for part in parts for coding in ("utf-8", "utf-16-le")}
        assert remembers(probe.pid, seed.encode()), "its memory is read at all"
        assert remembers(probe.pid, *words) == []
    finally:
        probe.kill()
        probe.wait(30)
