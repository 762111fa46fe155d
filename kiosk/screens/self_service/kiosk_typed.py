"""The base of screens with letters, digits and a dash, and the code that is typed with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.letters import Letters, TypedLine
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.panel import Stack
from kiosk.widgets.theme import Metrics

__all__ = ["AskedCode", "KioskNow", "KioskTypedScreen", "Letters", "ScreenPage", "Stack", "TextButton", "TypedLine"]

SEEN, FEWER = 22, 13
"""How many of the last characters are shown: people type at the end of a long code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCode:
    """What the screen shows now. `scan`: the hint that the code may be scanned instead, where there is room for it and
    a scanner. `named`: the typed code with its name, for a page without room for a title; empty: the name is not
    needed."""

    title: str
    scan: str = ""
    code: str = field(repr=False)
    placeholder: str
    named: Callable[[str], str] = str
    done: str


class KioskTypedScreen(KioskScreen):
    """Subclasses give the content in `asked`, and the touches in `key` and `typed`; they have no kv of their own."""

    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.letters.fbind("on_key", lambda _keys, key: self.touch(self.key(key)))
        self.on("done", self.typed)

    def asked(self, moment: KioskNow) -> AskedCode:
        raise NotImplementedError

    def key(self, key: str) -> object:
        """The touch for a key: a letter, a digit, a dash, `delete` or `clear`."""
        raise NotImplementedError

    def typed(self) -> object:
        """The touch for the button."""
        raise NotImplementedError

    def fill(self, moment: KioskNow) -> None:
        shown, ids = self.asked(moment), self.ids
        scarce = self.m.elder and self.m.low and not self.m.portrait  # the line itself says what it is
        roomy = not self.m.low and (self.m.portrait or not self.m.elder)
        ids.page.title = "" if scarce else shown.title
        ids.page.hint = shown.scan if moment.state.machine.scanner and roomy else ""
        room = FEWER if self.m.elder else SEEN
        code = shown.code if len(shown.code) <= room else "…" + shown.code[-room:]
        ids.typed.typed = shown.named(code) if scarce and code else code
        ids.typed.placeholder = shown.placeholder
        ids.done.text, ids.done.usable = shown.done, bool(shown.code)

    def left(self) -> None:
        self.ids.typed.typed = ""
