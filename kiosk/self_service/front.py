"""How a window shows a self-service kiosk's flow."""

from __future__ import annotations

from domain.self_service.inputs import SwitchPerson
from domain.self_service.state import SelfService
from kiosk.number_machine.app import Front
from kiosk.number_machine.screen_names import SCREENS as TICKET_SCREENS
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.self_service.first_state import within
from kiosk.self_service.screen_names import HOME, class_of, names, screen_of
from kiosk.terminal.settings import Terminal
from kiosk.writing.engines import Writing, of_this_machine


def front(terminal: Terminal) -> Front:
    """The front of this terminal's kiosk."""
    return Front(
        screens={name: class_of(name) for name in names()},
        within=within(terminal),
        screen=screen_of,
        moment=_moment,
        look=lambda state: state.look,
        at_rest=frozenset({HOME}),
        forget=SwitchPerson(),
        parts={"writing": Writing(of_this_machine)},
    )


def _moment(state: SelfService, now_ms: int) -> object:
    """The input of the visible screen; screens of the number machine get their own kind."""
    now = KioskNow(state, now_ms)
    return now.ticket if screen_of(state) in TICKET_SCREENS else now
