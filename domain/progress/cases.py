"""A case as its source describes it, and the part of it that is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.progress.views import CaseStage, CaseStep, CaseView

MOST_CASES = 20
"""How many cases of one person are shown, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One case of a source. `phone`, `name` and `person` are personal: they never leave the hall service as they
    are."""

    receipt: str
    stage: CaseStage
    phone: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    person: str = field(default="", repr=False)  # keyed hash
    item: str = ""
    item_en: str = ""
    accepted_on: str = ""  # dates are ISO dates; "": the source has none
    promised_on: str = ""
    changed_on: str = ""
    next: str = ""
    place: str = ""
    steps: tuple[CaseStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """A change that a source reports. `change` grows with each; `phone`: where the message goes; it is used and not
    kept."""

    change: int
    receipt: str = field(repr=False)
    stage: CaseStage
    phone: str = field(default="", repr=False)


def masked(name: str) -> str:
    """`王**`: the first character of the name, and a star for each further one, at least one."""
    return name[:1] + "*" * max(1, min(len(name) - 1, 3)) if name else ""


def ends_with(phone: str, tail: str) -> bool:
    """Whether `phone` ends with the digits `tail`. A case without a phone is found by card alone."""
    digits = "".join(sign for sign in phone if sign in "0123456789")
    return len(digits) >= len(tail) > 0 and digits.endswith(tail)


def shown(case: CaseRecord) -> CaseView:
    """The part of a case that the asker may see."""
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
