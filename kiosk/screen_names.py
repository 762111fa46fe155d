"""Which screen shows which state of the number machine. No Kivy in here."""

from __future__ import annotations

from domain.journey_state import Busy, Machine, Place

SCREENS = ("idle", "home", "who", "card", "phone", "priority", "number", "existing", "message", "waiting")
"""Each is `kiosk/screens/{name}.py` with the class `{Name}Screen`."""

_BY_PLACE = {
    Place.IDLE: "idle",
    Place.HOME: "home",
    Place.WHO: "who",
    Place.CARD: "card",
    Place.CHECK_IN: "card",
    Place.PHONE: "phone",
    Place.PRIORITY: "priority",
    Place.NUMBER: "number",
    Place.SEND: "phone",
    Place.EXISTING: "existing",
}


def screen_of(state: Machine) -> str:
    """The name of the screen."""
    if state.busy is Busy.WORDS:
        return "waiting"
    if state.help:
        return "message"
    return _BY_PLACE.get(state.place, "message")


def class_of(name: str) -> str:
    """`package.module:Class` of a screen."""
    return f"kiosk.screens.{name}:{name.capitalize()}Screen"
