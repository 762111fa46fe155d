"""The subject: queues that can be booked, in the hall or for a home visit."""

from __future__ import annotations

from domain.self_service.booking.offers import bookable
from domain.self_service.booking.touches import BookedQueueChosen
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices


class BookingQueuesScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, known = self.say, moment.moment
        cards = [
            ChoiceData(
                key=card.id,
                title=say(card.name),
                icon=card.icon,
                text=say("工作人员上门办理") if card.home_visit else say(card.examples),
            )
            for card in bookable(known)
        ]
        return OfferedChoices(title=say("约哪方面的事？"), cards=cards)

    def chosen(self, key: str) -> object:
        return BookedQueueChosen(key)
