"""The base of screens with twelve keys and the typed digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.screens.number_machine.layout import Sides
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.keypad import Entry, Keypad
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.theme import Metrics

__all__ = [
    "AskedDigits",
    "Entry",
    "Keypad",
    "KioskDigitsScreen",
    "KioskNow",
    "Paragraph",
    "Reading",
    "ScreenPage",
    "Sides",
    "TextButton",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDigits:
    """What the screen shows now. `wrong`: why these digits are not accepted."""

    title: str
    hint: str
    digits: str = field(repr=False)
    placeholder: str
    wrong: str = ""
    done: str
    whole: bool  # enough digits are typed


class KioskDigitsScreen(KioskScreen):
    """Subclasses give the content in `asked`, and the touches in `key` and `typed`; they have no kv of their own."""

    kv = __file__
    groups: tuple[int, ...] = (3, 4, 4)

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.entry.groups = list(self.groups)
        self.ids.pad.fbind("on_key", lambda _pad, key: self.touch(self.key(key)))
        self.on("done", self.typed)

    def asked(self, moment: KioskNow) -> AskedDigits:
        raise NotImplementedError

    def key(self, key: str) -> object:
        """The touch for a key: a digit, `delete` or `clear`."""
        raise NotImplementedError

    def typed(self) -> object:
        """The touch for the button."""
        raise NotImplementedError

    def fill(self, moment: KioskNow) -> None:
        shown, ids = self.asked(moment), self.ids
        ids.page.title = shown.title
        ids.page.hint = "" if shown.wrong and self.m.elder else shown.hint
        ids.entry.digits, ids.entry.placeholder, ids.wrong.text = shown.digits, shown.placeholder, shown.wrong
        ids.page.reading = 0.3 if self.m.elder else 0.22
        ids.pad.flat = not self.m.portrait and (self.m.low or self.m.elder)
        ids.under.size_hint_y = 0.01 if self.m.low and self.m.portrait else 1  # near the keys
        ids.done.text, ids.done.usable = shown.done, shown.whole

    def left(self) -> None:
        self.ids.entry.digits = self.ids.page.hint = self.ids.wrong.text = ""  # so that no number stays in a widget
