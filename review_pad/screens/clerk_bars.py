"""The bars of the clerk's screen: head and foot with what can be done, and over the foot one line that says what is.

The head has window and name and the buttons that are there whatever is open; the foot the same five actions, in the
same order and place, each with its key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from domain.pad.clerk_actions import CHOSEN_BY_TOUCH, Action, Pressed, available
from domain.pad.clerk_panels import PanelTouched, may_open
from domain.pad.clerk_state import ClerkPanel, ClerkState, Phase, phase
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.foot import ICONS, word
from kiosk.widgets.head import Mark
from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import RowBox, RowPanel
from kiosk.widgets.paragraph import Paragraph, block_height, font
from review_pad.screens.clerk_words import foot_word, main_word, rating_line, strip
from review_pad.screens.labels import window_label

ACTION_ICONS = {
    Action.RECALL: "refresh",
    Action.NO_SHOW: "user-x",
    Action.HOLD: "player-pause",
    Action.TRANSFER: "transfer",
}
GREY_MS = 300  # a request that is answered sooner does not flicker


class ClerkFoot(RowBox):
    """The same five actions, always in the same places, each with its key; `on_intent(intent)` when one is pressed."""

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, size_hint_y=None, **kwargs)
        self._buttons: dict[Action, TextButton] = {}
        for at, (action, icon) in enumerate(ACTION_ICONS.items(), start=1):
            self._add(action, TextButton(style="body", icon=icon, upright=True, size_hint_y=1), at)
        self._add(Action.MAIN, TextButton(main=True, size_hint_y=1, size_hint_x=1.9), 5)

    def _add(self, action: Action, button: TextButton, number: int) -> None:
        button.fbind("on_press", lambda *_a: self.dispatch("on_intent", Pressed(action)))
        button.key = f"F{number}"
        self._buttons[action] = button
        self.add_widget(button)

    def on_intent(self, intent: object) -> None:
        """A button was pressed."""

    def dress(self) -> None:
        super().dress()
        self.height = round(self.m.target * 1.5)

    def show(self, state: ClerkState) -> None:
        for action, button in self._buttons.items():
            word = main_word(self.say, state) if action is Action.MAIN else foot_word(self.say, action)
            by_touch = action is Action.MAIN and state.panel in CHOSEN_BY_TOUCH  # its key does nothing there
            button.text = word if by_touch else f"{word} {button.key}"
            button.usable = shown_usable(state, action)


def shown_usable(state: ClerkState, action: Action) -> bool:
    """Whether a button is shown as usable.

    While a request is out it looks as it will after the answer, so that nothing flickers; after `GREY_MS` it is grey.
    """
    if state.pending and state.now_ms - state.pending.since_ms < GREY_MS:
        state = replace(state, pending=None)
    return available(state, action)


MODES = {"elder": "F7", "contrast": "F8"}
"""The display modes with their keys. The clerk's screen has no low position (docs/adr/0014)."""

UPRIGHT, TWO_LINES = 2.75, 2.4
"""Height of an icon above a word, and of two words, in font sizes."""


class ClerkHead(RowBox):
    """`on_intent(intent)`; `on_look(item)`: the language or a mode, as in the foot of other screens."""

    __events__ = ("on_intent", "on_look")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, size_hint_y=None, **kwargs)
        self._names: list[str] = []
        self._icons: dict[TextButton, str] = {}
        self._mark, self._who = Mark(size_hint_x=None), Paragraph(bold=True, leading=0.9)
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


class RatedNote(RowBox):
    """A dot and a word: invited, given, lapsed. Never a level."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, **kwargs)
        self._dot, self._words = Icon(size_hint_x=None), Paragraph()
        self.add_widget(self._dot)
        self.add_widget(self._words)

    @property
    def wide(self) -> float:
        """Pixels that it needs; 0 if no review was invited."""
        px = self.m.body
        return font(bold=False).width(self._words.text) * px + px * 1.2 + self.m.s(4) + 2 if self._words.text else 0

    def dress(self) -> None:
        super().dress()
        self._dot.width, self._dot.px = round(self.m.body * 1.2), round(self.m.body * 0.9)

    def show(self, text: str, dot: str) -> None:
        self._words.text, self._dot.name = text, dot
        self._words.tone = self._dot.tone = "done" if dot == "circle-filled" else "second"


class ClerkMessage(RowPanel):
    """What cannot be done and why, or what goes on. A caution has a ground and an icon of its own."""

    text = StringProperty("")
    caution = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, **kwargs)
        self._icon, self._words = Icon(size_hint_x=None), Paragraph(leading=0.92)
        self.add_widget(self._icon)
        self.add_widget(self._words)
        for name in ("text", "caution"):
            self.fbind(name, self.dress_soon)

    def tall(self, width: float) -> int:
        """Height in pixels that its words need, at their smallest size if necessary."""
        m = self.m
        room = width - 2 * m.s(8) - m.s(4) - (round(m.body * 1.4) if self.caution else 0)
        return min(block_height(self.text, room, px, leading=0.92) for px in (m.body, m.floor("body")))

    def dress(self) -> None:
        self.ground = "caution" if self.caution else ""
        super().dress()
        m = self.m
        self.padding = [m.s(8), m.s(1)]
        self._words.text, self._words.tone = self.text, "on_caution" if self.caution else "second"
        self._icon.name, self._icon.tone = "alert-triangle" if self.caution else "", "on_caution"
        self._icon.width = round(m.body * 1.4) if self.caution else 0


class ClerkStrip(RowBox):
    """The line above the foot, always in its place: whether the last citizen has reviewed, and what needs attention."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, gap_step=12, **kwargs)
        self._rated, self._message = RatedNote(size_hint_x=0.5), ClerkMessage()
        self.add_widget(self._rated)
        self.add_widget(self._message)

    def dress(self) -> None:
        """The message has all the room it needs; the note on the last review is left out meanwhile."""
        super().dress()
        m = self.m
        self.height = max(round(m.body * 1.5), self._message.tall(self.width) if m.elder else 0) + m.s(2)
        needed = font(bold=False).width(self._message.text) * m.body + 2 * m.s(8) + m.s(4) + round(m.body * 1.4)
        room = self.width - m.s(12) - self._rated.wide
        if needed <= self.width * 0.6 and self._rated.wide <= self.width / 3:
            self._rated.opacity, self._rated.size_hint_x = 1, 0.5
        elif needed <= room and self._rated.wide:
            self._rated.opacity, self._rated.size_hint_x, self._rated.width = 1, None, self._rated.wide
        else:
            self._rated.opacity, self._rated.size_hint_x, self._rated.width = 0, None, 0
            self.spacing = 0

    def show(self, state: ClerkState) -> None:
        self._rated.show(*rating_line(self.say, state))
        self._message.text, self._message.caution = strip(self.say, state)
        self.dress_soon()
