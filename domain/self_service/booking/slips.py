"""The slip of a booking: its code, when and where, everything to bring."""

from __future__ import annotations

from domain.self_service.booking.offers import bring, named, queue_card
from domain.self_service.booking.state import BookingState
from domain.self_service.effects import BookingNotice
from domain.self_service.moment import KioskMoment


def booking_slip(state: BookingState, moment: KioskMoment) -> BookingNotice | None:
    """The booking that was just made or moved, for paper, screen and the code for a phone; None: there is none."""
    made, card = state.made, queue_card(state.queue, moment)
    if made is None or card is None:
        return None
    items = named(made.items, moment)
    return BookingNotice(
        code=made.code,
        queue=card.name,
        items=tuple(one.name for one in items),
        starts_at=made.starts_at,
        ends_at=made.ends_at,
        change_until=made.change_until,
        bring=bring(state, moment),
        materials=tuple(dict.fromkeys(one for item in items for one in item.materials)),
        guide=card.guide,
        day=moment.today,
        home_visit=made.home_visit,
    )
