"""The hall's screen: the newest call, calls before it, who is next, paused windows, hours and notices."""

from __future__ import annotations

from collections.abc import Callable

from domain.views import CallView, QueueStatus, QueueView, WindowSnapshot, WindowState
from e_screen.board import Board
from e_screen.screens.call_block import CallBlock
from e_screen.screens.row import Line
from e_screen.screens.rows import Rows
from e_screen.screens.strip import Strip
from kiosk.wait_words import short_minutes
from kiosk.widgets.band import Band
from kiosk.widgets.language import _, counted, text_of
from kiosk.widgets.screen import Screen
from kiosk.widgets.theme import Metrics
from kiosk.widgets.words import Words

CALL_PART = 0.4
"""SCREENS: the top two fifths belong to the newest call."""


class HallScreen(Screen):
    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.call = CallBlock()
        self.band = Band(icon="plug-connected-x", style="small")
        self.calls = Rows(style="body", stretch=1.2)
        self.side_title = Words(style="small", tone="second", one_line=True)
        self.side_unit = Words(style="small", tone="second", one_line=True, halign="right")
        self.side = Rows(bold=False, style="small", stretch=1.6)
        self.strip = Strip()
        self.band.fbind("height", self.dress_soon)
        self.side.fbind("shown", self.dress_soon)
        for part in (self.call, self.band, self.calls, self.side_title, self.side_unit, self.side, self.strip):
            part.size_hint = (None, None)
            self.add_widget(part)

    def render(self, state: Board) -> None:
        newest = state.newest
        before, after = window_words()
        self.call.number = newest.number if newest else ""
        self.call.window = newest.window_number if newest else ""
        self.call.before, self.call.after = before, after
        self.call.quiet = _("现在没有叫号") if state.calls is not None else _("正在连接大厅…")
        self.call.turned = state.turned
        self.band.text = (
            _("{time} 起与大厅失去联系，请听工作人员安排。").format(time=state.away_since) if state.away_since else ""
        )
        waiting = {call.seq for call in state.turns}
        self.calls.show([call_line(call, fresh=call.seq in waiting) for call in state.listed])
        self.side_title.text = _("接下来") if state.queues else ""
        self.side_unit.text = _("现在取号约等") if minutes_shown(state) else ""
        self.side.show(side_lines(state))
        self.side.page = state.notice
        self.call.hall = text_of(state.catalogue.name) if state.catalogue else ""
        self.call.clock = state.clock
        self.strip.show(sentences(state), state.notice)
        self.dress_soon()

    def dress(self) -> None:
        m = self.m
        wide, margin, gap = self.width, m.margin, m.s(6)
        strip = self.strip.wanted(wide)
        self.strip.size, self.strip.pos = (wide, strip), self.pos
        tall = round(self.height * CALL_PART)
        self.call.size, self.call.pos = (wide, tall), (self.x, self.top - tall)
        top = self.call.y - gap
        if self.band.text:
            self.band.width = wide - 2 * margin
            self.band.pos = (self.x + margin, top - self.band.height)
            top = self.band.y - m.s(2)
        bottom = self.strip.top + m.s(3)
        free = max(0, top - bottom)
        if m.portrait:
            calls = round(self.calls.taken(free * 0.56)) if self.calls.lines else 0
            self._put(self.calls, self.x + margin, top - calls, wide - 2 * margin, calls)
            self._side(self.x + margin, bottom, wide - 2 * margin, free - calls - gap)
        elif not self.calls.lines:
            self._put(self.calls, self.x, bottom, 0, 0)
            self._side(self.x + margin, bottom, wide - 2 * margin, free)
        else:
            column = round((wide - 2 * margin - 2 * gap) * 0.49)
            self._put(self.calls, self.x + margin, bottom, column, free)
            left = self.x + margin + column + 2 * gap
            self._side(left, bottom, self.right - margin - left, free)

    def _put(self, part: Rows | Words, x: float, y: float, width: float, height: float) -> None:
        part.pos, part.size = (round(x), round(y)), (round(width), round(height))

    def _side(self, x: float, y: float, width: float, height: float) -> None:
        title = round(self.m.small * 1.4)
        inner = self.m.s(4)
        for words in (self.side_title, self.side_unit):
            words.opacity = 1 if self.side.shown else 0
            self._put(words, x + inner, y + height - title, width - 2 * inner, title)
        self._put(self.side, x, y, width, height - title)


def window_words() -> tuple[str, str]:
    """What stands before and after the number of a window."""
    before, _sep, after = _("{window} 号窗口").partition("{window}")
    return before.strip(), after.strip()


def call_line(call: CallView, *, fresh: bool) -> Line:
    full = _("{window} 号窗口").format(window=call.window_number)
    return Line(call.number, full, fresh=fresh, short=_("→ {window} 号").format(window=call.window_number))


def side_lines(state: Board) -> list[Line]:
    """Paused windows first, since someone may be walking there; then each queue with its next numbers."""
    lines = [pause_line(window, state) for window in state.paused]
    names = {queue.id: text_of(queue.name) for queue in state.catalogue.queues} if state.catalogue else {}
    for queue in state.queues.queues if state.queues else ():
        if queue.id not in names:
            continue
        if queue.status in {QueueStatus.CLOSED, QueueStatus.FULL, QueueStatus.BREAK} and not queue.waiting:
            continue
        lines.append(Line(names[queue.id], waits(queue), queue.next[0] if queue.next else ""))
    return lines


def waits(queue: QueueView) -> str:
    """Minutes for who comes now, or how many wait where nobody can say: there is no room for both."""
    return short_minutes(queue.wait) if queue.wait else counted("{n} 人", queue.waiting)


def minutes_shown(state: Board) -> bool:
    return any(queue.wait for queue in (state.queues.queues if state.queues else ()))


def pause_line(window: WindowSnapshot, state: Board) -> Line:
    others = instead(window, state)
    where = go_to(others) if others else _("请稍候")
    return Line(_("{window} 号暂停").format(window=window.number), where, wide=True)


def go_to(windows: list[str]) -> str:
    """Where people go instead of a paused window."""
    if len(windows) == 1:
        return _("请到 {window} 号").format(window=windows[0])
    return _("请到 {windows} 号").format(windows=_("、").join(windows))


def instead(window: WindowSnapshot, state: Board) -> list[str]:
    """Numbers of the open windows that serve a queue of this one (at most two)."""
    mine = {queue.id for queue in window.queues}
    return [
        other.number
        for other in sorted(state.windows.values(), key=lambda one: (len(one.number), one.number))
        if other.state is WindowState.OPEN and other.window != window.window
        if mine & {queue.id for queue in other.queues}
    ][:2]


def sentences(state: Board) -> list[str]:
    """Today's hours, each notice, the hotline: shown one at a time."""
    found = []
    if state.notices is not None:
        found += [f"{text_of(line.title)} {text_of(line.text)}" for line in state.notices.today]
        found += [text_of(board.text) for board in state.notices.boards]
    if state.catalogue is not None and state.catalogue.hotline:
        found.append(_("有意见请打 {phone}").format(phone=state.catalogue.hotline))
    return found
