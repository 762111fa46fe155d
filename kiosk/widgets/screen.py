"""The base of every screen: gets the flow's state, shows it, reports touches. Screens decide nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout

from domain.flow import LookChosen
from kiosk.widgets.language import SOURCE, set_language
from kiosk.widgets.theme import Metrics
from kiosk.widgets.themed import Themed

OTHER = {"zh_CN": "en", "en": "zh_CN"}


class Screen(Themed, FloatLayout):
    """Subclass as `x.py` beside `x.kv`; set `kv = __file__`. `language` changes when texts must be read anew."""

    kv = ""  # the module's own path: its .kv is loaded when the first screen of the class is built
    language = StringProperty(SOURCE)
    _loaded: set[str] = set()  # noqa: RUF012 - rules are loaded once a process

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        self.load()
        self._touch = touch
        set_language(m.language)
        super().__init__(m=m)
        self.language = m.language

    @classmethod
    def load(cls) -> None:
        if cls.kv and cls.kv not in Screen._loaded:
            Screen._loaded.add(cls.kv)
            Builder.load_file(str(Path(cls.kv).with_suffix(".kv")))

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
        """The screen is now the one that is seen. Bind to what outlives it here …"""

    def left(self) -> None:
        """… and let go of it here."""

    def wear(self, metrics: Metrics) -> None:
        """Change the look; the language follows. `render` is called after this."""
        set_language(metrics.language)
        self.m = metrics
        self.language = metrics.language
