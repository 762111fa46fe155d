"""The subject: queues that can be booked, and those with home visits."""

from __future__ import annotations

from domain.self_service.booking.offers import bookable, visited
from domain.self_service.booking.touches import BookedQueueChosen
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices


class BookingQueuesScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, known = self.say, moment.moment
        here = [
            ChoiceData(key=card.id, title=say(card.name), icon=card.icon, text=say(card.examples))
            for card in bookable(known)
        ]
        elsewhere = [
            ChoiceData(
                key=card.id,
                title=say(card.name),
                icon=card.icon,
                status=say("上门办理：请到咨询台约，或用手机约"),
                usable=False,
            )
            for card in visited(known)
        ]
        return OfferedChoices(title=say("约哪方面的事？"), cards=[*here, *elsewhere])

    def chosen(self, key: str) -> object:
        return BookedQueueChosen(key)
