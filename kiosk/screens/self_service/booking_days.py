"""Which day: days with free times, and full ones; the screen says which year is not announced yet."""

from __future__ import annotations

from datetime import date

from domain.self_service.booking.offers import days_of
from domain.self_service.booking.touches import BookedDayChosen
from kiosk.screens.self_service.booking_words import subject
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices
from program.words.slot_words import day_words


class BookingDaysScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, state = self.say, moment.business
        cards = [
            ChoiceData(
                key=one.day,
                title=day_words(date.fromisoformat(one.day), say),
                status=say.count("余 {n} 个", one.free) if one.free else say("已约满"),
                usable=one.free > 0,
            )
            for one in days_of(state, moment.moment)
        ]
        unknown = state.offered.not_announced if state.offered is not None else ()
        hint = subject(say, state.queue, state.items, moment.moment)
        if unknown:
            years = say("、").join(map(str, unknown))
            hint = say("{years} 年的放假安排还没公布，公布后才能约。", years=years)
        return OfferedChoices(title=say("哪一天来？"), hint=hint, cards=cards)

    def chosen(self, key: str) -> object:
        return BookedDayChosen(key)
