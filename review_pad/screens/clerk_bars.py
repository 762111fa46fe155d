"""The head of the clerk's screen: window and name, and the buttons that are there whatever is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.pad_actions import Action, Pressed
from domain.pad_desk import ClerkPanel, ClerkState, Phase, phase
from domain.pad_panels import PanelTouched, may_open
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.foot import ICONS, word
from kiosk.widgets.head import Mark
from kiosk.widgets.panel import Row
from kiosk.widgets.paragraph import Words, font
from review_pad.screens.clerk_foot import shown_usable
from review_pad.screens.labels import window_label

MODES = {"elder": "F7", "contrast": "F8"}
"""What makes the screen easier to read, with its key. A desk has no low position (docs/adr/0014)."""

UPRIGHT, TWO_LINES = 2.75, 2.4
"""Height of an icon above a word, and of two words, in font sizes."""


class DeskHead(Row):
    """`on_intent(intent)`; `on_look(item)`: the language or a mode, as in the foot of other screens."""

    __events__ = ("on_intent", "on_look")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, size_hint_y=None, **kwargs)
        self._names: list[str] = []
        self._icons: dict[TextButton, str] = {}
        self._mark, self._who = Mark(size_hint_x=None), Words(bold=True, leading=0.9)
        self._who.fbind("width", self.dress_soon)
        self.add_widget(self._mark)
        self.add_widget(self._who)
        self._queues = self._button("adjustments", lambda: self._told(PanelTouched(ClerkPanel.QUEUES)))
        self._language, *modes = (self._look(item) for item in ("language", *MODES))
        self._modes = dict(zip(MODES, modes, strict=True))
        self._pause = self._button("clock-pause", lambda: self._told(Pressed(Action.PAUSE)))

    def _look(self, item: str) -> TextButton:
        return self._button(ICONS[item], lambda: self.dispatch("on_look", item))

    def _told(self, intent: object) -> None:
        self.dispatch("on_intent", intent)

    def _button(self, icon: str, press: Callable[[], None]) -> TextButton:
        button = TextButton(style="small", upright=True, size_hint_x=None, size_hint_y=1)
        button.fbind("on_press", lambda *_a: press())
        button.fbind("text", self.dress_soon)
        self._icons[button] = icon
        self.add_widget(button)
        return button

    def on_intent(self, intent: object) -> None:
        """Something was touched."""

    def on_look(self, item: str) -> None:
        """A language or a mode was touched."""

    def dress(self) -> None:
        """Buttons as wide as their words. Larger text stands in two lines, the key under the word, without icons."""
        super().dress()
        m = self.m
        self.height = max(m.target, round(m.small * (TWO_LINES if m.elder else UPRIGHT))) + 2 * m.stroke
        self._mark.width = round(m.plain.button * 1.4)
        for button, icon in self._icons.items():
            button.icon = "" if m.elder else icon
            wide = max(font(bold=False).width(line) for line in button.text.split("\n"))
            button.width = max(m.target, round(wide * m.small) + 2 * m.s(4) + 2)
        self._name()

    def _name(self) -> None:
        """In one line, or the clerk's name under the window."""
        m, who = self.m, self._who
        who.style = "body" if m.elder else "button"
        line = " · ".join(self._names)
        fits = font(bold=True).width(line) * getattr(m, who.style) <= who.width
        who.text = line if fits else "\n".join(self._names)

    def show(self, state: ClerkState) -> None:
        window, look = state.known.window, self.m.look
        between = "\n" if self.m.elder else " "
        name = self.say(window.clerk.name) if window and window.clerk else ""
        self._names = [part for part in (window_label(self.say, state.known), name) if part]
        self._queues.text, self._queues.usable = self.say("队列"), may_open(state, ClerkPanel.QUEUES)
        self._queues.kind = "chosen" if window is not None and window.tidal else "quiet"
        self._language.text = word("language", self.m)
        for name, button in self._modes.items():
            button.text = f"{word(name, self.m)}{between}{MODES[name]}"
            button.kind = "chosen" if getattr(look, name) else "quiet"
        self._pause.text = f"{self.say('恢复') if phase(state) is Phase.PAUSED else self.say('暂停')}{between}F6"
        self._pause.usable = shown_usable(state, Action.PAUSE)
        self.dress_soon()
