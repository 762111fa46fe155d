"""The foot of the clerk's screen: the same five actions, in the same order and place, each with its key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.pad_actions import Action, Pressed, available
from domain.pad_desk import ClerkState
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Row
from review_pad.screens.clerk_words import foot_word, main_word

ICONS = {
    Action.RECALL: "refresh",
    Action.NO_SHOW: "user-x",
    Action.HOLD: "player-pause",
    Action.TRANSFER: "transfer",
}
GREY_MS = 300  # a request that is answered sooner does not flicker


class DeskFoot(Row):
    """`on_intent(intent)` when a button is pressed."""

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, size_hint_y=None, **kwargs)
        self._buttons: dict[Action, TextButton] = {}
        for at, (action, icon) in enumerate(ICONS.items(), start=1):
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
            button.text = f"{word} {button.key}"
            button.usable = shown_usable(state, action)


def shown_usable(state: ClerkState, action: Action) -> bool:
    """As pressable as it will be when the request that is out has been answered, unless that takes long."""
    if state.pending and state.now_ms - state.pending.since_ms < GREY_MS:
        state = replace(state, pending=None)
    return available(state, action)
