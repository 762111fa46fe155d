"""The port of a case source: two questions, a list of changes, and all possible results.

Faults of a disk, a network or another system are no exceptions here but a value, `SourceAway`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from domain.progress.cases import CaseChange, CaseRecord


@dataclass(frozen=True, slots=True)
class SourceAway:
    """The source could not be asked, or its answer cannot be right. `reason`: for an engineer, without any data of a
    case."""

    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes in the order of their numbers. `last`: the number of the newest change, whether it is included or not."""

    changes: tuple[CaseChange, ...]
    last: int


Found = tuple[CaseRecord, ...] | SourceAway
"""Empty: there is no such case."""


class CaseSource(Protocol):
    """Called from several threads at once; each call takes two seconds at most, or little more."""

    finds_people: bool
    """Whether it can find the cases of a person by card."""

    tells_changes: bool

    def by_receipt(self, receipt: str) -> Found:
        """The case with this receipt, in whatever form it was typed: at most one."""
        ...

    def by_person(self, person: str) -> Found:
        """All cases of a person, in any order. `person`: keyed hash of a card."""
        ...

    def changes(self, since: int | None, limit: int) -> Changes | SourceAway:
        """The changes with numbers above `since`, at most `limit`; None: only the newest number (`last`)."""
        ...

    def close(self) -> None: ...
