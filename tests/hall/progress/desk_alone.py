"""A case desk alone: its clock stands until a test moves it."""

from __future__ import annotations

import queue
from typing import Any

from case_rigs import case
from fake_cases import FakeCases

from domain.progress.views import ProgressAnswer, ProgressQuestion
from domain.refusal import Code, Refusal
from hall.progress.desk import Asking, ProgressDesk

WANG = case(receipt="A-1", phone="13800138000", name="王小明", person="a" * 32, stage="办结", changed_on="2026-11-02")


class DeskAlone:
    """A desk with a clock that stands until a test moves it."""

    def __init__(self, source: FakeCases) -> None:
        self.now = 1_000_000
        self.heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.desk: ProgressDesk[str] = ProgressDesk(source, self.heard.put, lambda: self.now)
        self.count = 0

    def begin(self, receipt: str = "A-1", tail: str = "8000", device: str = "kiosk-1", **more: Any) -> Refusal | None:
        self.count += 1
        question = ProgressQuestion(**({"receipt": receipt, "phone_tail": tail} | more))
        return self.desk.begin("what", Asking(f"r{self.count}", device, question))

    def ask(self, *asked: str, **more: Any) -> ProgressAnswer | Refusal | None:
        refusal = self.begin(*asked, **more)
        return refusal or self.desk.settled(self.heard.get(timeout=10))


def code(outcome: object) -> Code | None:
    return outcome.code if isinstance(outcome, Refusal) else None
