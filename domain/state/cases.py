"""Cases that the hall shows: what somebody has brought before it in the last weeks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from domain.cases.events import CaseOpened
from domain.cases.kinds import CaseKind
from domain.state.rows import Rows

DAY_MS = 86_400_000
TIMES_KEPT = 100


@dataclass(slots=True, kw_only=True)
class Case:
    """One case. `case`: its id, which begins with its hall day."""

    case: str
    code: str = field(repr=False)
    kind: CaseKind
    at: int
    text: str = field(repr=False)
    device: str = ""
    language: str = "zh_CN"
    phone: str | None = field(default=None, repr=False)


_ROWS = Rows(Case, kind=CaseKind)


class Cases:
    """All that are not over, oldest first."""

    def __init__(self) -> None:
        self._by_id: dict[str, Case] = {}
        self._codes: set[str] = set()
        self._times: deque[int] = deque(maxlen=TIMES_KEPT)
        self._counts: dict[str, int] = {}  # hall day as in an id → how many were opened on it

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._by_id)

    def newest(self) -> Iterator[Case]:
        return reversed(self._by_id.values())

    def has_code(self, code: str) -> bool:
        return code in self._codes

    def since(self, at: int, now: int) -> int:
        """How many were opened from `at` to `now`."""
        return sum(at <= opened <= now for opened in self._times)

    def of_day(self, day: str) -> int:
        """How many were opened on a hall day (ISO)."""
        return self._counts.get(_compact(day), 0)

    def next_id(self, day: str) -> str:
        return f"{_compact(day)}-Z{self.of_day(day) + 1:03}"

    def opened(self, event: CaseOpened) -> None:
        self._times.append(event.at)
        day = event.case.partition("-")[0]
        self._counts[day] = self._counts.get(day, 0) + 1
        self._put(
            Case(
                case=event.case,
                code=event.code,
                kind=event.kind,
                at=event.at,
                text=event.text,
                device=event.device,
                language=event.language,
                phone=event.phone,
            )
        )

    def end_day(self, now: int, keep_days: int) -> None:
        """Old ones go, with the phones that were left with them."""
        for case in [one for one in self._by_id.values() if one.at < now - keep_days * DAY_MS]:
            del self._by_id[case.case]
            self._codes.discard(case.code)
        days = {case.partition("-")[0] for case in self._by_id}
        newest = max(self._counts, default="")
        self._counts = {day: count for day, count in self._counts.items() if day in days or day == newest}

    def dump(self, *, phones: bool = True) -> dict[str, Any]:
        cases = self._by_id.values() if phones else [replace(one, phone=None) for one in self._by_id.values()]
        return {"cases": _ROWS.write(cases), "times": list(self._times), "counts": dict(self._counts)}

    def load(self, dumped: dict[str, Any]) -> None:
        for case in _ROWS.read(dumped["cases"]):
            self._put(case)
        self._times.extend(dumped["times"])
        self._counts = dict(dumped["counts"])

    def _put(self, case: Case) -> None:
        self._by_id[case.case] = case
        self._codes.add(case.code)


def _compact(day: str) -> str:
    return day.replace("-", "")
