"""The part of an e-screen's state about the content that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from e_screen.show_pages import ShowPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowState:
    """`set`: the content set in memory; `items`: the items that its pages list. `at`: index of the last page that was
    shown; `current`: the page that is shown now, None: the board is. `picture`: the page's picture as bytes, once it is
    read."""

    between_calls: bool = True
    quiet_s: float = 30.0
    page_s: float = 12.0
    board_s: float = 20.0
    set: str = ""
    items: tuple[str, ...] | None = None
    pages: tuple[ShowPage, ...] = ()
    at: int = -1
    current: ShowPage | None = None
    picture: bytes | None = None
    started: bool = False  # its timer runs


NOTHING_SHOWN = ShowState()
