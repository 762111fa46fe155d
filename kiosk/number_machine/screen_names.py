"""Which screen shows which state of the number machine. No Kivy in here."""

from __future__ import annotations

from domain.number_machine.state import Machine, Page, Waiting

SCREENS = ("idle", "home", "who", "card", "phone", "priority", "number", "existing", "message", "waiting")
"""Each is `kiosk/screens/number_machine/{name}.py` with the class `{Name}Screen`."""

_BY_PAGE = {
    Page.IDLE: "idle",
    Page.HOME: "home",
    Page.WHO: "who",
    Page.CARD: "card",
    Page.CHECK_IN: "card",
    Page.PHONE: "phone",
    Page.PRIORITY: "priority",
    Page.NUMBER: "number",
    Page.SEND: "phone",
    Page.EXISTING: "existing",
}


def screen_of(state: Machine) -> str:
    """The name of the screen."""
    if state.waiting is Waiting.WORDS:
        return "waiting"
    if state.help:
        return "message"
    return _BY_PAGE.get(state.page, "message")


def class_of(name: str) -> str:
    """`package.module:Class` of a screen."""
    return f"kiosk.screens.number_machine.{name}:{name.capitalize()}Screen"
