"""An event as it stands on disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """`body` is JSON without anything personal; `private` is the rest of it, while it lives."""

    seq: int
    at: int
    type: str
    body: str
    private: str | None = None
