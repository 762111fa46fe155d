"""Nobody who takes a number waits for a case source: every thread that asks it hangs, and the hall answers."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from case_rigs import case
from fake_cases import FakeCases
from hall_by_hand import HallByHand, request

from hall.progress.port import Found

WANG = case(receipt="A-1", phone="13800138000", name="王小明")


class HangingCases(FakeCases):
    """Answers when a test lets it."""

    def __init__(self) -> None:
        super().__init__([WANG])
        self.go = threading.Event()
        self.held = threading.Semaphore(0)

    def by_receipt(self, receipt: str) -> Found:
        self.held.release()
        assert self.go.wait(60)
        return super().by_receipt(receipt)


def test_numbers_are_given_while_every_asking_thread_hangs(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    source = HangingCases()
    hall = HallByHand(tmp_path, cases=source, more='\n[progress]\n[progress.folder]\npath = "cases"\n')
    hall.links()
    asked = [request("progress.lookup", device, receipt="A-1", phone_tail="8000") for device in ("kiosk-1", "desk-1")]
    assert hall.brings(*asked, *asked[:1]) == [], "nothing is answered yet, and the same request is asked once"
    for _ in range(2):
        assert source.held.acquire(timeout=30)
    assert hall.ask("ticket.issue", queue="social")["ok"]
    hall.wire.published.clear()
    source.go.set()
    news: list[Any] = []
    while len(news) < 2:
        news.append(hall.service._inbox.get(timeout=30))
    hall.work.turn(news)
    answers = [json.loads(one.payload) for one in hall.wire.published if one.topic.endswith("/reply")]
    assert [answer["data"]["cases"][0]["receipt"] for answer in answers] == ["A-1", "A-1"]
    hall.work._progress.stop()
    hall.store.close()
