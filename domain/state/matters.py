"""The check of the items (事项) that a number is taken for."""

from __future__ import annotations

from collections.abc import Sequence

from domain.refusal import Code, Refusal, no
from domain.state.state import State


def unfit_items(state: State, items: Sequence[str]) -> Refusal | None:
    """The refusal if there are too many items or one that the hall does not have; else None."""
    if len(items) > state.config.rules.items_per_ticket:
        return no(Code.ITEM_TOO_MANY, f"at most {state.config.rules.items_per_ticket}")
    unknown = next((item for item in items if item not in state.items), None)
    return no(Code.ITEM_UNKNOWN, f"no item {unknown!r}") if unknown is not None else None
