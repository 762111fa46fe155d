"""The screen above one window: its number and kind, the number at it, who serves; or 暂停服务 with whereabouts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.views import Pause, TicketState, WindowSnapshot, WindowState
from e_screen.board import Board
from e_screen.screens.hall import instead
from kiosk.widgets.band import Band
from kiosk.widgets.language import _, text_of
from kiosk.widgets.panel import Surface
from kiosk.widgets.screen import Screen
from kiosk.widgets.theme import CAPITAL, Metrics
from kiosk.widgets.words import LINE, Words, font


class WindowScreen(Screen):
    """A red field with the window's number, and beside it (below it, upright) what goes on there."""

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.field = Surface(ground="action", round_step=0)
        self.own_number = Words(style="number", bold=True, halign="center", one_line=True, tone="on_action", leading=0.8)
        self.own_word = Words(style="small", bold=True, halign="center", tone="on_action", leading=0.85)
        self.kind = Words(style="title", bold=True, leading=0.9)
        self.now = Words(style="body", tone="second", leading=0.9)
        self.ticket = Words(style="number", bold=True, one_line=True, leading=0.8)
        self.clerk = Words(style="body", tone="second", leading=0.9, valign="bottom")
        self.band = Band(icon="plug-connected-x")
        self._paused = False
        for part in (self.field, self.own_number, self.own_word, self.kind, self.now, self.ticket, self.clerk, self.band):
            part.size_hint = (None, None)
            self.add_widget(part)

    def render(self, state: Board) -> None:
        window = state.window
        card = next((one for one in state.catalogue.windows if one.id == state.own), None) if state.catalogue else None
        self.own_number.text = window.number if window else card.number if card else ""
        self.own_word.text = _("号窗口")
        self.kind.text = text_of(window.name if window else card.name if card else None)
        self.band.text = _("与大厅失去联系，请听工作人员安排。") if state.away_since else ""
        self._paused = bool(window and window.state is WindowState.PAUSED)
        self.now.text, self.ticket.text, self.clerk.text = self._what(window, state)
        self.clerk.tone = "text" if self._paused else "second"
        self.ticket.tone = "mark" if window and window.ticket and window.ticket.state is TicketState.CALLED else "text"
        self.dress_soon()

    def _what(self, window: WindowSnapshot | None, state: Board) -> tuple[str, str, str]:
        """What is said above the large text, the large text, and what is said under it."""
        if window is None:
            return "", "", _("正在连接大厅…") if not state.online else ""
        clerk = ""
        if window.clerk is not None:
            clerk = f"{text_of(window.clerk.name)}  {_('工号 {number}').format(number=window.clerk.number)}"
        match window.state:
            case WindowState.PAUSED:
                return "", _("暂停服务"), "\n".join(self._whereabouts(window, state))
            case WindowState.CLOSED:
                return "", _("现在不办理"), ""
            case _ if window.ticket is None:
                return _("现在空闲，请等候叫号"), "", clerk
            case _ if window.ticket.state is TicketState.CALLED:
                return _("请到这里办理"), window.ticket.number, clerk
            case _:
                return _("正在办理"), window.ticket.number, clerk

    def _whereabouts(self, window: WindowSnapshot, state: Board) -> list[str]:
        """去向留言: why, until when, where to go instead, how to ask (S3 §7)."""
        pause = window.pause or Pause(reason="", contact="", since=0)
        lines = [reason_text(pause.reason)] if pause.reason else []
        if pause.until and state.catalogue:
            when = datetime.fromtimestamp(pause.until / 1000, UTC).astimezone(ZoneInfo(state.catalogue.timezone))
            lines.append(_("预计 {time} 回来").format(time=when.strftime("%H:%M")))
        if others := instead(window, state):
            lines.append(_("请到 {windows} 号").format(windows=_("、").join(others)))
        if pause.contact:
            lines.append(_("联系 {contact}").format(contact=pause.contact))
        return lines

    def dress(self) -> None:
        m = self.m
        inner = m.margin
        if m.portrait:
            field_wide, field_tall = self.width, round(self.height * 0.32)
        else:
            field_wide, field_tall = round(self.width * 0.3), self.height
        self.field.size, self.field.pos = (field_wide, field_tall), (self.x, self.top - field_tall)
        word = round(m.small * LINE * 1.6)
        self.own_number.most = int(min(field_wide * 0.8 / font(bold=True).width("8" * max(1, len(self.own_number.text))),
                                       (field_tall - word) * 0.75 / CAPITAL))  # fmt: skip
        self.own_word.size = (field_wide, word)
        self.own_word.pos = (self.x, self.field.y + field_tall * 0.12)
        self.own_number.size = (field_wide, field_tall - word)
        self.own_number.pos = (self.x, self.own_word.top - field_tall * 0.04)
        left = self.x + inner if m.portrait else self.field.right + inner
        wide = self.right - inner - left
        top = (self.field.y if m.portrait else self.top) - inner
        if self.band.text:
            self.band.width, self.band.pos = wide, (left, top - self.band.height)
            top = self.band.y - m.s(4)
        self._column(left, wide, top)

    def _column(self, left: float, wide: float, top: float) -> None:
        m, bottom = self.m, self.y + self.m.margin
        kind = round(m.title * LINE)
        self.kind.size, self.kind.pos = (wide, kind), (left, top - kind)
        top = self.kind.y - m.s(2)
        now = round(m.body * LINE) if self.now.text else 0
        self.now.size, self.now.pos = (wide, now), (left, top - now)
        top -= now
        lines = self.clerk.text.count("\n") + 1 if self.clerk.text else 0
        below = round(m.body * LINE * (lines + (0.6 if self._paused else 0)))
        below = min(below, round((top - bottom) * (0.66 if self._paused else 0.5)))
        self.clerk.size, self.clerk.pos = (wide, below), (left, bottom)
        self.ticket.size, self.ticket.pos = (wide, max(0, top - bottom - below)), (left, bottom + below)
        widest = self.ticket.text if self._paused or len(self.ticket.text) > 4 else "W888"
        fitting = wide / max(0.1, font(bold=True).width(widest or "W888"))
        self.ticket.most = int(min(fitting, self.ticket.height * 0.9 / CAPITAL * 0.9)) or 1
        self.ticket.halign = "left"


def reason_text(reason: str) -> str:
    """A reason of the list in the language now spoken; one that was typed, as it is."""
    from domain.pad import PAUSE_REASONS  # noqa: PLC0415 - only windows that pause need it

    return next((text_of(known) for known in PAUSE_REASONS if reason in {known.zh, known.en}), reason)
