"""The emergency notice as everyone sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The notice that every screen shows instead of anything else. `text_en` may be empty."""

    text: str
    text_en: str = ""
    since: int = 0  # hall clock, ms


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencySnapshot:
    """`public/emergency`. It outlives the hall service, so that a screen that starts later shows it too."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    emergency: Emergency | None = None  # None: screens show what they usually show
