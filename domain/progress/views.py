"""What may be asked about progress, and what is answered. Never published."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ProgressWay(StrEnum):
    """How a machine may ask."""

    RECEIPT = "receipt"
    CARD = "card"


class CaseStage(StrEnum):
    """Where a case is."""

    ACCEPTED = "accepted"  # 已受理
    REVIEWING = "reviewing"  # 办理中, and whatever word of the source is not known
    NEEDS_MORE = "needs_more"  # 待补正
    DECIDED = "decided"  # 已办结
    READY = "ready"  # 可领取
    DELIVERED = "delivered"  # 已领取
    REFUSED = "refused"  # 不予受理, 不予许可, 退办
    WITHDRAWN = "withdrawn"  # 已撤回


TAIL_DIGITS = 4
"""So many last digits of the phone are asked for with the receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressQuestion:
    """`progress.lookup {receipt, phone_tail}` or `{person}` → `ProgressAnswer`. `phone_tail`: the last digits of the
    phone that was left with the case. `person`: keyed hash of a card. A receipt that does not exist and a wrong tail
    are answered alike."""

    receipt: str = field(default="", repr=False)
    phone_tail: str = field(default="", repr=False)
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One line of the time line. `on`: ISO date, "" if it is still to come."""

    name: str
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """How one case stands. `name` is masked; texts are the source's own, and English only where it has it. Days are ISO
    dates, "" where the source says none."""

    receipt: str
    stage: CaseStage
    name: str = ""
    item: str = ""
    item_en: str = ""
    accepted_on: str = ""
    promised_on: str = ""
    changed_on: str = ""
    next: str = ""  # what comes next
    place: str = ""  # where to go
    steps: tuple[CaseStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressAnswer:
    """One case of a receipt; of a person all that the source has, newest first, at most 20."""

    cases: tuple[CaseView, ...]
