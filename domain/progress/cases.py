"""A case as a source tells of it, and what of that is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.progress.views import CaseStage, CaseStep, CaseView

MOST_CASES = 20
"""Of one person, newest first, are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """Personal in it: `phone`, `name`, `person`. None of them leaves the hall service as it is."""

    receipt: str
    stage: CaseStage
    phone: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    person: str = field(default="", repr=False)  # keyed hash
    item: str = ""
    item_en: str = ""
    accepted_on: str = ""  # days as ISO dates, "" where the source says none
    promised_on: str = ""
    changed_on: str = ""
    next: str = ""
    place: str = ""
    steps: tuple[CaseStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """Something a source tells of by itself. `change` grows with each; `phone`: whom to tell, used and not kept."""

    change: int
    receipt: str = field(repr=False)
    stage: CaseStage
    phone: str = field(default="", repr=False)


def masked(name: str) -> str:
    """王** — the family name, a star for each character more, at least one."""
    return name[:1] + "*" * max(1, min(len(name) - 1, 3)) if name else ""


def ends_with(phone: str, tail: str) -> bool:
    """Whether these are the last digits of the phone. A case without a phone is found by card alone."""
    digits = "".join(sign for sign in phone if sign in "0123456789")
    return len(digits) >= len(tail) > 0 and digits.endswith(tail)


def shown(case: CaseRecord) -> CaseView:
    """What whoever asked may see."""
    return CaseView(
        receipt=case.receipt,
        name=masked(case.name),
        item=case.item,
        item_en=case.item_en,
        stage=case.stage,
        accepted_on=case.accepted_on,
        promised_on=case.promised_on,
        changed_on=case.changed_on,
        next=case.next,
        place=case.place,
        steps=case.steps,
    )
