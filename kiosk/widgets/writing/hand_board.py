"""手写: the field to write in, beside it the characters that were probably meant, and punctuation marks.

In elder and low mode it takes the whole answer area, since nothing has room below it: its last columns then hold
delete, the other way to write, and 提交.
"""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.themed import Themed
from kiosk.widgets.writing.writing_field import WritingField
from kiosk.writing.composing import Drawing
from kiosk.writing.port import NOTHING, Stroke

MARKS = ("，", "。")
ALONE = ("mark0", "mark1", "clear")
WHOLE = ("way", "clear", "mark0", "mark1", "erase", "submit")
LOW_WHOLE = ("way", "mark0", "mark1", "erase", "clear", "submit")


class HandBoard(Themed):
    """`on_word(word)`: a word for the text; `on_writing()`: the person is writing; `on_action(name)`: way, erase or
    submit.

    `way`, `erase`, `submit`, `clear` are the words on its buttons. `names`: these buttons in one column, and no others.
    """

    hint = StringProperty("")
    way = StringProperty("")
    way_icon = StringProperty("list")
    erase = StringProperty("")
    submit = StringProperty("")
    clear = StringProperty("")
    __events__ = ("on_word", "on_writing", "on_action")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.drawing: Drawing | None = None
        self.erasable = False  # there is text to delete
        self.room = 0  # characters for which the text has room
        self.names: tuple[str, ...] = ()
        self.field = WritingField(size_hint=(None, None))
        self.field.fbind("on_begun", lambda *_a: self.dispatch("on_writing"))
        self.field.fbind("on_stroke", self._drawn)
        self.add_widget(self.field)
        self._chips: list[TextButton] = []
        self._cells = {name: self._cell(name) for name in WHOLE}
        for name in ("hint", "way", "way_icon", "erase", "submit", "clear"):
            self.fbind(name, self.dress_soon)

    def on_word(self, word: str) -> None:
        """A word for the text was chosen."""

    def on_writing(self) -> None:
        """Somebody is writing."""

    def on_action(self, name: str) -> None:
        """A button for something other than the drawing was pressed."""

    # ---- what is drawn

    @property
    def composing(self) -> bool:
        return self.drawing is not None and bool(self.drawing.composed)

    def forget(self) -> None:
        if self.drawing is not None:
            self.drawing.forget()
        self.field.clear()
        self.dress_soon()

    def take_back(self) -> bool:
        """Take back the last stroke. False: there was none."""
        if self.field.pressed:  # a stroke is being drawn: it does not exist yet
            return True
        if self.drawing is None or not self.drawing.erase():
            return False
        self.field.undo()
        self.dress_soon()
        return True

    def finish(self) -> list[str]:
        words = self.drawing.finish() if self.drawing is not None else []
        self.field.clear()
        self.dress_soon()
        return words

    def draw(self, shares: list[float]) -> None:
        """A stroke, as `WritingField.draw` takes it."""
        self.field.draw(shares)
        self._drawn(self.field, self.field.stroke(shares))

    def _drawn(self, _field: WritingField, stroke: Stroke) -> None:
        if self.drawing is None or not self.drawing.add(stroke):
            self.field.undo()
        self.dispatch("on_writing")
        self.dress_soon()

    def _chosen(self, chip: TextButton) -> None:
        self.choose(chip.text)

    def choose(self, word: str) -> None:
        """One of the characters that are offered."""
        if self.drawing is not None and len(word) <= self.room:
            word = self.drawing.choose(word)
            self.field.clear()
            self.dispatch("on_word", word)
            self.dress_soon()

    def _pressed(self, button: Any) -> None:
        if button.key == "clear":
            self.forget()
            self.dispatch("on_writing")
        elif button.key.startswith("mark"):
            for word in [*self.finish(), button.text]:
                self.dispatch("on_word", word)
        else:
            self.dispatch("on_action", button.key)

    # ---- how it stands

    def _cell(self, name: str) -> TextButton:
        main = name == "submit"
        button = TextButton(style="button" if main else "body", placed=True, size_hint=(None, None), main=main)
        button.key = name
        button.fbind("on_press", self._pressed)
        return button

    @property
    def whole(self) -> bool:
        """Whether it takes the whole answer area and holds the buttons that otherwise stand under it."""
        return bool(self.m.elder or self.m.low)

    def dress(self) -> None:
        m, gap = self.m, self.m.gap
        low = m.low and not m.elder
        names = self.names or ((LOW_WHOLE if low else WHOLE) if self.whole else ALONE)
        rows = len(names) if self.names else 2 if low else 3
        columns = len(names) // rows
        cell = round(self.width * (0.155 if m.elder else 0.105 if low else 0.14))
        side = columns * cell + (columns - 1) * gap
        field = round(min(self.height * 1.25, self.width * 0.36))
        self.field.size, self.field.pos, self.field.hint = (field, self.height), self.pos, self.hint
        left = self.x + field + gap
        self._place_chips((2, 3) if m.elder else (4, 2), left, self.right - side - gap - left)
        self._place_cells(names, rows, self.right - side, cell)
        self._say()

    def _place_chips(self, grid: tuple[int, int], left: float, room: float) -> None:
        columns, rows = grid
        gap = self.m.gap
        while len(self._chips) < columns * rows:
            chip = TextButton(style="title", placed=True, size_hint=(None, None))
            chip.kind = "card"
            chip.fbind("on_press", self._chosen)
            self._chips.append(chip)
            self.add_widget(chip)
        while len(self._chips) > columns * rows:
            self.remove_widget(self._chips.pop())
        wide, tall = (room - (columns - 1) * gap) / columns, (self.height - (rows - 1) * gap) / rows
        for at, chip in enumerate(self._chips):
            row, column = divmod(at, columns)
            chip.size = (int(wide), int(tall))
            chip.pos = (round(left + column * (wide + gap)), round(self.top - (row + 1) * tall - row * gap))

    def _place_cells(self, names: tuple[str, ...], rows: int, left: float, wide: float) -> None:
        gap = self.m.gap
        columns = len(names) // rows
        tall = (self.height - (rows - 1) * gap) / rows
        for name, button in self._cells.items():
            if name not in names:
                if button.parent is not None:
                    self.remove_widget(button)
                continue
            if button.parent is None:
                self.add_widget(button)
            row, column = divmod(names.index(name), columns)
            button.size = (wide, int(tall))
            button.pos = (round(left + column * (wide + gap)), round(self.top - (row + 1) * tall - row * gap))

    def _say(self) -> None:
        cells = self._cells
        drawn = self.composing
        for at, mark in enumerate(MARKS):
            cells[f"mark{at}"].text, cells[f"mark{at}"].kind = mark, "card"
        cells["way"].text, cells["way"].icon = self.way, "" if self.names else self.way_icon
        cells["clear"].text, cells["clear"].usable = self.clear, drawn
        cells["erase"].text, cells["erase"].usable = self.erase, drawn or self.erasable
        cells["submit"].text = self.submit
        words = (self.drawing.candidates if self.drawing is not None else NOTHING).words
        for at, chip in enumerate(self._chips):
            chip.text = words[at] if at < len(words) else ""
            chip.opacity, chip.usable = (1, True) if chip.text else (0, False)
