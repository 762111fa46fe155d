"""The port of a citizen's touch panel: the one device whose touches count on a citizen's screen.

A review is the citizen's own touch, and a number belongs to the person who stands there. So such a screen reads its own
panel directly: a mouse, a second panel or another program has no effect on it (ADR 26).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.statuses import TouchStatus


class PanelMove(StrEnum):
    """What the finger that counts does; other fingers are ignored until it is lifted."""

    DOWN = "down"
    ALONG = "along"
    UP = "up"


@dataclass(frozen=True, slots=True)
class PanelTouch:
    """`x` and `y` are shares of the panel from its upper left corner, 0 to 1, before any calibration."""

    move: PanelMove
    x: float
    y: float


OnTouch = Callable[[PanelTouch], None]
"""From a thread of the panel's own: enqueue and return."""


class TouchPanel(Protocol):
    """`start` may be called once. A panel that is unplugged is opened again when it is back; its finger is lifted."""

    @property
    def status(self) -> TouchStatus: ...

    def start(self, on_touch: OnTouch) -> None: ...

    def stop(self) -> None: ...
