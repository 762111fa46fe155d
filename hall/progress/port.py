"""The port of a case source: two questions, one list of changes, and all that can come of them.

Nothing here raises for what a disk, a network or another system does: that is a value, `SourceAway`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from domain.progress.cases import CaseChange, CaseRecord


@dataclass(frozen=True, slots=True)
class SourceAway:
    """It could not be asked, or what it answered cannot be believed. `reason`: for an engineer, with nothing of a case
    in it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed, in the order of the numbers. `last`: the number of the newest there is, whether told or not."""

    changes: tuple[CaseChange, ...]
    last: int


Found = tuple[CaseRecord, ...] | SourceAway
"""Empty: there is no such case."""


class CaseSource(Protocol):
    """Called from several threads at once; each call takes two seconds at most, or little more."""

    finds_people: bool
    """Whether it can be asked by card."""

    tells_changes: bool

    def by_receipt(self, receipt: str) -> Found:
        """The case with this receipt, however it was typed: one at most."""
        ...

    def by_person(self, person: str) -> Found:
        """All cases of a person, in any order. `person`: keyed hash of a card."""
        ...

    def changes(self, since: int | None, limit: int) -> Changes | SourceAway:
        """Those with numbers above `since`, at most `limit`; None: only how far the numbers have come."""
        ...

    def close(self) -> None: ...
