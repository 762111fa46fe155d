"""A text while it is being written: several lines, of which the end stays in sight."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.panel import Panel
from kiosk.widgets.tail_paragraph import TailParagraph


class TypedText(Panel):
    """`typed`, and after it what is being `spelt`; `placeholder` while there is neither."""

    typed = StringProperty("")
    spelt = StringProperty("")
    placeholder = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.edge, self.ground = "line", "ground"
        self._words = TailParagraph(valign="middle")
        self.add_widget(self._words)
        for name in ("typed", "spelt", "placeholder"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        super().dress()
        self.padding = [self.m.s(4), self.m.s(2)]
        said = f"{self.typed} {self.spelt}".strip()
        self._words.text = said or self.placeholder
        self._words.tone = "text" if said else "second"
