"""A choice as a card: icon, title, second text, status, perhaps a drawing. The whole card is the button."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.on_reader import OnReader
from kiosk.widgets.paragraph import LINE, Paragraph, block_height, font
from kiosk.widgets.press import Pressable
from kiosk.widgets.theme import Metrics

TITLE_LEADING = 0.9
DRAWING_MM = (42, 34)

ROOMY, ROOMY_ASIDE = 15, 11
"""Width, in font sizes of the title, from which a card is wide: usually, and for a card with `aside`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceData:
    """The content of one card. `key` is reported when it is touched; an unusable card says why in `status`."""

    key: str
    title: str
    icon: str = ""
    text: str = ""
    status: str = ""
    usable: bool = True
    reader: str = ""  # the side of the screen where the card goes: drawn
    aside: bool = False  # the icon beside all the words on a narrower card too
    main: bool = False
    muted: bool = False  # can be touched, but only says that nothing is available now; drawn as if unusable
    plain: bool = False  # the title as large as text: long names, where words are large and room is scarce


class ChoiceCard(Pressable):
    """Icon and title on top, second text under them, status at the bottom; on a wide card the icon stands alone."""

    title = StringProperty("")
    icon = StringProperty("")
    text = StringProperty("")
    status = StringProperty("")
    reader = StringProperty("")
    aside = BooleanProperty(False)
    main = BooleanProperty(False)
    muted = BooleanProperty(False)
    plain = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = "card"
        self._drawing: OnReader | None = None
        self._icon = Icon()
        self._title = Paragraph(style="button", bold=True, leading=TITLE_LEADING)
        self._text = Paragraph(valign="top")
        self._status = Paragraph(bold=True, valign="bottom")
        for part in (self._icon, self._title, self._text, self._status):
            part.size_hint = (None, None)
            self.add_widget(part)
        for name in ("title", "icon", "text", "status", "reader", "aside", "main", "muted", "plain"):
            self.fbind(name, self.dress_soon)

    def show(self, data: ChoiceData) -> None:
        self.title, self.icon, self.text, self.status = data.title, data.icon, data.text, data.status
        self.reader, self.aside = data.reader, data.aside
        self.usable, self.main, self.muted, self.plain = data.usable, data.main, data.muted, data.plain

    def dress(self) -> None:
        self.kind = "action" if self.main else "muted" if self.muted else "card"
        super().dress()
        ink = self.ink
        plain = self.usable and not self.main and not self.muted
        self._title.style = "body" if self.plain else "button"
        self._title.text, self._text.text, self._status.text = self.title, self.text, self.status
        self._icon.name = self.icon
        self._icon.tone = "mark" if plain else ink
        self._title.tone = self._status.tone = ink
        self._text.tone = "second" if plain else ink
        self._show_reader()
        self._place()

    def _show_reader(self) -> None:
        """Make the drawing when it is first needed, because most cards have none."""
        if self.reader and self._drawing is None:
            self._drawing = OnReader(what="card", size_hint=(None, None))
        if self._drawing is None:
            return
        if self.reader:
            self._drawing.side = self.reader
            if self._drawing.parent is None:
                self.add_widget(self._drawing)
        elif self._drawing.parent is not None:
            self.remove_widget(self._drawing)

    def _place(self) -> None:
        m = self.m
        shape = CardLayout(m, self.width, self)
        if shape.drawing is Drawn.INSTEAD:
            self._icon.name = ""
        self._icon.px = shape.icon
        left, top, bottom = self.x + m.s(6), self.top - m.s(5), self.y + m.s(4)
        title, text, status = shape.title, shape.text, shape.status
        if not (self.text or self.status):
            title = max(title, top - bottom)
        head = max(title, shape.icon if not shape.wide else 0)
        self._icon.size = (shape.icon, head if not shape.wide else top - bottom)
        self._icon.pos = (left, top - self._icon.height)
        self._title.pos, self._title.size = (shape.title_left + self.x, top - head), (shape.title_width, head)
        below = top - head - m.s(2)
        self._status.size = (shape.text_width, status)
        self._status.pos = (self.x + shape.text_left, bottom)
        self._text.size = (shape.text_width, max(text, below - bottom - status - m.s(2)) if self.text else 0)
        self._text.pos = (self.x + shape.text_left, below - self._text.height)
        if shape.wide and (self.text or self.status):  # status right under the text, the whole centred on the icon
            used = head + m.s(2) + text + (m.s(2) if text else 0) + status
            drop = max(0, round((top - bottom - used) / 2))
            self._title.y -= drop
            below -= drop
            self._text.size = (shape.text_width, text)
            self._text.y = below - text
            self._status.y = (self._text.y - m.s(2) if text else below) - status
        if self._drawing is not None and self.reader:
            self._place_drawing(shape, left, top, bottom)

    def _place_drawing(self, shape: CardLayout, left: float, top: float, bottom: float) -> None:
        drawing, (wide, tall) = self._drawing, shape.picture
        assert drawing is not None
        drawing.size = (wide, tall)
        match shape.drawing:
            case Drawn.BESIDE:
                drawing.pos = (self.right - self.m.s(6) - wide, round((top + bottom - tall) / 2))
            case Drawn.UNDER:
                used = self._text.top - shape.text - self.m.s(2)
                drawing.pos = (round(self.center_x - wide / 2), round(bottom + max(0, used - bottom - tall) / 2))
            case Drawn.INSTEAD:
                drawing.pos = (left, round((top + bottom - tall) / 2))


def icon_side(m: Metrics, *, wide: bool) -> int:
    """The side of the icon. It is large on a wide card, but on a card with large words no higher than these."""
    if wide:
        return round(m.button * 2.2)
    return round(m.button * (LINE * TITLE_LEADING if m.elder else 1.45))


class Drawn(Enum):
    """Where a card has its drawing: at the end of a wide one, under its text, or as its icon where there is neither."""

    NOWHERE = auto()
    BESIDE = auto()
    UNDER = auto()
    INSTEAD = auto()


class CardLayout:
    """The positions on a card of `width`, and its least height; in pixels.

    A `wide` card has its icon alone on the left and all its words beside it. On another one the icon stands beside the
    title, and text and status take the whole width under both.
    """

    def __init__(self, m: Metrics, width: float, card: ChoiceCard | ChoiceData) -> None:
        inner = max(1, width - 2 * m.s(6))
        roomy, told = inner >= m.button * ROOMY, bool(card.text or card.status)
        self.wide = bool(card.icon) and told and (roomy or (card.aside and inner >= m.button * ROOMY_ASIDE))
        self.drawing = Drawn.NOWHERE
        if card.reader:
            self.drawing = _place_of_drawing(told=told, wide=self.wide, roomy=roomy)
        self.picture = tuple(m.mm(side) for side in DRAWING_MM)
        self.icon = icon_side(m, wide=self.wide) if card.icon else 0
        self._measure_across(m, inner)
        self._measure_down(m, card)

    def _measure_across(self, m: Metrics, inner: float) -> None:
        """Where title and text begin, and how wide they are."""
        left_of_title = self.icon + m.s(8 if self.wide else 4) if self.icon else 0
        if self.drawing is Drawn.INSTEAD:
            left_of_title = max(left_of_title, self.picture[0] + m.s(4))
        right_of_title = self.picture[0] + m.s(8) if self.drawing is Drawn.BESIDE else 0
        self.title_left = m.s(6) + left_of_title
        self.title_width = max(1, inner - left_of_title - right_of_title)
        self.text_left = self.title_left if self.wide else m.s(6)
        self.text_width = self.title_width if self.wide else inner

    def _measure_down(self, m: Metrics, card: ChoiceCard | ChoiceData) -> None:
        """Heights of title, text and status, and of the whole card."""
        px = m.body if card.plain else m.button
        self.title = block_height(card.title, self.title_width, px, bold=True, leading=TITLE_LEADING)
        if font(bold=True).width(card.title) * px > self.title_width:
            # two lines look better a step smaller than cut; the title's widget finds the step
            self.title = max(self.title, round(px * LINE * TITLE_LEADING))
        self.text = block_height(card.text, self.text_width, m.body)
        self.status = block_height(card.status, self.text_width, m.body, bold=True)
        picture = self.picture[1] if self.drawing is not Drawn.NOWHERE else 0
        under = picture if self.drawing is Drawn.UNDER else 0
        head = max(self.title, 0 if self.wide else self.icon)
        lines = [height for height in (head, self.text, self.status, under) if height]
        beside = max(self.icon, picture - under)
        self.height = max(sum(lines) + m.s(2) * (len(lines) - 1), beside) + m.s(5) + m.s(4)


def _place_of_drawing(*, told: bool, wide: bool, roomy: bool) -> Drawn:
    """Where the drawing goes. A wide card that is not roomy has no room for icon and drawing, and a card without words
    needs no icon."""
    if (wide and not roomy) or not told:
        return Drawn.INSTEAD
    return Drawn.BESIDE if wide else Drawn.UNDER
