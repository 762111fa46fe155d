"""Which screen shows which state of the self-service kiosk. No Kivy in here.

A page of a business is `kiosk/screens/self_service/{business}_{page}.py` with the class `{Business}{Page}Screen`.
"""

from __future__ import annotations

from domain.self_service.booking.state import BookingPage
from domain.self_service.businesses import BUSINESSES
from domain.self_service.cases.state import CasePage
from domain.self_service.forms.forms_state import FormEntry
from domain.self_service.reviews.state import ReviewPage
from domain.self_service.staff.business import StaffPage
from domain.self_service.state import SelfService
from domain.views.business_names import BusinessName
from kiosk.number_machine import screen_names

HOME, LEAVING = "kiosk_home", "kiosk_leaving"

PAGES: dict[BusinessName, tuple[str, ...]] = {
    BusinessName.GUIDES: ("shelves", "entries", "items", "search", "guide"),
    BusinessName.THEMES: ("list", "question", "result"),
    BusinessName.PROGRESS: ("ways", "receipt", "tail", "said", "cases", "case"),
    BusinessName.BOOKING: tuple(page.value for page in BookingPage),
    BusinessName.CASES: tuple(page.value for page in CasePage),
    BusinessName.REVIEW: tuple(page.value for page in ReviewPage),
    BusinessName.FORMS: ("list", "sample", *(entry.value for entry in FormEntry), "check", "done"),
    BusinessName.OPEN: ("categories", "documents", "document"),
    BusinessName.MAP: ("plan", "around"),
    BusinessName.HELP: ("sheet",),
    BusinessName.STAFF: tuple(page.value for page in StaffPage),
}
"""Business → its pages, the possible values of its `page`."""


def screen_of(state: SelfService) -> str:
    """The name of the screen."""
    if state.leaving:
        return LEAVING
    top = state.top
    if top is None:
        return HOME
    if top.name is BusinessName.TICKET:
        shown = screen_names.screen_of(state.machine)
        return "home" if shown == "idle" else shown
    return f"{top.name}_{BUSINESSES[top.name].page(top.state)}"


def class_of(name: str) -> str:
    """`package.module:Class` of a screen."""
    if name in screen_names.SCREENS:
        return screen_names.class_of(name)
    words = "".join(word.capitalize() for word in name.split("_"))
    return f"kiosk.screens.self_service.{name}:{words}Screen"


def names() -> tuple[str, ...]:
    """The names of all screens of the kiosk."""
    own = tuple(f"{business}_{page}" for business, pages in PAGES.items() for page in pages)
    ticket = tuple(name for name in screen_names.SCREENS if name != "idle")
    return (HOME, LEAVING, *own, *ticket)
