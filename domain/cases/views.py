"""What may be asked about cases without changing anything, and what is answered. Never published."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.cases.kinds import CaseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReceipt:
    """Answer to `case.open`. `code`: what its holder says to ask about it."""

    case: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesQuestion:
    """`case.list {window}` → `CasesAnswer`: what that window sees, while it works; the desk without `window`: all."""

    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCase:
    """A case as whoever looks into it sees it. `at`: ms since 1970. `phone`: to call back, if it was left."""

    case: str
    code: str = field(repr=False)
    kind: CaseKind
    at: int
    text: str = field(repr=False)
    device: str = ""
    language: str = "zh_CN"
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesAnswer:
    """Newest first. `more`: so many older ones are not in here."""

    cases: tuple[OpenedCase, ...]
    more: int = 0
