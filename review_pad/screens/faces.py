"""请评价本次服务: five faces, most satisfied first, none of them chosen."""

from __future__ import annotations

from collections.abc import Callable

from domain.pad_review import CitizenState, DeclineTouched, FaceTouched, levels
from kiosk.widgets.screen import Screen
from kiosk.widgets.theme import Metrics
from review_pad.screens.face_choice import FaceChoice
from review_pad.screens.labels import hall_name
from review_pad.screens.pad_page import PadPage

__all__ = ["FaceChoice", "FacesScreen", "PadPage"]


class FacesScreen(Screen):
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
        """Under the title what has no place among the faces."""
        faces = self.ids.faces
        self.ids.page.hint = "" if faces.with_note else faces.note

    def chosen(self, value: int) -> None:
        self.touch(FaceTouched(value))

    def declined(self) -> None:
        self.touch(DeclineTouched())
