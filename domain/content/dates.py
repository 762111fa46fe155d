"""From which day until which day a piece of content is shown.

It disappears at the end of its last day, also on a terminal that has not heard from its hall for weeks
(S3 §11: what is no longer valid is taken down in time). Days are the hall's own, in local time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who read the piece before it was published, and when. They also check that nothing in it must be kept secret (S4
    7.7.2)."""

    by: str  # the office or officer responsible
    on: date  # day of the approval


class Dated(Protocol):
    """A piece of content with a first and a last day; None: no limit."""

    @property
    def shown_from(self) -> date | None: ...

    @property
    def shown_until(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def is_shown(one: Dated, today: date) -> bool:
    """Whether it is shown on `today`. Its first and its last day both count."""
    begun = one.shown_from is None or one.shown_from <= today
    return begun and not is_past(one, today)


def is_past(one: Dated, today: date) -> bool:
    return one.shown_until is not None and one.shown_until < today


def shown(several: Iterable[D], today: date) -> tuple[D, ...]:
    """Those that are shown on `today`, in their order."""
    return tuple(one for one in several if is_shown(one, today))
