"""What happened to the emergency notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyChanged:
    """A notice takes over every screen of the hall; without a text, the screens are free again."""

    at: int
    text: str = ""
    text_en: str = ""
