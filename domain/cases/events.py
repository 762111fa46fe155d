"""What happened to cases. A case is known by its id."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.cases.kinds import CaseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """`code`: the receipt code, which only its holder and the hall know. `text` and `code` are not on the stream; the
    phone is erased when the case no longer needs it."""

    at: int
    case: str
    code: str = field(repr=False)
    kind: CaseKind
    text: str = field(repr=False)
    device: str = ""
    language: str = "zh_CN"
    phone: str | None = field(default=None, repr=False)


CaseEvent = CaseOpened
