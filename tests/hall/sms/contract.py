"""What the contract's tests share: the message, and waiting for what comes from a real operator."""

from __future__ import annotations

import time
from collections.abc import Callable

from rigs import Rig

from hall.sms.port import Receipt, SmsMessage

CALL = SmsMessage("20261121-A012/called-7", "13900000001", "【测试大厅】请A012号到1号窗口办理。")
PATIENCE_S = 30.0


def until(true: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> None:
    """Look often until it is true; a peer that does not come in time fails the test."""
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.005)


def receipts(rig: Rig, most: int = 1) -> list[Receipt]:
    """At least so many receipts, as they come."""
    found: list[Receipt] = []

    def enough() -> bool:
        found.extend(rig.gateway.receipts())
        return len(found) >= most

    until(enough, f"{most} receipts")
    return found
