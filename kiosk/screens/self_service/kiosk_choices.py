"""The base of screens with a title, a hint and cards to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kivy.properties import NumericProperty

from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["ChoiceData", "Choices", "KioskChoicesScreen", "KioskNow", "OfferedChoices", "ScreenPage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedChoices:
    """What the screen shows now."""

    title: str
    hint: str = ""
    cards: Sequence[ChoiceData]


class KioskChoicesScreen(KioskScreen):
    """Subclasses give the content in `offered`, and the touch of a card in `chosen`; they have no kv of their own.

    `columns`: as in `Choices`.
    """

    kv = __file__
    columns = NumericProperty(0)

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind("on_choose", lambda _choices, key: self.touch(self.chosen(key)))

    def offered(self, moment: KioskNow) -> OfferedChoices:
        raise NotImplementedError

    def chosen(self, key: str) -> object:
        """The touch that the card with this key stands for."""
        raise NotImplementedError

    def fill(self, moment: KioskNow) -> None:
        shown = self.offered(moment)
        self.ids.page.title, self.ids.page.hint = shown.title, shown.hint
        self.ids.choices.show(shown.cards)

    def left(self) -> None:
        self.ids.page.hint = ""
        self.ids.choices.show([])  # so that no personal text stays in a widget
