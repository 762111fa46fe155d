"""What a touch panel's input events mean (multi-touch protocol B, and panels with one finger): pure.

Source: the kernel's input/multi-touch-protocol.rst and input/event-codes.rst. A panel reports changes and ends each
group of them with SYN_REPORT. After SYN_DROPPED its reports are incomplete until the next SYN_REPORT.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.hw.panel import PanelMove, PanelTouch

EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
SYN_REPORT, SYN_DROPPED = 0, 3
BTN_TOUCH = 0x14A
ABS_X, ABS_Y = 0x00, 0x01
SLOT, POSITION_X, POSITION_Y, TRACKING_ID = 0x2F, 0x35, 0x36, 0x39
NO_CONTACT = -1


@dataclass(frozen=True, slots=True)
class Axis:
    """The smallest and the greatest value of a panel in one direction."""

    least: int
    greatest: int

    def share(self, value: int) -> float:
        return min(max((value - self.least) / max(1, self.greatest - self.least), 0.0), 1.0)


class PanelContacts:
    """Follows the first finger from its touch to its lift. `multi`: the panel speaks protocol B."""

    def __init__(self, x: Axis, y: Axis, *, multi: bool) -> None:
        self._axes = (x, y)
        self._multi = multi
        self._slot = 0
        self._contacts: set[int] = set()
        self._ignored: set[int] = set()
        self._renewed = False
        self._places: dict[int, list[int]] = {}
        self._followed: int | None = None
        self._told: tuple[float, float] | None = None
        self._dropped = False

    def event(self, type_: int, code: int, value: int) -> list[PanelTouch]:
        """One input event. Only SYN_REPORT can bring touches."""
        if type_ == EV_SYN and code == SYN_DROPPED:
            self._dropped = True
        elif type_ == EV_SYN and code == SYN_REPORT:
            return self._report()
        elif not self._dropped:
            self._change(type_, code, value)
        return []

    def lift(self) -> list[PanelTouch]:
        """The panel is gone: no finger is on it any more."""
        self._contacts.clear()
        self._ignored.clear()
        return self._moment()

    def _change(self, type_: int, code: int, value: int) -> None:
        if self._multi:
            if (type_, code) == (EV_ABS, SLOT):
                self._slot = value
            elif (type_, code) == (EV_ABS, TRACKING_ID):
                self._contact(self._slot, down=value != NO_CONTACT)
            elif type_ == EV_ABS and code in {POSITION_X, POSITION_Y}:
                self._place(self._slot, 0 if code == POSITION_X else 1, value)
        elif (type_, code) == (EV_KEY, BTN_TOUCH):
            self._contact(0, down=value != 0)
        elif type_ == EV_ABS and code in {ABS_X, ABS_Y}:
            self._place(0, 0 if code == ABS_X else 1, value)

    def _contact(self, slot: int, *, down: bool) -> None:
        if not down:
            self._contacts.discard(slot)
            self._ignored.discard(slot)
        elif slot in self._contacts:
            self._renewed |= slot == self._followed  # lifted and down again within one moment
        else:
            if self._contacts:
                self._ignored.add(slot)
            self._contacts.add(slot)

    def _place(self, slot: int, direction: int, value: int) -> None:
        self._places.setdefault(slot, [axis.least for axis in self._axes])[direction] = value

    def _report(self) -> list[PanelTouch]:
        if self._dropped:  # the fingers' positions are not known: count all as lifted
            self._dropped = False
            return self.lift()
        return self._moment()

    def _moment(self) -> list[PanelTouch]:
        told: list[PanelTouch] = []
        if self._followed is not None and (self._renewed or self._followed not in self._contacts):
            assert self._told is not None
            told.append(PanelTouch(PanelMove.UP, *self._told))
            self._followed = self._told = None
        self._renewed = False
        if self._followed is None:
            self._followed = min(self._contacts - self._ignored, default=None)
        if self._followed is None:
            return told
        place = self._places.get(self._followed, [axis.least for axis in self._axes])
        at = (self._axes[0].share(place[0]), self._axes[1].share(place[1]))
        if self._told is None:
            told.append(PanelTouch(PanelMove.DOWN, *at))
        elif at != self._told:
            told.append(PanelTouch(PanelMove.ALONG, *at))
        self._told = at
        return told
