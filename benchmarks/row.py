"""One line of the table: what was measured, the floor on this machine, our value, and the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """`floor`, `other` and `ours` share a unit. `ratio` is ours / floor. `met` is None where the aim is only to show.

    `other`: what another build of this project takes, in the same run (`scripts/bench --beside`).
    """

    name: str
    unit: str
    ours: float
    floor: float | None = None
    other: float | None = None
    aim: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0–1) of `values` lie; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - (1 if share < 1 else 0)))]


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    lines = [("what", "floor", "other", "ours", "unit", "ratio", "aim", "")]
    for row in rows:
        mark = {True: "ok", False: "MISSED", None: ""}[row.met]
        floor = "" if row.floor is None else f"{row.floor:.4g}"
        other = "" if row.other is None else f"{row.other:.4g}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        lines.append((row.name, floor, other, f"{row.ours:.4g}", row.unit, ratio, row.aim, mark))
    widths = [max(len(line[i]) for line in lines) for i in range(8)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
