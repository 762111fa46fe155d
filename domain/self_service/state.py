"""What a self-service kiosk knows at any moment: of its hall, of its parts, and of the person before it.

Everything of the person is in `Session` and in the number machine's `Visit`; a session ends by putting empty ones in
their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.flow import Look
from domain.number_machine.state import Machine
from domain.self_service.moment import NOBODY_KNOWN, ShownContent, Who
from domain.views.business_names import BusinessName


@dataclass(frozen=True, slots=True)
class Opened:
    """A business that stands open. `key`: no other that was ever opened here has it."""

    name: BusinessName
    key: str
    state: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """One person. `stack`: what is open, the page that is seen last; empty: home.

    `kept`: what was typed in a business that the person left by 返回; it is there again when they come back.
    """

    who: Who = NOBODY_KNOWN
    stack: tuple[Opened, ...] = ()
    kept: Mapping[BusinessName, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class SelfService:
    """The whole state. `machine`: the number machine's own flow, with all that is heard of the hall.

    `businesses`: the hall's choice for home, in its order. `newest`: content that came while somebody is here; it is
    shown from the next person on.
    """

    machine: Machine
    businesses: tuple[BusinessName, ...] = tuple(BusinessName)
    content: ShownContent | None = None
    newest: ShownContent | None = None
    session: Session = field(default_factory=Session)
    asking: bool = False  # 您还在吗
    count: int = 0
    leaving: bool = False  # 首页 would lose something
    opened: int = 0  # businesses ever opened
    changed_at: int = -1_000_000  # when the screen last became another one

    @property
    def look(self) -> Look:
        return self.machine.look

    @property
    def top(self) -> Opened | None:
        """What is seen; None: home."""
        return self.session.stack[-1] if self.session.stack else None

    @property
    def at_rest(self) -> bool:
        """Home, and nothing of anybody."""
        nobody = self.session == Session() and not self.machine.visit.carded and not self.machine.visit.reading
        alone = nobody and not self.machine.calling.is_open
        return alone and self.look == self.machine.default_look and not self.leaving
