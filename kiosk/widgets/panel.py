"""Surfaces and the boxes they are set in: `ColumnBox`, `RowBox`, `Grid`, and `Panel`, a ground with round corners."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from kiosk.widgets.themed import Themed


class Stack(Themed, BoxLayout):
    """A box whose space is given in steps of the scale. `hug`: as high (column) as what is in it."""

    gap_step = NumericProperty(4)
    pad_step = NumericProperty(0)
    squeeze = NumericProperty(1.0)  # under 1: half the space (see squeeze.py)
    touched = BooleanProperty(False)  # there are buttons in it
    hug = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("gap_step", "pad_step", "hug", "minimum_height", "squeeze", "touched"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        self.spacing = self.m.s(self.gap_step) if self.gap_step else 0
        if self.squeeze < 1:  # buttons keep their distance
            self.spacing = min(self.spacing, max(self.spacing / 2, self.m.gap if self.touched else 0))
        self.padding = [self.m.s(self.pad_step) if self.pad_step else 0] * 4
        if self.hug:
            self.size_hint_y = None
            self.height = self.minimum_height


class ColumnBox(Stack):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(orientation="vertical", **kwargs)


class RowBox(Stack):
    pass


class Grid(Themed, GridLayout):
    """Cells of one size. `columns` 0: chosen by the screen: two upright, three lying, one in elder mode."""

    columns = NumericProperty(0)
    gap_step = NumericProperty(4)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("cols", 1)
        super().__init__(**kwargs)
        self.fbind("columns", self.dress_soon)
        self.fbind("gap_step", self.dress_soon)

    def dress(self) -> None:
        self.spacing = self.m.s(self.gap_step)
        usual = (1 if self.m.elder else 2) if self.m.portrait else (2 if self.m.elder else 3)
        self.cols = int(self.columns) or usual


class Surface(Themed):
    """Draws a round ground and, if `edge` names a colour, an edge on it."""

    ground = StringProperty("panel")
    edge = StringProperty("")
    round_step = NumericProperty(4)
    edge_scale = NumericProperty(1)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas.before:
            self._edge_colour = Color(1, 1, 1, 0)
            self._outer = SmoothRoundedRectangle(size=(0, 0))
            self._ground_colour = Color(1, 1, 1, 0)
            self._inner = SmoothRoundedRectangle(size=(0, 0))
        for name in ("ground", "edge", "round_step", "edge_scale"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        super().dress()
        colours, radius = self.m.colours, self.m.s(self.round_step) if self.round_step else 0
        thick = round(self.m.stroke * self.edge_scale) if self.edge else 0
        self._edge_colour.rgba = getattr(colours, self.edge) if self.edge else (0, 0, 0, 0)
        self._ground_colour.rgba = getattr(colours, self.ground) if self.ground else (0, 0, 0, 0)
        self._outer.pos, self._outer.radius = self.pos, [radius]
        self._outer.size = self.size if self.edge else (0, 0)
        self._inner.pos = (self.x + thick, self.y + thick)
        self._inner.size = (max(0, self.width - 2 * thick), max(0, self.height - 2 * thick))
        self._inner.radius = [max(0, radius - thick)]


class Panel(Surface, ColumnBox):
    """A surface with a column on it."""


class RowPanel(Surface, RowBox):
    """A surface with a row on it."""
