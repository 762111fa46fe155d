"""The state of a self-service kiosk's flow: what it knows of its hall, its parts and the person before it.

Everything about the person is in `Session` and in the number machine's `Visit`. A session ends by replacing both with
empty ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.flow import Look
from domain.number_machine.state import Machine
from domain.self_service.moment import NOBODY_KNOWN, ShownContent, Who
from domain.self_service.practice.memory import PracticeHall
from domain.views.business_names import BusinessName


@dataclass(frozen=True, slots=True)
class Opened:
    """An open business. `key`: unique among all businesses ever opened here."""

    name: BusinessName
    key: str
    state: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """The session of one person. `stack`: the open businesses, the visible one last; empty: home.

    `kept`: what was typed in a business that the person left by 返回; it is there again when they come back.
    """

    who: Who = NOBODY_KNOWN
    stack: tuple[Opened, ...] = ()
    kept: Mapping[BusinessName, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Practice:
    """What stands beside the state of a kiosk on which somebody practises.

    `aside`: the kiosk's true state, which goes on hearing of hall and parts. `ends_at`: monotonic ms. `hall`: what was
    done in practice (`practice/stand_in.py`). `waiting`: what the stand-in has still to say, by the name of its timer.
    """

    aside: SelfService
    ends_at: int
    hall: PracticeHall = field(default_factory=PracticeHall, repr=False)
    waiting: Mapping[str, Any] = field(default_factory=dict, repr=False)
    said: int = 0  # things that the stand-in ever said


@dataclass(frozen=True, slots=True)
class Assist:
    """帮办: a member of staff, who signed in here, does the citizens' business with them. `until`: monotonic ms, when
    it ends if nobody touches the kiosk."""

    staff: str
    until: int


@dataclass(frozen=True, slots=True)
class SelfService:
    """The whole state. `machine`: the number machine's own flow, with all that is heard of the hall.

    `businesses`: the hall's choice for home, in its order. `newest`: content that came during a session; it is shown
    from the next person on. `practice`: everything else here is practice, and the kiosk's true state is in it.
    `assist`: 帮办, if a member of staff helps at this kiosk now.
    """

    machine: Machine
    businesses: tuple[BusinessName, ...] = tuple(BusinessName)
    content: ShownContent | None = None
    newest: ShownContent | None = None
    session: Session = field(default_factory=Session)
    asking: bool = False  # 您还在吗
    count: int = 0
    leaving: bool = False  # asking whether 首页 may lose typed text
    opened: int = 0  # businesses ever opened
    changed_at: int = -1_000_000  # when the page last changed
    by_itself: bool = False  # a timer changed it, no touch
    practice: Practice | None = None
    assist: Assist | None = None

    @property
    def look(self) -> Look:
        return self.machine.look

    @property
    def top(self) -> Opened | None:
        """The visible business; None: home."""
        return self.session.stack[-1] if self.session.stack else None

    @property
    def at_rest(self) -> bool:
        """Whether it shows home and holds nothing of anybody."""
        nobody = self.session == Session() and not self.machine.visit.carded and not self.machine.visit.reading
        alone = nobody and not self.machine.calling.is_open
        return alone and self.look == self.machine.default_look and not self.leaving
