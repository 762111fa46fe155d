"""A priority class suggested by the age on the card. Only the class is kept, never the birth date or the age."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.views.catalogue import PriorityCard


def suggested(priorities: Sequence[PriorityCard], birth: str, day: str) -> str | None:
    """The class with the highest `min_age` that someone born on `birth` (YYYYMMDD) has reached on `day` (ISO)."""
    try:
        born = date(int(birth[:4]), int(birth[4:6]), int(birth[6:8]))
        today = date.fromisoformat(day)
    except ValueError:
        return None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    fitting = [card for card in priorities if card.min_age is not None and age >= card.min_age]
    return max(fitting, key=lambda card: card.min_age or 0).id if fitting else None
