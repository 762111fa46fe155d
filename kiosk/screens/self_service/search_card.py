"""The card that leads from a list to the search over everything."""

from __future__ import annotations

from kiosk.widgets.card import ChoiceData
from program.speech import Speaker

SEARCH = "/search"
"""Its key: nothing in a list is called so."""


def search_card(say: Speaker, *, there: bool) -> ChoiceData | None:
    """The last of its list. None: this kiosk has no search."""
    return ChoiceData(key=SEARCH, title=say("打字搜索"), icon="file-search") if there else None
