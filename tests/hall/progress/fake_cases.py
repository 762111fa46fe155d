"""A case source in memory: cases are put in, and it can be slow, silent or wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from domain.normal_form import normal
from domain.progress.cases import CaseChange, CaseRecord
from hall.progress.port import Changes, Found, SourceAway


class FakeCases:
    """A `CaseSource`. `away`: why it does not answer; `slow_s`: how long it takes to."""

    finds_people = True
    tells_changes = True

    def __init__(self, cases: Iterable[CaseRecord] = (), changes: Iterable[CaseChange] = ()) -> None:
        self.cases = list(cases)
        self.told = list(changes)
        self.away = ""
        self.slow_s = 0.0
        self.asked = 0
        self._lock = threading.Lock()

    def by_receipt(self, receipt: str) -> Found:
        return self._found(lambda case: normal(case.receipt) == normal(receipt))

    def by_person(self, person: str) -> Found:
        return self._found(lambda case: case.person == person)

    def changes(self, since: int | None, limit: int) -> Changes | SourceAway:
        trouble = self._answers()
        if trouble is not None:
            return trouble
        told = sorted(self.told, key=lambda change: change.change)
        last = told[-1].change if told else since or 0
        return Changes(tuple(one for one in told if since is not None and one.change > since)[:limit], last)

    def close(self) -> None:
        self.away = "closed"

    def _found(self, meant: Callable[[CaseRecord], bool]) -> Found:
        return self._answers() or tuple(case for case in self.cases if meant(case))

    def _answers(self) -> SourceAway | None:
        with self._lock:
            self.asked += 1
        time.sleep(self.slow_s)
        return SourceAway(self.away) if self.away else None
