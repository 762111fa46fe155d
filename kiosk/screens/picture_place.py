"""Where the one large picture of a page stands: above its sentences, or above its buttons on a lying screen.

There the sentences have the whole height of their side, so that they can be large, and the other side is not empty.
"""

from __future__ import annotations

from typing import Any

from kiosk.widgets.page import Page


def place_picture(page: Page, picture: Any, sentences: Any, air: Any) -> None:
    """`sentences` is the Reading that `picture` stands in otherwise; `air` takes the room above the buttons then."""
    beside = bool(page.beside) and not page.m.portrait and (page.upright or not page.m.low)
    home = page.answer if beside else sentences
    if picture.parent is not home:
        if picture.parent is not None:
            picture.parent.remove_widget(picture)
        home.add_widget(picture, index=len(home.children))
    air.size_hint_y = None if beside else 1
    air.height = 0
