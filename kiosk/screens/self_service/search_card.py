"""The card that leads from a list to the search over everything."""

from __future__ import annotations

from kiosk.widgets.card import ChoiceData
from program.speech import Speaker

SEARCH = "/search"
"""The key of the card; nothing in a list has it."""


def search_card(say: Speaker, *, there: bool) -> ChoiceData | None:
    """The last card of a list. None: this kiosk has no search."""
    return ChoiceData(key=SEARCH, title=say("打字搜索"), icon="file-search") if there else None
