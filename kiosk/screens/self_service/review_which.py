"""评什么？ — the service of this number, or the hall as a whole."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.self_service.reviews.business import can_review
from domain.self_service.reviews.touches import HallReviewed, ServiceReviewed
from domain.views.queries import FollowView, ReviewState
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices
from program.speech import Speaker

TOUCHES = {"service": ServiceReviewed(), "hall": HallReviewed()}


class ReviewWhichScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, state = self.say, moment.business
        followed: FollowView | None = state.followed
        able = can_review(state)
        number = followed.number if followed is not None else ""
        window = say("{number} 号窗口", number=followed.window) if followed is not None and followed.window else ""
        service = ChoiceData(
            key="service",
            title=say("评这次办事"),
            icon="star",
            text=say("号码 {number}", number=number) + (f" · {window}" if window else "") if able else "",
            status="" if able else _why_not(say, followed),
            usable=able,
            aside=True,
        )
        hall = ChoiceData(
            key="hall", title=say("评整个大厅"), icon="building", text=say("环境、秩序、指引、设备"), aside=True
        )
        return OfferedChoices(title=say("您要评什么？"), cards=(service, hall))

    def chosen(self, key: str) -> object:
        return TOUCHES[key]


def _why_not(say: Speaker, followed: FollowView | None) -> str:
    if followed is not None and followed.review is ReviewState.GIVEN:
        return say("这次已经评过了，谢谢")
    return say("办完以后再来评")
