"""Opening 预约 for items that were found: a guide's own, or those of an event of life."""

from __future__ import annotations

from domain.self_service.booking.offers import booked_for
from domain.self_service.business import Effects
from domain.self_service.effects import About, OpenBusiness
from domain.self_service.moment import KioskMoment
from domain.views.business_names import BusinessName


def booking_of(items: tuple[str, ...], moment: KioskMoment) -> Effects:
    """Open 预约 at the queue that can be booked for most of these items, if there is one."""
    card, booked = booked_for(moment, items)
    return () if card is None else (OpenBusiness(BusinessName.BOOKING, About(queue=card.id, items=booked)),)
