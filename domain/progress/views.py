"""The query about progress and its answer, which is never published."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ProgressWay(StrEnum):
    """How a person may find their case at a machine."""

    RECEIPT = "receipt"
    CARD = "card"


class CaseStage(StrEnum):
    """The stage of a case."""

    ACCEPTED = "accepted"  # 已受理
    REVIEWING = "reviewing"  # 办理中, and every word of the source that is not known
    NEEDS_MORE = "needs_more"  # 待补正
    DECIDED = "decided"  # 已办结
    READY = "ready"  # 可领取
    DELIVERED = "delivered"  # 已领取
    REFUSED = "refused"  # 不予受理, 不予许可, 退办
    WITHDRAWN = "withdrawn"  # 已撤回


TAIL_DIGITS = 4
"""How many last digits of the phone are asked for with the receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressQuestion:
    """`progress.lookup {receipt, phone_tail}` or `{person}` → `ProgressAnswer`. `phone_tail`: the last digits of the
    phone that was left with the case. `person`: keyed hash of a card. An unknown receipt and a wrong `phone_tail` get
    the same answer."""

    receipt: str = field(default="", repr=False)
    phone_tail: str = field(default="", repr=False)
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One step in the history of a case. `on`: ISO date; "": still to come."""

    name: str
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case as the asker sees it. `name` is masked. Texts are the source's own, in English only if the source has
    it. Dates are ISO dates; "": the source has none."""

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
    """By receipt: one case. By person: all cases that the source has, newest first, at most 20."""

    cases: tuple[CaseView, ...]
