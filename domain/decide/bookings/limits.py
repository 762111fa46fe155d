"""How many slots one person may book, and who may book none for a while. Persons are known by keyed hashes alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from domain.calendar.slots import Slot
from domain.refusal import Code, Refusal, no
from domain.state.state import State

DAY_MS = 86_400_000


def enough(state: State, holders: Sequence[str], slot: Slot, *, moved: str = "") -> Refusal | None:
    """Why these holders cannot also have this slot; None: they can. `moved`: code of a booking that moves to this
    slot."""
    return _overlap(state, holders, slot, moved) or _limit(state, holders, slot, moved)


def barred(state: State, holders: Sequence[str], now: int) -> Refusal | None:
    """The refusal if these holders have missed too many bookings to make a new one; else None. They keep the bookings
    they have, and may move them."""
    rules = state.config.booking
    missed = [past.starts_at for past in state.bookings.history.of(holders) if past.missed]
    until = barred_until(missed, rules.missed_limit, rules.barred_days)
    if until is None or until <= now:
        return None
    return no(Code.APPOINTMENT_BARRED, f"{len(missed)} were missed", until=until, missed=len(missed))


def barred_until(missed: Sequence[int], limit: int | None, days: int) -> int | None:
    """When somebody may book again who missed slots at these times: `days` after the last of `limit` slots that were
    missed within `days`. None: they were never barred. `missed`: ms since 1970, in ascending order."""
    if limit is None:
        return None
    ends = [last for first, last in zip(missed, missed[limit - 1 :], strict=False) if last - first <= days * DAY_MS]
    return max(ends) + days * DAY_MS if ends else None


def _overlap(state: State, holders: Sequence[str], slot: Slot, moved: str) -> Refusal | None:
    for booking in state.bookings.of_holders(holders):
        if booking.code != moved and booking.starts_at < slot.ends_at and booking.ends_at > slot.starts_at:
            times = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
            return no(Code.APPOINTMENT_OVERLAPS, "with another booking of this person", **times)
    return None


def _limit(state: State, holders: Sequence[str], slot: Slot, moved: str) -> Refusal | None:
    """Bookings count by the day of their slot, not by the day they were made on; past ones count as well."""
    day = date.fromisoformat(state.days.of(slot.starts_at))
    taken = [date.fromisoformat(state.days.of(at)) for at in _times(state, holders, moved)]
    rules = state.config.booking
    alike = (
        ("day", rules.per_day, sum(one == day for one in taken)),
        ("week", rules.per_week, sum(one.isocalendar()[:2] == day.isocalendar()[:2] for one in taken)),
        ("month", rules.per_month, sum((one.year, one.month) == (day.year, day.month) for one in taken)),
    )
    for per, limit, count in alike:
        if limit is not None and count >= limit:
            return no(Code.APPOINTMENT_LIMIT, f"{limit} a {per}", limit=limit, per=per)
    return None


def _times(state: State, holders: Sequence[str], moved: str) -> Iterable[int]:
    for booking in state.bookings.of_holders(holders):
        if booking.own and booking.code != moved:
            yield booking.starts_at
    for past in state.bookings.history.of(holders):
        yield past.starts_at
