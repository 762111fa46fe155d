"""The command about the emergency notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEmergency:
    """`hall.emergency {on, text?, text_en?}`: every screen of the hall shows this sentence at once, or no longer.

    `text` is Chinese, at most 60 characters, and says what to do; `text_en` the same in English, at most 120. Without
    `text_en`, the English line asks people to follow the staff. A further request with `on` replaces the text.
    """

    on: bool
    text: str = ""
    text_en: str = ""
