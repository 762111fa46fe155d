"""The captions of a film (WebVTT): what is said when. The check of the office holds their form; here nothing fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TIMES = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)\.(\d{3})")


@dataclass(frozen=True, slots=True)
class Cue:
    """Milliseconds from the film's beginning; up to `end_ms` alone."""

    begin_ms: int
    end_ms: int
    text: str


def cues(text: str) -> tuple[Cue, ...]:
    """In their order; lines that are none of captions are left out."""
    found = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.strip().splitlines()
        at = next((place for place, line in enumerate(lines) if "-->" in line), None)
        times = _TIMES.match(lines[at].strip()) if at is not None else None
        if at is not None and times is not None:
            parts = [int(part or 0) for part in times.groups()]
            begin, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (parts[:4], parts[4:]))
            found.append(Cue(begin, end, " ".join(lines[at + 1 :])))
    return tuple(found)


def said_at(several: Sequence[Cue], ms: int) -> str:
    """What stands under the film at this moment; "" between two captions."""
    return next((cue.text for cue in reversed(several) if cue.begin_ms <= ms < cue.end_ms), "")
