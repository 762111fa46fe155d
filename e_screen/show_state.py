"""What an e-screen remembers of the content that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from e_screen.show_pages import ShowPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowState:
    """`set`: the one in memory; `items`: those its pages list. `at`: place of the last page that was shown; `current`:
    the one that stands there now, None: the board does. `picture`: its bytes, once they are read."""

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
