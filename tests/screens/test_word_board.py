"""Writing on a kiosk: letters and characters by hand, on the real widgets."""

from __future__ import annotations

import json

from tests.screens.probe import said_by


def test_words_are_written_by_hand_and_by_pinyin_and_nothing_stays() -> None:
    told = json.loads(said_by("tests.screens.word_probe"))
    assert told["raw"] == ["key:g", "key:delete"], "without an engine of pinyin a letter is a letter"
    assert told["by hand"] == ["word:十"]
    assert told["taken back"] == ["key:delete"], "the stroke goes first, then what was written before"
    assert told["spelt"] == ["word:你好", "word:3"]
    assert told["left"] == {"composing": False, "spelt": "", "by hand": False}
    assert told["in English"] == ["key:n"]
    assert told["space between English words and digits"] == ["key: "]
