"""What happened to the emergency notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyChanged:
    """A notice takes every screen of the hall, or, without a text, gives them back."""

    at: int
    text: str = ""
    text_en: str = ""
