"""What the daily check says of a kiosk's parts (S3 §12), for the page of the staff menu."""

from __future__ import annotations

from dataclasses import dataclass

from domain.config import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """One part: its name, what `say` means for whoever looks after it, and a figure or an address. `ok` False: somebody
    has to act."""

    part: Text
    say: Text
    detail: str = ""
    ok: bool = True
