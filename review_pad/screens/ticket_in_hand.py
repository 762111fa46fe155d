"""The left third of the clerk's screen: the ticket in hand."""

from __future__ import annotations

from typing import Any

from domain.pad.clerk_state import ClerkState, Phase, hall_now, phase
from domain.pad.known import item_name, queue_name, reason_text
from domain.views.ticket import TicketView
from kiosk.widgets.number import BigNumber
from kiosk.widgets.panel import Panel
from kiosk.widgets.paragraph import Paragraph
from program.speech import Speaker
from review_pad.screens.clerk_words import class_mark, minutes, state_line
from review_pad.screens.labels import clock_text


class TicketInHand(Panel):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(pad_step=4, gap_step=1, **kwargs)
        self._state = Paragraph(bold=True, halign="center", size_hint_y=None)
        self._number = BigNumber(grow=True, style="title", size_hint_y=1.2)
        self._kind = Paragraph(style="small", bold=True, halign="center", hug=True, leading=0.9)
        self._items = Paragraph(style="small", halign="center", hug=True, leading=0.9)
        self._waited = Paragraph(style="small", tone="second", halign="center", hug=True)
        for part in (self._state, self._number, self._kind, self._items, self._waited):
            self.add_widget(part)

    def dress(self) -> None:
        self.edge = "hair" if self.m.look.contrast else ""
        super().dress()
        self._state.height = round(self.m.body * (1.35 if self.m.elder else 1.5))

    def show(self, state: ClerkState) -> None:
        window, at = state.known.window, phase(state)
        self._state.text = state_line(self.say, state)
        ticket = window.ticket if window else None
        self._number.text = ticket.number if ticket else ""
        self._number.tone = "mark" if at is Phase.CALLED else "text"
        self._items.bold = state.pickup is not None
        self._kind.text, self._items.text, self._waited.text = (
            _lines(self.say, state, ticket) if ticket else _nobody(self.say, state)
        )
        if ticket and self.m.elder:
            self._waited.text = ""  # larger text leaves no room for the time that is over
        self.dress_soon()


def _lines(say: Speaker, state: ClerkState, ticket: TicketView) -> tuple[str, str, str]:
    """Queue with class mark, items (or the code of the document to be fetched), time waited."""
    known = state.known
    mark, queue = class_mark(say, known, ticket), say(queue_name(known, ticket.queue))
    names = [say(item_name(known, item)) for item in ticket.items]
    items = say("{item} 等 {n} 项", item=names[0], n=len(names)) if len(names) > 1 else "".join(names)
    if state.pickup is not None:
        code = state.pickup.code
        items = say("取件码 {code}", code=code) if code else say("有取件码，正在查询…")
    came = (ticket.called_at or hall_now(state)) - ticket.issued_at
    return f"{mark} · {queue}" if mark else queue, items, say("等候了 {time}", time=minutes(say, came))


def _nobody(say: Speaker, state: ClerkState) -> tuple[str, str, str]:
    """Shown instead of a ticket: phone, reason and end of the pause."""
    pause = state.known.window.pause if state.known.window else None
    if phase(state) is not Phase.PAUSED or pause is None:
        return "", "", ""
    phone = say("电话 {phone}", phone=pause.contact) if pause.contact else ""
    until = say("预计 {time} 回来", time=clock_text(state.known, pause.until)) if pause.until else ""
    return phone, say(reason_text(pause.reason)), until
