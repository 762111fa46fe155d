"""The emergency notice over every screen of a terminal, in both languages, and how it comes and goes.

The screen under it goes on: its flow, the typed text, its time-outs. It just cannot be touched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout

from domain.emergency.views import Emergency
from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import Surface
from kiosk.widgets.paragraph import LINE, Paragraph, block_height, font, lines_of
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from program.speech import SOURCE, Speaker, later

ZH, EN = Speaker(SOURCE), Speaker("en")
"""The notice is in both languages, because its readers did not choose the screen's language."""

TITLE = later("紧急通知")
FOLLOW = later("请听从工作人员安排。")
UNTRANSLATED = later("现在有紧急情况，请跟随工作人员行动。")
"""The English sentence if the supervisor wrote none."""

ENGLISH = 0.62
"""Size of the English text relative to the Chinese: most people here read Chinese."""

LARGE = 1.3
"""The least size of the notice relative to small text; everything else must give way to that."""

STEP = 8
"""Pixels: texts use multiples of this, because every opened size keeps some memory."""


def sentences(emergency: Emergency) -> tuple[str, str]:
    """Chinese and English."""
    return emergency.text, emergency.text_en or EN(UNTRANSLATED)


class EmergencyScreen(TerminalScreen):
    """White text on the darkest red of the palette, as large as possible; nothing moves."""

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._ground = Surface(ground="stress", round_step=0)
        self._icon = Icon(name="alert-triangle", tone="on_action")
        self._title = _words(style="title", bold=True, halign="left", one_line=True)
        self._first = _words(style="body", bold=True)
        self._second = _words(style="body")
        self._foot = _words(style="small", leading=0.9)
        for part in (self._ground, self._icon, self._title, self._first, self._second, self._foot):
            part.size_hint = (None, None)
            self.add_widget(part)

    def render(self, state: Emergency) -> None:
        self._first.text, self._second.text = sentences(state)
        self.dress_soon()

    def dress(self) -> None:
        m = self.m
        inner, left, gap = self.width - 2 * m.margin, self.x + m.margin, m.s(6)
        self._ground.size, self._ground.pos = self.size, self.pos
        top = self._head(left, inner, gap) - gap
        sizes = None
        for follow in (f"{ZH(FOLLOW)}  {EN(FOLLOW)}", ""):  # if there is little room, only the notice
            tall = block_height(follow, max(1.0, inner), m.small, leading=0.9)
            bottom = self.y + m.margin + (tall + gap if follow else 0)
            sizes = self._sizes(inner, top - bottom - gap)
            if sizes is not None and sizes[0] >= m.small * LARGE:
                break
        self._foot.text = follow
        self._foot.size, self._foot.pos = (inner, tall), (left, self.y + m.margin)
        self._texts(left, inner, (bottom, top), sizes or (m.small, m.small))

    def _head(self, left: float, inner: float, gap: float) -> float:
        """The title in one line or in two; returns its lower edge."""
        m = self.m
        px = max(m.small, min(m.title, round(m.height * 0.09)))
        icon = round(px * 1.4)
        wide = inner - icon - gap
        both = f"{ZH(TITLE)}  {EN(TITLE)}"
        lines = 1 if font(bold=True).width(both) * px <= wide else 2
        self._title.text = both if lines == 1 else both.replace("  ", "\n")
        tall = round(px * LINE * lines)
        bottom = self.top - m.margin - tall
        self._icon.px = icon
        self._icon.size, self._icon.pos = (icon, tall), (left, bottom)
        self._title.most = px
        self._title.size, self._title.pos = (wide, tall), (left + icon + gap, bottom)
        return float(bottom)

    def _texts(self, left: float, inner: float, between: tuple[float, float], sizes: tuple[int, int]) -> None:
        bottom, top = between
        gap = self.m.s(6)
        first, second = (_tall(one, inner, px) for one, px in zip((self._first, self._second), sizes, strict=True))
        spare = max(0, round((top - bottom - gap - first - second) / 2))
        self._first.size, self._first.pos = (inner, first + spare), (left, round(top - first - spare))
        self._second.size, self._second.pos = (inner, second + spare), (left, round(bottom))
        self._first.most, self._second.most = sizes

    def _sizes(self, wide: float, room: float) -> tuple[int, int] | None:
        """The largest pixels at which both texts fit below each other; None if none do."""
        least = self.m.small
        for px in range(round(self.m.height * 0.4) // STEP * STEP, least - STEP, -STEP):
            sizes = max(least, px), max(least, round(px * ENGLISH) // STEP * STEP)
            texts = zip((self._first, self._second), sizes, strict=True)
            if sum(_tall(words, wide, size) for words, size in texts) <= room and self._inside(wide, *sizes):
                return sizes
        return None

    def _inside(self, wide: float, *sizes: int) -> bool:
        """Whether no word is wider than the screen."""
        for words, px in zip((self._first, self._second), sizes, strict=True):
            lines = lines_of(words.text, max(1.0, wide), px, bold=words.bold)
            if max((font(bold=words.bold).width(line) for line in lines), default=0.0) * px > wide:
                return False
        return True

    def on_touch_down(self, _touch: Any) -> bool:
        """Nothing under it can be touched."""
        return True


def _words(*, halign: str = "center", **how: Any) -> Paragraph:
    return Paragraph(tone="on_action", halign=halign, **how)


def _tall(words: Paragraph, wide: float, px: int) -> int:
    return block_height(words.text, max(1.0, wide), px, bold=words.bold)


class EmergencyCover:
    """Puts the notice over the screens in `root`. `tell` may be called from any thread, everything else on the main
    thread."""

    def __init__(self, root: FloatLayout, metrics: Metrics, changed: Callable[[], None]) -> None:
        """`changed`: called when another screen is on top, because a touch just before was meant for the former one."""
        self._root = root
        self._metrics = metrics
        self._changed = changed
        self._told: Emergency | None = None
        self.screen: EmergencyScreen | None = None
        self._settle = Clock.create_trigger(self._settled, -1)

    def tell(self, emergency: Emergency | None) -> None:
        self._told = emergency
        self._settle()

    def on_top(self) -> None:
        """Bring the notice to the top again, after another screen was put into the root."""
        if self.screen is not None:
            self._take_away(self.screen)
            self._put(self.screen)

    def _settled(self, _dt: float) -> None:
        told, screen = self._told, self.screen
        if told is None:
            if screen is not None:
                self._take_away(screen)
                self.screen = None
                self._changed()
            return
        if screen is None:
            screen = self.screen = EmergencyScreen(self._metrics, lambda _intent: None)
            self._put(screen)
            self._changed()
        screen.render(told)

    def _put(self, screen: EmergencyScreen) -> None:
        self._root.add_widget(screen)
        Window.fbind("on_key_down", _swallowed)  # the handler bound last is called first
        Window.fbind("on_key_up", _swallowed)

    def _take_away(self, screen: EmergencyScreen) -> None:
        self._root.remove_widget(screen)
        Window.funbind("on_key_down", _swallowed)
        Window.funbind("on_key_up", _swallowed)


def _swallowed(*_key: object) -> bool:
    """Swallow keys while the notice is shown: they are for the visible screen."""
    return True
