"""Commands about cases."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.cases.kinds import CaseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """办不成事, a complaint, or praise. `text`: the person's own words, at most 500 characters. `phone`: if the person
    wants to be called back; kept as long as the case needs it. The answer has the receipt code."""

    kind: CaseKind
    text: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    language: str = "zh_CN"
