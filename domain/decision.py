"""What deciding a command gives: the events it makes, or the refusal."""

from __future__ import annotations

from domain.events import Event
from domain.refusal import Code, Refusal

Decision = list[Event] | Refusal


def no(code: Code, detail: str = "", **data: object) -> Refusal:
    """A refusal; the data without what is None, or none at all."""
    return Refusal(code, detail, {key: value for key, value in data.items() if value is not None} or None)
