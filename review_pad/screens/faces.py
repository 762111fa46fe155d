"""请评价本次服务: five faces, most satisfied first, none of them chosen."""

from __future__ import annotations

from domain.pad_review import Citizen, DeclineTouched, FaceTouched, levels
from kiosk.widgets.language import SOURCE, _, text_of
from kiosk.widgets.screen import Screen
from review_pad.screens.face_choice import FaceChoice
from review_pad.screens.labels import hall_name
from review_pad.screens.pad_page import PadPage

__all__ = ["FaceChoice", "FacesScreen", "PadPage"]


class FacesScreen(Screen):
    kv = __file__

    def render(self, state: Citizen) -> None:
        ids = self.ids
        ids.page.hall = hall_name(state.known)
        words = _("请评价本次服务")
        tight = state.look.elder and state.look.language != SOURCE  # long words, half as large again
        ids.page.title, ids.faces.question = ("", words) if tight else (words, "")
        ids.faces.note = _("评价自愿，窗口人员看不到您的选择")
        ids.faces.decline_word = _("不评价")
        ids.faces.show([(level.value, text_of(level.name)) for level in levels(state)])

    def chosen(self, value: int) -> None:
        self.touch(FaceTouched(value))

    def declined(self) -> None:
        self.touch(DeclineTouched())
