"""Letters that are no word yet when somebody goes back, home or for help."""

from __future__ import annotations

import json

from tests.screens.probe import said_by


def test_what_is_being_composed_is_kept_as_words_before_the_page_is_left() -> None:
    told = json.loads(said_by("tests.screens.keep_probe"))
    assert set(told) == {"cases-write", "forms-words", "booking-address", "review-words"}
    for heard in told.values():
        assert heard["back"] == ["你好", "BackTouched"]
        assert heard["home"] == ["你好", "GoHome"], "home asks before it is lost"
        assert heard["help"] == ["你好", "HelpTouched"]
        assert heard["switch"] == ["SwitchPerson"], "the next person begins with nothing"
