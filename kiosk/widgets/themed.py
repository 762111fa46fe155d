"""The base of all our widgets: metrics, and the parts of the layout that follow from them."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from kiosk.terminal.settings import Screen as ScreenSize
from kiosk.widgets.theme import Metrics, Profile
from program.speech import Speaker

UNSET = Metrics(ScreenSize(), Profile.KIOSK)


class Themed(Widget):
    """Takes `m` (Metrics) from the nearest parent that has one, unless it is given its own.

    Subclasses put sizes and colours in `dress`, which runs once per frame at most, after `m`, size or place changed.
    """

    m = ObjectProperty(UNSET, rebind=True)  # so that kv evaluates `self.m.x` anew when the look changes

    def __init__(self, **kwargs: Any) -> None:
        self.has_own_metrics = "m" in kwargs
        self.dress_soon = Clock.create_trigger(self._dress, -1)
        super().__init__(**kwargs)
        self.fbind("m", self._metrics_changed)
        self.fbind("size", self.dress_soon)
        self.fbind("pos", self.dress_soon)
        self.dress_soon()

    @property
    def say(self) -> Speaker:
        """Says everything in the language of the look."""
        return self.m.say  # type: ignore[no-any-return]

    def on_parent(self, _widget: Widget, parent: Widget | None) -> None:
        if parent is not None and not self.has_own_metrics:
            metrics = getattr(parent, "m", None)
            if metrics is not None:
                self.m = metrics

    def _metrics_changed(self, *_: object) -> None:
        self.hand_down(self)
        self.dress_soon()

    def hand_down(self, branch: Widget) -> None:
        """Give `m` to everything below, through plain layouts as well."""
        for child in branch.children:
            if isinstance(child, Themed):
                if not child.has_own_metrics:
                    child.m = self.m
            else:
                self.hand_down(child)

    def add_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        super().add_widget(widget, *args, **kwargs)
        self.hand_down(self)

    def _dress(self, *_: object) -> None:
        self.dress()

    def dress(self) -> None:
        """Set sizes and colours from `self.m`."""
