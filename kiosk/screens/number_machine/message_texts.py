"""The form of what the message screen says: every problem, cancelling, cancelled, help."""

from __future__ import annotations

from dataclasses import dataclass

Facts = tuple[tuple[str, str], ...]
Way = tuple[str, object]
"""Words of a button, and what touching it reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTexts:
    """`facts`: pairs of icon and sentence; `fewer` of them where large text leaves no room for all.

    `code`, for staff, stands small at the foot.
    """

    icon: str
    title: str
    facts: Facts
    fewer: Facts = ()
    main: Way
    other: Way | None = None
    code: str = ""
