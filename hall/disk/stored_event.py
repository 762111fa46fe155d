"""An event as it stands on disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """`body`: JSON without personal fields; `private`: the personal fields, as long as they exist."""

    seq: int
    at: int
    type: str
    body: str
    private: str | None = None
