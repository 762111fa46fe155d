"""The clerk's one screen: the ticket in hand on the left, the queues on the right, five actions at the foot."""

from __future__ import annotations

from collections.abc import Callable

from kivy.core.window import Keyboard, Window

from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import NUMBERS, NoticeTouched, PanelLeft
from domain.pad.clerk_state import ClerkPanel, ClerkState, in_hand
from kiosk.widgets.panel import ColumnBox, RowBox
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from review_pad.screens.clerk_bars import MODES, ClerkFoot, ClerkHead, ClerkStrip
from review_pad.screens.clerk_case import ClerkCase
from review_pad.screens.clerk_entry import ClerkEntry
from review_pad.screens.clerk_panels import ClerkChoices
from review_pad.screens.help_line import HelpLine, is_shown
from review_pad.screens.queue_board import QueueBoard
from review_pad.screens.ticket_in_hand import TicketInHand

__all__ = [
    "ClerkCase",
    "ClerkChoices",
    "ClerkEntry",
    "ClerkFoot",
    "ClerkHead",
    "ClerkScreen",
    "ClerkStrip",
    "ColumnBox",
    "HelpLine",
    "QueueBoard",
    "RowBox",
    "TicketInHand",
]

KEYS = {Keyboard.keycodes[f"f{at}"]: action for at, action in enumerate(Action, start=1)}
LOOKS = {Keyboard.keycodes[key.lower()]: mode for mode, key in MODES.items()}
DIGITS = {Keyboard.keycodes[str(at)]: at for at in range(10)}
ENTERS = {Keyboard.keycodes["enter"], Keyboard.keycodes["numpadenter"]}
LETTERS = {Keyboard.keycodes[letter]: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
ENTRIES = frozenset({*NUMBERS, ClerkPanel.CONTACT, ClerkPanel.PIN})


class ClerkScreen(TerminalScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        self._down: set[int] = set()
        super().__init__(m, touch)
        self._kept = [widget.__self__ for widget in self.ids.values()]  # ids alone do not keep what is taken out

    def render(self, state: ClerkState) -> None:
        ids = self.ids
        ids.head.show(state)
        ids.hand.show(state)
        ids.board.show(state)
        ids.panel.show(state)
        if state.panel in ENTRIES:
            ids.entry.show(state)
        if state.panel is ClerkPanel.CASE:
            ids.case.show(state)
        else:
            ids.case.forget()
        ids.help.show(state)
        self._lay(state)
        ids.strip.show(state)
        ids.foot.show(state)

    def _lay(self, state: ClerkState) -> None:
        """Keep only the visible parts in the widget tree.

        A panel takes the whole width if there is no ticket in hand, and the choice of queues always does.
        """
        ids, parts = self.ids, []
        line = ids.help if is_shown(state) else ids.strip
        for other in (ids.help, ids.strip):
            if other is not line and other.parent is not None:
                ids.whole.remove_widget(other)
        if line.parent is None:
            ids.whole.add_widget(line, index=1)  # above the foot
        beside = in_hand(state) is not None and state.panel is not ClerkPanel.QUEUES
        if beside or state.panel in {ClerkPanel.NONE, ClerkPanel.HELD, ClerkPanel.NO_SHOW}:
            parts.append(ids.hand)
        if state.known.window is not None:
            over = ids.entry if state.panel in ENTRIES else ids.case if state.panel is ClerkPanel.CASE else ids.panel
            parts.append(ids.board if state.panel is ClerkPanel.NONE else over)
        if list(reversed(ids.middle.children)) != parts:
            ids.middle.clear_widgets()
            for part in parts:
                ids.middle.add_widget(part)

    def intent(self, intent: object) -> None:
        self.touch(intent)

    def seen(self) -> None:
        self.touch(NoticeTouched())

    # ---- keys: one press is one action, however long it is held down

    def entered(self) -> None:
        Window.fbind("on_key_down", self._key_down)
        Window.fbind("on_key_up", self._key_up)

    def left(self) -> None:
        Window.funbind("on_key_down", self._key_down)
        Window.funbind("on_key_up", self._key_up)
        self._down.clear()

    def _key_down(self, _window: object, key: int, *_more: object) -> bool:
        if key in self._down:
            return True
        self._down.add(key)
        if key in KEYS:
            self.touch(Pressed(KEYS[key]))
        elif key in LOOKS:
            self.foot(LOOKS[key])
        elif self.ids.entry.parent is not None and key != Keyboard.keycodes["escape"]:
            self._type(key)
        elif key in DIGITS and self.ids.panel.parent is not None:
            self.ids.panel.digit(DIGITS[key])
        elif key == Keyboard.keycodes["escape"]:
            self.touch(PanelLeft())
        return True

    def _type(self, key: int) -> None:
        """A keyboard does what the keys on the screen do."""
        if key in DIGITS:
            self.ids.entry.key(str(DIGITS[key]))
        elif key == Keyboard.keycodes["backspace"]:
            self.ids.entry.key("delete")
        elif key in ENTERS and self.ids.entry.ends_with_enter:
            self.touch(Pressed(Action.MAIN))
        elif key in LETTERS:
            self.ids.entry.letter(LETTERS[key])

    def _key_up(self, _window: object, key: int, *_more: object) -> bool:
        self._down.discard(key)
        return True
