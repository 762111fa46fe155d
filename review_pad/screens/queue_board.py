"""The right part of the clerk's screen: the window's queues, the next three, and the lists one touch away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import StringProperty

from domain.pad import cases
from domain.pad.clerk_panels import PanelTouched, may_open
from domain.pad.clerk_state import ClerkPanel, ClerkState, overdue
from domain.pad.known import queue_name
from domain.views.ticket import TicketView
from domain.views.window import WindowQueue
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import ColumnBox, RowBox, RowPanel
from kiosk.widgets.panel import Panel as Ground
from kiosk.widgets.paragraph import Paragraph, font
from kiosk.widgets.theme import Metrics
from program.speech import Speaker
from review_pad.screens.clerk_words import class_mark, since

Said = tuple[str, str, str]
"""A queue's texts: its name, people waiting, the longest wait."""


class QueueLine(RowPanel):
    """A queue of the window in one line: its name, the people in it, the longest wait."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=8, **kwargs)
        self._columns = (0, 0)
        self._bell = Icon(size_hint_x=None, name="", tone="mark")
        self._name = Paragraph(bold=True)
        self._count = Paragraph(style="button", bold=True, halign="right", size_hint_x=0.36)
        self._longest = Paragraph(tone="second", halign="right", size_hint_x=0.6)
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
        """In elder mode the columns are only as wide as their words."""
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


NEXT, NEXT_LARGE = 3, 2


class NextNumber(Ground):
    """One of the next three: number, class mark, time waited."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(pad_step=2, gap_step=0, **kwargs)
        self._number = Paragraph(style="title", bold=True, halign="center", size_hint_y=1.3)
        self._more = Paragraph(tone="second", halign="center", style="small")
        self.add_widget(self._number)
        self.add_widget(self._more)

    def dress(self) -> None:
        """In elder mode the number, which is large already, keeps its size; what stands under it becomes larger."""
        self.edge = "hair" if self.m.look.contrast else ""
        super().dress()
        self._number.most = self.m.plain.title

    def show(self, number: str, more: str) -> None:
        self.opacity = 1 if number else 0
        self._number.text, self._more.text = number, more


class TidalBand(RowPanel):
    """A band over the queues that reminds the clerk that the window serves others than usual (潮汐窗口)."""

    text = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, size_hint_y=None, **kwargs)
        self._icon, self._words = Icon(size_hint_x=None, tone="on_caution", name="adjustments"), Paragraph(bold=True)
        self.add_widget(self._icon)
        self.add_widget(self._words)
        self.fbind("text", self.dress_soon)

    def dress(self) -> None:
        self.ground = "caution"
        super().dress()
        m = self.m
        self.height = round(m.body * (1.28 if m.elder else 1.5))
        self.padding = [m.s(8), m.s(1)]
        self._words.text, self._words.tone, self._icon.width = self.text, "on_caution", round(m.body * 1.4)


class QueueBoard(ColumnBox):
    """The queues with the most to do, the next numbers, and a button for each list; `on_intent(intent)` opens one."""

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=8, **kwargs)
        self._lines: list[QueueLine] = []
        self._room = 5
        self._laid: tuple[object, ...] = ()
        self._state: ClerkState | None = None
        self._queues = ColumnBox(gap_step=2, size_hint_y=2.3)
        self._rest = Paragraph(tone="second", style="small")
        self._caption = Paragraph(tone="second", halign="center", size_hint_x=0.8)
        self._next = RowBox(gap_step=4, size_hint_y=None)
        self._numbers = [NextNumber() for _n in range(NEXT)]
        self._next.add_widget(self._caption)
        for number in self._numbers:
            self._next.add_widget(number)
        self._held = self._button("player-pause", ClerkPanel.HELD)
        self._gone = self._button("user-x", ClerkPanel.NO_SHOW)
        self._again = self._button("printer", ClerkPanel.NUMBER)
        self._change = self._button("pencil", ClerkPanel.WHICH)
        self._cases = self._button("speakerphone", ClerkPanel.CASES)
        self._lists = RowBox(gap_step=4, size_hint_y=None)
        self._lists.add_widget(self._held)
        self._lists.add_widget(self._gone)
        self._lists.add_widget(self._again)
        self._lists.add_widget(self._change)
        self._tidal = TidalBand()
        for part in (self._queues, self._next, self._lists):
            self.add_widget(part)
        self._queues.fbind("height", self.dress_soon)

    def _button(self, icon: str, panel: ClerkPanel) -> TextButton:
        button = TextButton(style="body", icon=icon, size_hint_y=1)
        button.fbind("on_press", lambda *_a: self.dispatch("on_intent", PanelTouched(panel)))
        return button

    def on_intent(self, intent: object) -> None:
        """A list was touched."""

    def dress(self) -> None:
        super().dress()
        if self.m.elder:
            self.spacing = self.m.s(4)
        self._lists.height = self.m.target
        room = max(2, int(self._queues.height // (self.m.body * 1.3))) if self._queues.height > self.m.body else 5
        if (room, self.width, self.m) != self._laid:
            self._laid, self._room = (room, self.width, self.m), room
            if self._state is not None:
                self.show(self._state)
        self._next.height = round(self.m.plain.title * 1.45 + self.m.small * (1.55 if self.m.elder else 1.5))

    def show(self, state: ClerkState) -> None:
        self._state = state
        window = state.known.window
        if window is None:
            return
        self._show_queues(state, window.queues)
        self._tidal.text = self.say("临时队列，与平时不同") if window.tidal else ""
        if window.tidal != (self._tidal.parent is not None):
            if window.tidal:
                self.add_widget(self._tidal, index=len(self.children))
            else:
                self.remove_widget(self._tidal)
        self._caption.text = self.say("接下来") if window.next else self.say("没有人等候")
        self._caption.one_line = not window.next
        self._show_cases(cases.number(state))
        self._show_next(state, window.next)
        self._held.text = self.say("挂起 {n}", n=len(window.held))
        self._held.icon = "alert-triangle" if overdue(state) else "player-pause"
        self._held.usable = bool(window.held)
        self._gone.text = self.say("过号 {n}", n=len(window.no_show))
        self._gone.usable = bool(window.no_show)
        self._again.text, self._again.usable = self.say("补打"), may_open(state, ClerkPanel.NUMBER)
        self._change.text, self._change.usable = self.say("改号"), may_open(state, ClerkPanel.WHICH)

    def _show_cases(self, number: int) -> None:
        """Show the button of cases if this window handles cases and there are some. Larger text leaves room for it only
        beside the next numbers."""
        self._cases.text = self.say("意见 {n}", n=number)
        home = (self._next if self.m.elder else self._lists) if number else None
        if self._cases.parent is home:
            return
        if self._cases.parent is not None:
            self._cases.parent.remove_widget(self._cases)
        if home is self._lists:
            home.add_widget(self._cases, index=len(home.children))

    def _show_next(self, state: ClerkState, tickets: tuple[TicketView, ...]) -> None:
        cells = self._numbers[: NEXT_LARGE if self.m.elder else NEXT]
        beside = [self._cases] if self.m.elder and cases.number(state) else []
        parts = [*(beside or [self._caption]), *cells] if tickets else [*beside, self._caption]  # then it has the line
        if list(reversed(self._next.children)) != parts:
            self._next.clear_widgets()
            for part in parts:
                self._next.add_widget(part)
        for at, cell in enumerate(cells):
            ticket = tickets[at] if at < len(tickets) else None
            mark = class_mark(self.say, state.known, ticket) if ticket else ""
            waited = since(self.say, state, ticket.issued_at) if ticket else ""
            cell.show(ticket.number if ticket else "", f"{mark} · {waited}" if mark else waited)

    def _show_queues(self, state: ClerkState, queues: tuple[WindowQueue, ...]) -> None:
        """Show the queues with people first; those without room are summed up in one line."""
        busy = sorted(queues, key=lambda queue: (queue.waiting == 0, queue.lag_minutes))
        shown = busy if len(busy) <= self._room else busy[: self._room - 1]
        while len(self._lines) < len(shown):
            self._lines.append(QueueLine())
            self._queues.add_widget(self._lines[-1])
        while len(self._lines) > len(shown):
            self._queues.remove_widget(self._lines.pop())
        rows, columns = fitted(self.m, self.width, [_row(self.say, state, queue) for queue in shown])
        for line, queue, row in zip(self._lines, shown, rows, strict=True):
            line.show(row, columns, fresh=state.arrival and queue.waiting > 0, quiet=queue.waiting == 0)
        left = busy[len(shown) :]
        self._rest.text = _rest(self.say, state, left)
        if bool(left) != (self._rest.parent is not None):
            if left:
                self._queues.add_widget(self._rest)
            else:
                self._queues.remove_widget(self._rest)
        elif left and self._queues.children[0] is not self._rest:
            self._queues.remove_widget(self._rest)
            self._queues.add_widget(self._rest)


def _rest(say: Speaker, state: ClerkState, left: list[WindowQueue]) -> str:
    """The sum of the queues without a line: how many people, and the longest wait."""
    if not left:
        return ""
    people = sum(queue.waiting for queue in left)
    since_ms = min((queue.longest_wait_at for queue in left if queue.longest_wait_at is not None), default=None)
    words = say("另外 {q} 个队列共 {n} 人", q=len(left), n=people)
    longest = say("最久 {time}", time=since(say, state, since_ms)) if people and since_ms is not None else ""
    return " · ".join(part for part in (words, longest) if part)


def _row(say: Speaker, state: ClerkState, queue: WindowQueue) -> Said:
    longest = since(say, state, queue.longest_wait_at) if queue.waiting and not state.arrival else ""
    return (
        say(queue_name(state.known, queue.id)),
        say.count("{n} 人", queue.waiting),
        say("最久 {time}", time=longest) if longest else "",
    )
