"""The screen above one window: its number and kind, the number at it, who serves; or 暂停服务 with whereabouts."""

from __future__ import annotations

from collections.abc import Callable

from domain.calendar.day import zone
from domain.pad.known import reason_text
from domain.views.public import Pause
from domain.views.ticket import TicketState
from domain.views.window import WindowSnapshot, WindowState
from e_screen.board import EScreenState
from e_screen.screens.hall import go_to, instead
from e_screen.screens.page_view import PageView
from kiosk.widgets.band import Band
from kiosk.widgets.panel import Surface
from kiosk.widgets.paragraph import Paragraph, block_height, font
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import CAPITAL, Metrics
from program.doubt_words import doubt_words
from program.wait_words import hour

STATE_WORD = 3
"""暂停服务 is at least as high as so many lines of small text; the window's kind is left out for it if need be."""


LONG = 8
"""Length in ems; longer large texts stand on two lines."""


FIELD_TALL, FIELD_WIDE = 0.32, 0.3
"""The red field's part of an upright screen's height, and of a wide screen's width."""


def page_room(m: Metrics) -> tuple[float, float]:
    """Width and height of the room beside the red field, or below it."""
    if m.portrait:
        return float(m.width - 2 * m.margin), float(m.height - round(m.height * FIELD_TALL) - 2 * m.margin)
    return float(m.width - round(m.width * FIELD_WIDE) - 2 * m.margin), float(m.height - 2 * m.margin)


class WindowScreen(TerminalScreen):
    """A red field with the window's number, and beside it (on an upright screen: below it) the state of the window."""

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.field = Surface(ground="action", round_step=0)
        self.own_number = Paragraph(
            style="number", bold=True, halign="center", one_line=True, tone="on_action", leading=0.8
        )
        self.own_word = Paragraph(style="small", bold=True, halign="center", tone="on_action", leading=0.85)
        self.kind = Paragraph(style="title", bold=True, leading=0.9)
        self.now = Paragraph(style="body", tone="second", leading=0.9)
        self.ticket = Paragraph(style="number", bold=True, one_line=True, leading=0.8)
        self.clerk = Paragraph(style="body", tone="second", leading=0.9, valign="bottom")
        self.band = Band(icon="plug-connected-x", style="small")
        self.band.fbind("height", self.dress_soon)
        self.page = PageView()
        self._shows_page = False
        self._paused = False
        for part in (
            self.field,
            self.own_number,
            self.own_word,
            self.kind,
            self.now,
            self.ticket,
            self.clerk,
            self.band,
            self.page,
        ):
            part.size_hint = (None, None)
            self.add_widget(part)

    def render(self, state: EScreenState) -> None:
        window = state.window
        card = next((one for one in state.catalogue.windows if one.id == state.own), None) if state.catalogue else None
        self.own_number.text = window.number if window else card.number if card else ""
        self.own_word.text = self.say("号窗口")
        self.kind.text = self.say(window.name if window else card.name if card else None)
        away = self.say("与大厅失去联系，请听工作人员安排。") if state.away_since else ""
        self.band.text = doubt_words(self.say, state.doubt) or away
        self._paused = bool(window and window.state is WindowState.PAUSED)
        self.now.text, self.ticket.text, self.clerk.text = self._what(window, state)
        shown = state.show.current
        self._shows_page = shown is not None
        self.page.show(shown, state.show.picture)
        if self._shows_page:  # in the place of all of it
            self.kind.text = self.now.text = self.ticket.text = self.clerk.text = ""
        self.clerk.tone = "text" if self._paused else "second"
        self.ticket.tone = "mark" if window and window.ticket and window.ticket.state is TicketState.CALLED else "text"
        self.dress_soon()

    def _what(self, window: WindowSnapshot | None, state: EScreenState) -> tuple[str, str, str]:
        """The text above the large text, the large text, and the text under it."""
        if window is None:
            return "", "", self.say("正在连接大厅…") if not state.online else ""
        clerk = ""
        if window.clerk is not None:
            clerk = f"{self.say(window.clerk.name)}  {self.say('工号 {number}', number=window.clerk.number)}"
        match window.state:
            case WindowState.PAUSED:
                return "", self.say("暂停服务"), "\n".join(self._whereabouts(window, state))
            case WindowState.CLOSED:
                return "", self.say("现在不办理"), ""
            case _ if window.ticket is None:
                return "", self.say("请等候叫号"), clerk
            case _ if window.ticket.state is TicketState.CALLED:
                return self.say("请到这里办理"), window.ticket.number, clerk
            case _:
                return self.say("正在办理"), window.ticket.number, clerk

    def _whereabouts(self, window: WindowSnapshot, state: EScreenState) -> list[str]:
        """去向留言: why, until when, where to go instead, how to ask (S3 §7)."""
        pause = window.pause or Pause(reason="", contact="", since=0)
        lines = [self.say(reason_text(pause.reason))] if pause.reason else []
        instead_of = []
        if pause.until and state.catalogue:
            instead_of.append(self.say("预计 {time} 回来", time=hour(pause.until, zone(state.catalogue.timezone))))
        if others := instead(window, state):
            instead_of.append(go_to(self.say, others))
        if instead_of:
            lines.append(self.say("，").join(instead_of))
        if pause.contact:
            lines.append(self.say("联系 {contact}", contact=pause.contact))
        return lines

    def dress(self) -> None:
        m = self.m
        inner = m.margin
        if m.portrait:
            field_wide, field_tall = self.width, round(self.height * FIELD_TALL)
        else:
            field_wide, field_tall = round(self.width * FIELD_WIDE), self.height
        self.field.size, self.field.pos = (field_wide, field_tall), (self.x, self.top - field_tall)
        self._place_own(field_wide, field_tall)
        left = self.x + inner if m.portrait else self.field.right + inner
        wide = self.right - inner - left
        top = (self.field.y if m.portrait else self.top) - inner
        if self.band.text:
            self.band.width, self.band.pos = wide, (left, top - self.band.height)
            top = self.band.y - m.s(4)
        self.page.size = page_room(m) if self._shows_page else (0, 0)
        self.page.pos = (left, self.y + inner)
        self._column(left, wide, top)

    def _place_own(self, wide: float, tall: float) -> None:
        """Place the window's number with its word under it, together in the middle of the red field."""
        word = round(min(wide, tall) * 0.16)
        digits = font(bold=True).width("8" * max(1, len(self.own_number.text)))
        px = int(min(wide * 0.72 / digits, (tall - 2 * word) * 0.8 / CAPITAL))
        capital = round(px * CAPITAL)
        bottom = self.field.y + (tall - capital - word * 1.6) / 2
        self.own_word.most = word
        self.own_word.size, self.own_word.pos = (wide, round(word * 1.4)), (self.x, round(bottom))
        self.own_number.most = px
        self.own_number.size, self.own_number.pos = (wide, capital), (self.x, round(bottom + word * 1.6))

    def _column(self, left: float, wide: float, top: float) -> None:
        bottom = self.y + self.m.margin
        self.kind.style = "body" if self._paused else "title"
        self.clerk.style = "small" if self._paused else "body"
        kind, now, below = (self._needs(part, wide) for part in (self.kind, self.now, self.clerk))
        crowded = self._paused and top - bottom - kind - below < self.m.small * STATE_WORD
        kind *= not crowded  # the state word comes first
        self.kind.opacity = 0 if crowded else 1
        self.kind.size, self.kind.pos = (wide, kind), (left, top - kind)
        self.now.size, self.now.pos = (wide, now), (left, top - kind - now)
        top -= kind + now
        self.clerk.size, self.clerk.pos = (wide, below), (left, bottom)
        self.ticket.size, self.ticket.pos = (wide, max(0, top - bottom - below)), (left, bottom + below)
        word = len(self.ticket.text) > 4 or self._paused or not self.ticket.text
        widest = font(bold=True).width(self.ticket.text if word else "W888") or 1
        self.ticket.one_line = widest <= LONG
        if widest > LONG:  # on two lines, which are seldom equally long
            widest *= 0.6
        self.ticket.most = max(1, int(min(wide / widest, self.ticket.height * 0.86 / (1 if word else CAPITAL))))

    def _needs(self, words: Paragraph, wide: float) -> int:
        px = getattr(self.m, words.style)
        return block_height(words.text, wide, px, bold=words.bold, leading=words.leading)
