"""请评价本次服务: five faces, most satisfied first, none of them chosen.

They stand in a row where every word fits its card, else in three or two columns with 不评价 as the sixth.

In elder mode the question stands with them, and the note beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from domain.pad.review import CitizenState, DeclineTouched, FaceTouched, levels
from kiosk.typeface.wrap import pieces
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import ColumnBox
from kiosk.widgets.paragraph import Paragraph, block_height, font
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from program.speech import SOURCE
from review_pad.screens.face import FaceCard
from review_pad.screens.labels import hall_name
from review_pad.screens.pad_page import PadPage

__all__ = ["FaceChoice", "FacesScreen", "PadPage"]


ROW = 5


class FaceChoice(ColumnBox):
    """`show([(value, word), …])`; `on_choose(value)`, `on_decline()`."""

    decline_word = StringProperty("")
    question = StringProperty("")  # over the faces
    note = StringProperty("")  # beside 不评价 where the faces stand in a row, else beside the question
    with_note = BooleanProperty(False)  # whether the note has a place here
    __events__ = ("on_choose", "on_decline")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._levels: list[tuple[int, str]] = []
        self._cards: list[FaceCard] = []
        self._lines: list[BoxLayout] = []
        self._note = Paragraph(tone="second")
        self._question = Paragraph(style="title", bold=True, leading=0.75)
        self._decline = TextButton(style="body", icon="x", kind="quiet")
        self._decline.fbind("on_press", lambda *_: self.dispatch("on_decline"))
        self._set: tuple[Any, ...] = ()
        self.fbind("decline_word", self.dress_soon)
        for name in ("note", "question"):
            self.fbind(name, self.dress_soon)

    def on_choose(self, value: int) -> None:
        """A face was touched."""

    def on_decline(self) -> None:
        """不评价."""

    def show(self, levels: list[tuple[int, str]]) -> None:
        if levels != self._levels:
            self._levels = levels
            self.dress_soon()

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._decline.text, self._note.text = self.decline_word, self.note
        self._question.text, self._question.most = self.question, m.plain.title
        columns = self._columns()
        self.with_note = columns == ROW or bool(self.question)
        wanted = (columns, bool(self.question), tuple(self._levels))
        if wanted != self._set:
            self._set = wanted
            self._build(columns)
        self.spacing = m.gap if m.elder or m.low else m.gap * 2
        for line in self._lines:
            line.spacing = self.spacing
        for card in self._cards:
            card.beside = columns != ROW
        if columns == ROW:
            self._decline.size_hint_x, self._decline.width = None, max(m.target * 3, self.width * 0.24)
            self._lines[-1].size_hint_y, self._lines[-1].height = None, m.target
        elif self.question:
            chinese = m.language == SOURCE
            self._note.leading, self._question.leading = (0.8, 0.75) if chinese else (0.7, 0.66)
            line, width = self._note.parent, (self.width - self.spacing) / 2
            line.size_hint_y = None
            line.height = block_height(self.note, width, m.body, leading=self._note.leading)

    def _columns(self) -> int:
        """Most cards in a row without breaking a word; in low position three, so that fewer rows are needed."""
        if self.m.low and not self.m.elder:
            return 3
        fitting = (columns for columns in (ROW, 3) if not self.m.elder and self._fits(columns))
        return next(fitting, 2)

    def _fits(self, columns: int) -> bool:
        if not self._levels:
            return False
        inner = (self.width - 2 * self.m.gap * (columns - 1)) / columns - 2 * self.m.s(4)
        inner *= 1 if columns == ROW else 0.75  # beside a face
        widest = max(font(bold=True).width(piece.text) for _, word in self._levels for piece in pieces(word))
        return bool(widest * self.m.body <= inner)

    def _build(self, columns: int) -> None:
        for line in self._lines:
            line.clear_widgets()
        self.clear_widgets()
        self._cards, self._lines = [], []
        for value, word in self._levels:
            card = FaceCard(value=value, text=word)
            card.fbind("on_press", self._chosen, value)
            self._cards.append(card)
        self._decline.size_hint = (1, 1)
        if columns == ROW:
            self._line(*self._cards)
            self._line(self._note, self._decline)
            return
        cells: list[Any] = [*self._cards, self._decline]
        if self.question:
            self._line(self._question, self._note)
        for at in range(0, len(cells), columns):
            self._line(*cells[at : at + columns])

    def _line(self, *cells: Any) -> None:
        line = BoxLayout()
        for cell in cells:
            line.add_widget(cell)
        self._lines.append(line)
        self.add_widget(line)

    def _chosen(self, value: int, *_: object) -> None:
        self.dispatch("on_choose", value)


class FacesScreen(TerminalScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.faces.fbind("with_note", self._hint)

    def render(self, state: CitizenState) -> None:
        ids = self.ids
        ids.page.hall = hall_name(self.say, state.known)
        words = self.say("请评价本次服务")
        ids.page.title, ids.faces.question = ("", words) if state.look.elder else (words, "")
        ids.faces.note = self.say("评价自愿，窗口人员看不到您的选择")
        ids.faces.decline_word = self.say("不评价")
        self._hint()
        ids.faces.show([(level.value, self.say(level.name)) for level in levels(state)])

    def _hint(self, *_args: object) -> None:
        """Show the note under the title if it has no place among the faces."""
        faces = self.ids.faces
        self.ids.page.hint = "" if faces.with_note else faces.note

    def chosen(self, value: int) -> None:
        self.touch(FaceTouched(value))

    def declined(self) -> None:
        self.touch(DeclineTouched())
