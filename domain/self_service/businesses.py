"""Every business of the kiosk: one table, one union of touches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.self_service.booking.business import BOOKING
from domain.self_service.booking.touches import BookingTouch
from domain.self_service.business import Business, Offer
from domain.self_service.cases.business import CASES
from domain.self_service.cases.touches import CaseTouch
from domain.self_service.content.guides import GUIDES
from domain.self_service.content.guides_state import GuideTouch
from domain.self_service.content.hall_map import MAP, MapTouch
from domain.self_service.content.open_documents import OPEN, OpenTouch
from domain.self_service.content.themes import THEMES, ThemeTouch
from domain.self_service.forms.forms import FORMS
from domain.self_service.forms.forms_state import FormTouch
from domain.self_service.helping import HELP, HelpSheetTouch
from domain.self_service.moment import KioskMoment
from domain.self_service.progress import PROGRESS, ProgressTouch
from domain.self_service.reviews.business import REVIEW
from domain.self_service.reviews.touches import ReviewTouch
from domain.self_service.staff.business import STAFF, StaffTouch
from domain.self_service.ticket import TICKET
from domain.views.business_names import BusinessName

BusinessTouch = (
    GuideTouch
    | ThemeTouch
    | OpenTouch
    | MapTouch
    | ProgressTouch
    | BookingTouch
    | CaseTouch
    | ReviewTouch
    | FormTouch
    | HelpSheetTouch
    | StaffTouch
)

BUSINESSES: Mapping[BusinessName, Business[Any, Any]] = {
    one.name: one for one in (TICKET, GUIDES, THEMES, PROGRESS, BOOKING, CASES, REVIEW, FORMS, OPEN, MAP, HELP, STAFF)
}


def tiles(chosen: tuple[BusinessName, ...], moment: KioskMoment) -> tuple[tuple[BusinessName, Offer], ...]:
    """The tiles of home now: the hall's choice in its order, then that of the staff, which no hall leaves out."""
    names = dict.fromkeys(name for name in chosen if name is not BusinessName.STAFF)
    offers = [(name, BUSINESSES[name].offer(moment)) for name in (*names, BusinessName.STAFF) if BUSINESSES[name].tile]
    return tuple((name, offer) for name, offer in offers if offer is not Offer.HIDDEN)


def offered(chosen: tuple[BusinessName, ...], moment: KioskMoment) -> frozenset[BusinessName]:
    """The businesses that can be opened from another one."""
    return frozenset(name for name, offer in tiles(chosen, moment) if offer is Offer.OPEN) | {BusinessName.HELP}
