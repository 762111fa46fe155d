"""The form of what the message screen says: every problem, cancelling, cancelled, help."""

from __future__ import annotations

from dataclasses import dataclass

Facts = tuple[tuple[str, str], ...]
Way = tuple[str, object]
"""Words of a button, and what touching it reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTexts:
    """`facts`: icon and sentence each; `fewer` of them are said where large words leave no room for all. `code` stands
    small at the foot, for staff."""

    icon: str
    title: str
    facts: Facts
    fewer: Facts = ()
    main: Way
    other: Way | None = None
    code: str = ""
