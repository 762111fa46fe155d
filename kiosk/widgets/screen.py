"""The base of every screen: gets the flow's state, shows it, reports touches. Screens decide nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.uix.floatlayout import FloatLayout

from domain.flow import LookChosen
from kiosk.widgets.theme import Metrics
from kiosk.widgets.themed import Themed

OTHER = {"zh_CN": "en", "en": "zh_CN"}


class TerminalScreen(Themed, FloatLayout):
    """Subclass as `x.py` beside `x.kv`; set `kv = __file__`."""

    kv = ""  # the module's own path: its .kv is loaded when the first screen of the class is built

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        if self.kv:
            load_layout(self.kv)
        self._touch = touch
        super().__init__(m=m)

    def render(self, state: Any) -> None:
        """Show `state`. Called before the screen is first seen and after each change; cheap when nothing changed."""

    def touch(self, intent: object) -> None:
        """Report what was touched to the flow."""
        self._touch(intent)

    def foot(self, item: str) -> None:
        """A button of the foot: looks are handled here; screens handle `back`, `home` and `help`."""
        look = self.m.look
        if item == "language":
            self.touch(LookChosen(replace(look, language=OTHER[look.language])))
        elif item in {"elder", "contrast", "low"}:
            self.touch(LookChosen(replace(look, **{item: not getattr(look, item)})))

    def entered(self) -> None:
        """The screen is visible now. Bind to longer-living objects here …"""

    def left(self) -> None:
        """… and unbind here."""

    def wear(self, metrics: Metrics) -> None:
        """Change the look, and with it the language. `render` is called after this."""
        self.m = metrics


@cache
def load_layout(module: str) -> None:
    """Load the kv rules beside the module with this path, once per process."""
    Builder.load_file(str(Path(module).with_suffix(".kv")))
