"""The foot of every page: the ways out and the ways to see better, always in the same order and place."""

from __future__ import annotations

from typing import Any

from kivy.properties import ListProperty
from kivy.uix.widget import Widget

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Grid
from kiosk.widgets.paragraph import font
from kiosk.widgets.theme import Metrics, Profile
from program.speech import SOURCE

ICONS = {
    "back": "arrow-left",
    "home": "home",
    "switch": "logout",
    "language": "language",
    "elder": "text-size",
    "contrast": "contrast-2",
    "low": "arrow-bar-to-down",
    "help": "headset",
}


SIX = 6
"""Up to this many buttons stand in one row of an upright screen."""


def word(item: str, m: Metrics) -> str:
    """The word of a foot button: what people look for. The language button names the language it leads to, in that
    language."""
    say = m.say
    return {
        "back": say("返回"),
        "home": say("首页"),
        "switch": say("换人"),
        "language": "中文" if m.language != SOURCE else "English",
        "elder": say("大字"),
        "contrast": say("高对比") if m.profile is Profile.CLERK else say("黑底白字"),
        "low": say("按钮放低"),
        "help": say("找人帮忙"),
    }[item]


class Foot(Grid):
    """`items` in the order of ICONS; `on_choose(item)` when one is touched. A mode that is on is shown as chosen.

    An item that is "" is an empty place: what stands beside it stays where it is on every page.
    """

    items = ListProperty([])
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, **kwargs)
        self._buttons: dict[str, TextButton] = {}
        self._built: list[str] = []
        self.fbind("items", self.dress_soon)

    def on_choose(self, item: str) -> None:
        """A button of the foot was touched."""

    def _build(self) -> None:
        self.clear_widgets()
        self._buttons, self._built = {}, list(self.items)
        for item in self.items:
            if not item:
                self.add_widget(Widget())
                continue
            button = TextButton(icon=ICONS[item], style="small", size_hint_y=1)
            button.fbind("on_press", self._chosen, item)
            self._buttons[item] = button
            self.add_widget(button)

    def _chosen(self, item: str, *_: object) -> None:
        self.dispatch("on_choose", item)

    def dress(self) -> None:
        if self._built != list(self.items):
            self._build()
        m, count = self.m, len(self.items)
        self.spacing = m.gap
        rows = 2 if m.portrait and count > (3 if m.elder else SIX) else 1
        self.cols = max(1, -(-count // rows))
        # where height is short, words stand beside their icons, and on a pad also without icons
        pad = m.profile is Profile.PAD and (m.elder or m.low)
        pad = pad or (m.profile is Profile.KIOSK and m.elder and not m.portrait and (m.low or count <= SIX))
        beside = self._beside() and (pad or (m.profile is Profile.KIOSK and m.elder))
        upright = rows == 1 and not pad and not beside
        bare = pad and not beside
        line = max(m.target, round(m.small * (2.75 if upright else 1.5)) + m.s(2)) if count else 0
        self.height = rows * line + (rows - 1) * m.gap
        on = {"elder": m.look.elder, "contrast": m.look.contrast, "low": m.look.low}
        for item, button in self._buttons.items():
            button.text, button.icon = word(item, m), "" if bare else ICONS[item]
            button.upright = upright
            button.kind = "chosen" if on.get(item) else "quiet"

    def _beside(self) -> bool:
        """Whether each button has room for its icon beside its word."""
        m, count = self.m, max(1, len(self.items))
        cell = (self.width - (count - 1) * m.gap) / count
        widest = max((font(bold=False).width(word(item, m)) for item in self._buttons), default=0)
        return bool((widest + 1.25) * m.small + m.s(2) + 2 * m.s(3) <= cell)
