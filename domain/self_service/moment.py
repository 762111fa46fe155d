"""Everything that a business may know at one moment: of the hall, of this kiosk, of the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from domain.calendar.day import Days
from domain.content.search import SearchIndex
from domain.content.whole import ContentIndex
from domain.flow import Look
from domain.number_machine.state import Machine
from domain.views.business_names import BusinessName
from domain.views.catalogue import Catalogue
from domain.views.public import QueueStatus

NOT_NOW = frozenset({QueueStatus.CLOSED, QueueStatus.BREAK, QueueStatus.FULL})


@dataclass(frozen=True, slots=True, eq=False)
class ShownContent:
    """The index of one complete set of content. Its guides, texts and pictures are loaded when they are opened."""

    set: str
    index: ContentIndex
    items: SearchIndex
    themes: SearchIndex
    documents: SearchIndex


@dataclass(frozen=True, slots=True)
class Who:
    """The holder of the card, for all businesses. `person`: keyed hash. Without a card all fields are empty.

    `card`: the own number of a card that tells no name. It may be a staff card: the hall is asked only if its holder
    says so.
    """

    carded: bool = False
    person: str | None = field(default=None, repr=False)
    masked_name: str = field(default="", repr=False)
    suggested: str | None = None  # priority class by the age on the card
    card: str = field(default="", repr=False)


NOBODY_KNOWN = Who()


@dataclass(frozen=True, slots=True)
class KioskMoment:
    """`machine`: everything heard of the hall, and the status of this kiosk's parts, as the number machine holds it.

    `fresh_id`: an unused request id; the same one within a step. `now_ms`: monotonic.
    """

    machine: Machine
    now_ms: int
    content: ShownContent | None = None
    who: Who = NOBODY_KNOWN
    helper: str = ""  # id of the member of staff in whose name everything is done now (帮办)
    offered: frozenset[BusinessName] = frozenset()  # businesses that can be opened from another one
    fresh_id: str = ""

    @property
    def hall_ms(self) -> int:
        """The best known hall time, ms since 1970."""
        return self.machine.hall_now(self.now_ms)

    @property
    def today(self) -> date:
        """The hall day."""
        return hall_day(self.machine.catalogue, self.hall_ms)

    @property
    def online(self) -> bool:
        return self.machine.online

    @property
    def catalogue(self) -> Catalogue | None:
        return self.machine.catalogue

    @property
    def look(self) -> Look:
        return self.machine.look

    @property
    def prints(self) -> bool:
        """Whether a slip can be printed now."""
        return self.machine.has_printer and self.machine.can_print

    @property
    def staffed(self) -> bool:
        """Whether staff is at work, that is, at least one queue gives numbers. True if not known."""
        queues = self.machine.queues
        if queues is None or not queues.queues:
            return True
        return any(self.machine.status(view.id, self.now_ms) not in NOT_NOW for view in queues.queues)

    @property
    def opens_at(self) -> int | None:
        """When the first queue gives numbers again, ms since 1970; None: not known."""
        queues = self.machine.queues
        times = [view.opens_at for view in queues.queues if view.opens_at is not None] if queues else []
        return min((at for at in times if at > self.hall_ms), default=None)


def hall_day(catalogue: Catalogue | None, at: int) -> date:
    """The hall day of an instant (ms since 1970); without a catalogue, the date in Beijing."""
    if catalogue is None:
        return date.fromisoformat(Days("Asia/Shanghai", time()).of(at))
    minutes = catalogue.day_starts_minutes
    return date.fromisoformat(Days(catalogue.timezone, time(minutes // 60, minutes % 60)).of(at))
