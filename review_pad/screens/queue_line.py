"""A queue of the window in one line: its name, the people in it, the longest wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import RowPanel
from kiosk.widgets.paragraph import Words, font
from kiosk.widgets.theme import Metrics

Said = tuple[str, str, str]
"""Of a queue: name, people waiting, the longest wait."""


class QueueLine(RowPanel):
    """Name, people waiting, the longest wait. `fresh`: somebody has come to an empty queue."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=8, **kwargs)
        self._columns = (0, 0)
        self._bell = Icon(size_hint_x=None, name="", tone="mark")
        self._name = Words(bold=True)
        self._count = Words(style="button", bold=True, halign="right", size_hint_x=0.36)
        self._longest = Words(tone="second", halign="right", size_hint_x=0.6)
        for part in (self._bell, self._name, self._count, self._longest):
            self.add_widget(part)

    def dress(self) -> None:
        super().dress()
        if self.m.elder:
            self._by_need()
        else:
            self._by_share()
        self.padding = [self.m.s(8), 0]
        self._bell.width = round(self.m.body * 1.2) if self._bell.name else 0
        self._bell.px = round(self.m.body * 1.1)

    def _by_share(self) -> None:
        chinese = self.m.language == "zh_CN"
        self._count.size_hint_x, self._longest.size_hint_x = (0.36, 0.6) if chinese else (0.42, 0.3)
        if not self._longest.text:
            self._longest.size_hint_x = 0.05

    def _by_need(self) -> None:
        """Larger text leaves less room: columns as wide as what stands in them."""
        self._count.size_hint_x = self._longest.size_hint_x = None
        self._count.width, self._longest.width = self._columns

    def show(self, row: Said, columns: tuple[int, int], *, fresh: bool, quiet: bool) -> None:
        self.ground, self.edge = ("ground", "mark") if fresh else ("panel", "")
        self.edge_scale = 1 if self.m.look.contrast else 2  # there an edge is broad already
        self._bell.name = "user" if fresh else ""
        self._name.text, self._count.text, self._longest.text = row
        self._columns = columns
        self._name.tone = self._count.tone = "second" if quiet else "text"
        self.dress_soon()


def fitted(m: Metrics, width: float, rows: list[Said]) -> tuple[list[Said], tuple[int, int]]:
    """As much of the rows as larger text has room for beside the names, and how wide their columns are then."""
    if not m.elder:
        return rows, (0, 0)
    bold, plain = font(bold=True).width, font(bold=False).width
    names = m.floor("body") * _widest(bold, [name for name, _count, _wait in rows])
    room = width - names - 4 * m.s(8) - round(m.body * 1.2)
    without_wait: list[Said] = [(name, count, "") for name, count, _wait in rows]
    figures: list[Said] = [(name, count.split()[0], "") for name, count, _wait in rows]
    said, columns = rows, (0, 0)
    for said in (rows, without_wait, figures):
        counts = m.button * _widest(bold, [count for _name, count, _wait in said])
        waits = m.floor("body") * _widest(plain, [wait for _name, _count, wait in said])
        columns = round(counts) + 2, round(waits) + 2
        if sum(columns) <= room:
            break
    return said, columns


def _widest(width: Callable[[str], float], words: list[str]) -> float:
    return max(map(width, words), default=0)
