"""The matters (事项) that a hall has, and how many of them a number may be for."""

from __future__ import annotations

from collections.abc import Sequence

from domain.refusal import Code, Refusal, no
from domain.state.state import State


def unfit_items(state: State, items: Sequence[str]) -> Refusal | None:
    """Why a number cannot be for these: they are too many, or one of them is none of the hall's."""
    if len(items) > state.config.rules.items_per_ticket:
        return no(Code.ITEM_TOO_MANY, f"at most {state.config.rules.items_per_ticket}")
    unknown = next((item for item in items if item not in state.items), None)
    return no(Code.ITEM_UNKNOWN, f"no item {unknown!r}") if unknown is not None else None
