"""The hall's screen: the newest call, calls before it, who is next, paused windows, hours and notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.views.public import QueueStatus, QueueView
from domain.views.window import WindowSnapshot, WindowState
from e_screen.board import EScreenState
from e_screen.screens.call_block import CallBlock
from e_screen.screens.call_list import CallList, Calls, WindowPhrase
from e_screen.screens.side import Section, SideColumn, SideEntry
from e_screen.screens.strip import SentenceStrip
from kiosk.widgets.band import Band
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from program.doubt_words import doubt_words
from program.speech import Speaker
from program.wait_words import short_minutes

CALL_PART = 0.4
"""The part of the screen's height that the newest call has, at the top."""

UPRIGHT_PART, LYING_PART = 0.54, 0.34
"""The list's part of the rest: of its height on an upright screen, of its width on a wide one."""


class HallScreen(TerminalScreen):
    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.call = CallBlock()
        self.band = Band(icon="plug-connected-x", style="small")
        self.calls = CallList()
        self.side = SideColumn()
        self.strip = SentenceStrip()
        self.band.fbind("height", self.dress_soon)
        self._board = (self.call, self.band, self.calls, self.side, self.strip)
        self._cover: TerminalScreen | None = None
        for part in self._board:
            part.size_hint = (None, None)
            self.add_widget(part)

    def render(self, state: EScreenState) -> None:
        newest = state.newest
        before, after = window_words(self.say)
        self.call.number = newest.number if newest else ""
        self.call.window = newest.window_number if newest else ""
        self.call.before, self.call.after = before, after
        self.call.quiet = self.say("现在没有叫号") if state.calls is not None else self.say("正在连接大厅…")
        self.call.turned = state.turned
        self.band.text = band_words(self.say, state)
        self.calls.show(listed(self.say, state))
        self.side.show(sections(self.say, state))
        self.call.hall = self.say(state.catalogue.name) if state.catalogue else ""
        self.call.clock = state.clock
        if state.show.current is None:  # else nobody sees pages turn
            self.calls.beat = self.side.beat = state.beat
            self.strip.show(sentences(self.say, state), state.beat // 2)
        self._covered(state)
        self.dress_soon()

    def _covered(self, state: EScreenState) -> None:
        """A page of content stands over the board, which goes on below it: so a call is there as soon as ever."""
        shows = state.show.current is not None
        if not shows and self._cover is None:
            return
        if self._cover is None:
            from e_screen.screens.show import ShowScreen

            self._cover = ShowScreen(self.m, self._touch)
        cover = self._cover
        if shows:
            cover.render(state)
        if shows == (cover.parent is self):
            return
        for part in self._board:
            part.opacity = 0 if shows else 1
        if shows:
            self.add_widget(cover)
        else:
            self.remove_widget(cover)
            cover.left()

    def wear(self, metrics: Metrics) -> None:
        super().wear(metrics)
        if self._cover is not None:
            self._cover.wear(metrics)

    def dress(self) -> None:
        m = self.m
        wide, margin, gap = self.width, m.margin, m.s(6)
        self.strip.size, self.strip.pos = (wide, self.strip.wanted), self.pos
        tall = round(self.height * CALL_PART)
        self.call.size, self.call.pos = (wide, tall), (self.x, self.top - tall)
        top = self.call.y - gap
        if self.band.text:
            self.band.width = wide - 2 * margin
            self.band.pos = (self.x + margin, top - self.band.height)
            top = self.band.y - m.s(2)
        bottom = self.strip.top + m.s(3)
        free = max(0, top - bottom)
        inner, left = wide - 2 * margin, self.x + margin
        if self.calls.empty:
            _put(self.calls, self.x, bottom, 0, 0)
            _put(self.side, left, bottom, inner, free)
        elif m.portrait:
            rows = max(1, int(free * UPRIGHT_PART // self.calls.pitch))
            calls = rows * self.calls.pitch
            _put(self.calls, left, top - calls, inner, calls)
            _put(self.side, left, bottom, inner, free - calls - gap)
        else:
            column = round(max(self.calls.least_width(), inner * LYING_PART))
            _put(self.calls, left, bottom, column, free)
            _put(self.side, left + column + 2 * gap, bottom, inner - column - 2 * gap, free)


def band_words(say: Speaker, state: EScreenState) -> str:
    """A warning for the staff about this screen; "" while it shows what the hall says."""
    if state.doubt:
        return doubt_words(say, state.doubt)
    return say("{time} 起与大厅失去联系，请听工作人员安排。", time=state.away_since) if state.away_since else ""


def _put(part: CallList | SideColumn, x: float, y: float, width: float, height: float) -> None:
    part.pos, part.size = (round(x), round(y)), (round(width), round(height))


def window_words(say: Speaker) -> tuple[str, str]:
    """The words before and after the number of a window."""
    before, _sep, after = say("{window} 号窗口").partition("{window}")
    return before.strip(), after.strip()


def listed(say: Speaker, state: EScreenState) -> Calls:
    arrow, _sep, short = say("→ {window} 号").partition("{window}")
    before, after = window_words(say)
    catalogue = state.catalogue
    return Calls(
        called=state.called,
        past=state.past,
        fresh=frozenset(call.seq for call in state.turns),
        full=WindowPhrase(arrow.strip(), before, after),
        short=WindowPhrase(arrow.strip(), "", short.strip()),
        numbers=tuple(f"{queue.prefix}{'8' * queue.width}" for queue in catalogue.queues) if catalogue else (),
        windows=tuple(window.number for window in catalogue.windows) if catalogue else (),
    )


def sections(say: Speaker, state: EScreenState) -> list[Section]:
    """Paused windows first, since someone may be on the way to one; then each queue with its next number."""
    paused = Section(say("暂停服务"), tuple(pause_line(say, window, state) for window in state.paused))
    waiting = Section(
        say("接下来"), tuple(queue_lines(say, state)), say("现在取号约等") if minutes_shown(state) else ""
    )
    return [section for section in (paused, waiting) if section.lines]


def queue_lines(say: Speaker, state: EScreenState) -> Iterator[SideEntry]:
    names = {queue.id: say(queue.name) for queue in state.catalogue.queues} if state.catalogue else {}
    for queue in state.queues.queues if state.queues else ():
        if queue.id not in names:
            continue
        if queue.status in {QueueStatus.CLOSED, QueueStatus.FULL, QueueStatus.BREAK} and not queue.waiting:
            continue
        yield SideEntry(names[queue.id], waits(say, queue), queue.next[0] if queue.next else "")


def waits(say: Speaker, queue: QueueView) -> str:
    """The wait of a number taken now, or if that is unknown how many people wait; there is no room for both."""
    return short_minutes(say, queue.wait) if queue.wait else say.count("{n} 人", queue.waiting)


def minutes_shown(state: EScreenState) -> bool:
    return any(queue.wait for queue in (state.queues.queues if state.queues else ()))


def pause_line(say: Speaker, window: WindowSnapshot, state: EScreenState) -> SideEntry:
    others = instead(window, state)
    where = go_to(say, others) if others else say("请稍候")
    return SideEntry(say("{window} 号窗口", window=window.number), where)


def go_to(say: Speaker, windows: list[str]) -> str:
    """The words that say where to go instead of a paused window."""
    if len(windows) == 1:
        return say("请到 {window} 号", window=windows[0])
    return say("请到 {windows} 号", windows=say("、").join(windows))


def instead(window: WindowSnapshot, state: EScreenState) -> list[str]:
    """Numbers of the open windows that serve a queue of this one (at most two)."""
    mine = {queue.id for queue in window.queues}
    return [
        other.number
        for other in sorted(state.windows.values(), key=lambda one: (len(one.number), one.number))
        if other.state is WindowState.OPEN and other.window != window.window
        if mine & {queue.id for queue in other.queues}
    ][:2]


def sentences(say: Speaker, state: EScreenState) -> list[str]:
    """The sentences of the strip, shown one at a time: today's hours, each notice, the hotline."""
    found = []
    if state.notices is not None:
        found += [f"{say(line.title)} {say(line.text)}" for line in state.notices.today]
        found += [say(board.text) for board in state.notices.boards]
    if state.catalogue is not None and state.catalogue.hotline:
        found.append(say("有意见请打 {phone}", phone=state.catalogue.hotline))
    return found
