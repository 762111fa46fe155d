"""Finding an item by subject, by audience or by department. Pure lookups in the index."""

from __future__ import annotations

from enum import StrEnum

from domain.content.dates import is_shown
from domain.content.site import BrowseEntry
from domain.content.whole import IndexRow
from domain.self_service.moment import KioskMoment
from domain.views.catalogue import QueueCard


class Shelf(StrEnum):
    """A way to browse items."""

    GROUP = "group"  # by subject
    AUDIENCE = "audience"  # by who the person is
    DEPARTMENT = "department"  # by who is responsible


def entries(moment: KioskMoment, shelf: Shelf) -> tuple[BrowseEntry, ...]:
    """The entries of a shelf under which something is shown today."""
    if moment.content is None:
        return ()
    browse, today = moment.content.index.browse, moment.today
    several = {Shelf.GROUP: browse.groups, Shelf.AUDIENCE: browse.audiences, Shelf.DEPARTMENT: browse.departments}
    used = {name for row in moment.content.index.items if is_shown(row, today) for name in _places(row, shelf)}
    return tuple(entry for entry in several[shelf] if entry.id in used)


def shelves(moment: KioskMoment) -> tuple[Shelf, ...]:
    """The shelves that have entries."""
    return tuple(shelf for shelf in Shelf if entries(moment, shelf))


def items_under(moment: KioskMoment, shelf: Shelf, entry: str) -> tuple[IndexRow, ...]:
    """The items of one entry, in their order."""
    if moment.content is None:
        return ()
    rows, today = moment.content.index.items, moment.today
    return tuple(row for row in rows if entry in _places(row, shelf) and is_shown(row, today))


def _places(row: IndexRow, shelf: Shelf) -> tuple[str, ...]:
    if shelf is Shelf.GROUP:
        return (row.group,)
    return row.audiences if shelf is Shelf.AUDIENCE else (row.department,)


def row_of(moment: KioskMoment, item: str) -> IndexRow | None:
    """The item, if it is shown today."""
    rows = moment.content.index.items if moment.content is not None else ()
    return next((row for row in rows if row.id == item and is_shown(row, moment.today)), None)


def queue_for(moment: KioskMoment, items: tuple[str, ...]) -> tuple[QueueCard | None, tuple[str, ...]]:
    """The queue that handles most of these items, and those items."""
    return most_of(moment.catalogue.queues if moment.catalogue is not None else (), items)


def most_of(queues: tuple[QueueCard, ...], items: tuple[str, ...]) -> tuple[QueueCard | None, tuple[str, ...]]:
    """The first of these queues that handles most of the items, and those items; None: none handles any."""
    best: tuple[QueueCard | None, tuple[str, ...]] = (None, ())
    for card in queues:
        taken = tuple(item for item in items if item in card.items)
        if len(taken) > len(best[1]):
            best = card, taken
    return best
