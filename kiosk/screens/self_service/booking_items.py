"""Which item of a queue; or something else that the queue does."""

from __future__ import annotations

from domain.self_service.booking.offers import items_of
from domain.self_service.booking.touches import BookedItemChosen
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices

OTHER = "-other-"


class BookingItemsScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, known = self.say, moment.moment
        cards = [ChoiceData(key=item.id, title=say(item.name)) for item in items_of(moment.business.queue, known)]
        other = ChoiceData(key=OTHER, title=say("其他事情"), text=say("不在上面的，到窗口再说"))
        return OfferedChoices(title=say("约哪件事？"), cards=[*cards, other])

    def chosen(self, key: str) -> object:
        return BookedItemChosen("" if key == OTHER else key)
