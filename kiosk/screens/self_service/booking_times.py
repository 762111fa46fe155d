"""Which time of the day."""

from __future__ import annotations

from datetime import date

from domain.self_service.booking.offers import times_of
from domain.self_service.booking.touches import SlotTouched
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices
from program.words.slot_words import day_words, hours_words


class BookingTimesScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, state = self.say, moment.business
        cards = [
            ChoiceData(
                key=str(slot.starts_at),
                title=hours_words(slot, moment.zone),
                status=say.count("余 {n} 个", slot.free) if slot.free else say("已约满"),
                usable=slot.free > 0,
            )
            for slot in times_of(state, moment.moment)
        ]
        hint = day_words(date.fromisoformat(state.day), say) if state.day else ""
        return OfferedChoices(title=say("什么时间？"), hint=hint, cards=cards)

    def chosen(self, key: str) -> object:
        return SlotTouched(int(key))
