"""The line above the clerk's foot while somebody needs help: where, since when, and the button 我去.

It takes the place of the usual line, which returns when there is something that the clerk must read.
"""

from __future__ import annotations

from typing import Any

from domain.help.views import HelpCallView
from domain.pad import help_calls
from domain.pad.clerk_state import ClerkState, hall_now
from domain.pad.tidal import abandoned
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import RowBox, RowPanel
from kiosk.widgets.paragraph import Paragraph, block_height, font
from program.speech import SOURCE, Speaker
from review_pad.screens.clerk_words import minutes

MINUTE = 60_000


def is_shown(state: ClerkState) -> bool:
    """Whether the line is shown: if there is nothing else that the clerk must read."""
    known = state.known
    return help_calls.is_shown(known) and known.online and not (known.doubt or state.notice or abandoned(state))


class HelpWords(RowPanel):
    """The background of the words."""

    def dress(self) -> None:
        super().dress()
        self.padding = [self.m.s(8), self.m.s(1)]


class HelpLine(RowBox):
    """`on_intent(intent)` when its button is touched."""

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, size_hint_y=None, **kwargs)
        self._intent: object = None
        self._ground = HelpWords(gap_step=4, ground="caution")
        self._icon = Icon(size_hint_x=None, tone="on_caution")
        self._words = Paragraph(leading=0.92, tone="on_caution")
        self._ground.add_widget(self._icon)
        self._ground.add_widget(self._words)
        self._button = TextButton(style="small", size_hint_x=None, size_hint_y=1)
        self._button.fbind("on_press", lambda *_a: self.dispatch("on_intent", self._intent))
        for part in (self._ground, self._button):
            self.add_widget(part)
        self.fbind("width", self.dress_soon)

    def on_intent(self, intent: object) -> None:
        """The button was touched."""

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._icon.width, self._icon.px = round(m.body * 1.4), round(m.body * 1.1)
        self._button.width = max(round(m.target * 1.6), round(font(bold=True).width(self._button.text) * m.small))
        room = self.width - self._button.width - m.s(4) - 2 * m.s(8) - m.s(4) - self._icon.width
        tall = min(block_height(self._words.text, room, px, leading=0.92) for px in (m.body, m.floor("body")))
        self.height = max(m.target, tall + 2 * m.s(1))

    def show(self, state: ClerkState) -> None:
        say, known = self.say, state.known
        mine, waiting = help_calls.gone_to(known), help_calls.waiting(known)
        if mine is not None:
            self._words.text = say("您去帮忙：{place}", place=say(mine.place))
            self._button.text, self._intent = say("办完了"), help_calls.HelpEnded(mine.call)
        elif waiting:
            self._words.text = _waiting(say, state, waiting)
            self._button.text, self._intent = say("我去"), help_calls.HelpGoing(waiting[0].call)
        self._icon.name = "walk" if mine is not None else "headset"
        self.dress_soon()


def _waiting(say: Speaker, state: ClerkState, calls: tuple[HelpCallView, ...]) -> str:
    """The words: the oldest call, and how many more there are."""
    first = calls[0]
    waited = hall_now(state) - first.called_at
    words = say("{place}有人要帮忙", place=say(first.place))
    if waited >= MINUTE:
        words = say("{words}，等了 {time}", words=words, time=minutes(say, waited))
    if first.language != SOURCE:
        words = say("{words}（英文）", words=words)
    return say("{words}，另有 {n} 处", words=words, n=len(calls) - 1) if len(calls) > 1 else words
