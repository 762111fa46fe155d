"""All bookings of a card or phone, next one first."""

from __future__ import annotations

from domain.self_service.booking.touches import OwnBookingChosen
from kiosk.screens.self_service.booking_words import booked_what, span
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices


class BookingFoundScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, found = self.say, moment.business.found
        cards = [
            ChoiceData(
                key=str(at),
                title=span(say, one.starts_at, one.ends_at, moment.zone),
                text=booked_what(say, one, moment.moment),
                status=say("工作人员上门办理") if one.home_visit else "",
            )
            for at, one in enumerate(found)
        ]
        hint = say.count("共 {n} 个，最早的在前", len(found))
        return OfferedChoices(title=say("您的预约"), hint=hint, cards=cards)

    def chosen(self, key: str) -> object:
        return OwnBookingChosen(int(key))
