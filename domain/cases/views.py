"""The query about cases and its answers, which are never published."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.cases.kinds import CaseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReceipt:
    """Answer to `case.open`. `code`: the receipt code, by which its holder asks about the case."""

    case: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesQuestion:
    """`case.list {window}` → `CasesAnswer`: the cases of a window that works; the supervisor may leave `window` out and
    gets all."""

    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCase:
    """A case as the staff who handle it see it. `at`: ms since 1970. `phone`: to call back, if one was left."""

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
    """Cases, newest first. `more`: how many older ones are left out."""

    cases: tuple[OpenedCase, ...]
    more: int = 0
