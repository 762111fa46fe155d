"""Waits after wrong pairs of receipt and phone: one for the device they come from, one for the receipt.

The number on a ticket and its review code are such a pair too; then the number stands for the receipt.

All ten thousand endings of a phone number could be tried quickly, so the waits of a receipt grow long. A machine in a
hall serves everybody, so the waits of a device stay short, and the next person hardly meets them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

FREE = 4
"""How many wrong pairs in a row cost no wait; the next one does."""

DEVICE_STEPS_S = (10, 20, 40, 60)
RECEIPT_STEPS_S = (30, 60, 300, 900, 3_600)
"""The waits after the following wrong pairs, in seconds; the last value also for all later ones."""

DEVICE_FORGOTTEN_MS = 600_000
RECEIPT_FORGOTTEN_MS = 24 * 3_600_000
"""After this time without a wrong pair, earlier ones no longer count."""

MOST = 20_000
"""How many receipts are remembered; the oldest are forgotten first. At one device's pace these are more than a day's
guesses."""


@dataclass(slots=True)
class _Wrong:
    count: int
    last_ms: int


class WrongPairs:
    """Counts wrong pairs by device and by receipt, whether the receipt exists or not. In memory alone. All times are ms
    of a clock that never jumps."""

    def __init__(self) -> None:
        self._devices: dict[str, _Wrong] = {}
        self._receipts: OrderedDict[str, _Wrong] = OrderedDict()

    def wrong(self, device: str, receipt: str, now_ms: int) -> None:
        """Count a pair that fits no case. `receipt`: in normal form, or a hash of that."""
        _count(self._devices, device, now_ms, DEVICE_FORGOTTEN_MS)
        _count(self._receipts, receipt, now_ms, RECEIPT_FORGOTTEN_MS)
        self._receipts.move_to_end(receipt)
        while len(self._receipts) > MOST:
            self._receipts.popitem(last=False)

    def right(self, receipt: str) -> None:
        """Forget the wrong pairs of this receipt: its holder has found the case, so they were slips. Other receipts
        keep theirs."""
        self._receipts.pop(receipt, None)

    def wait_s(self, device: str, receipt: str, now_ms: int) -> int:
        """How many whole seconds this device still has to wait before it may ask for this receipt; 0: it need not
        wait."""
        left_ms = max(
            _left_ms(self._devices.get(device), DEVICE_STEPS_S, DEVICE_FORGOTTEN_MS, now_ms),
            _left_ms(self._receipts.get(receipt), RECEIPT_STEPS_S, RECEIPT_FORGOTTEN_MS, now_ms),
        )
        return -(-left_ms // 1000)


def _count(wrong: dict[str, _Wrong], name: str, now_ms: int, forgotten_ms: int) -> None:
    known = wrong.get(name)
    if known is None or now_ms - known.last_ms >= forgotten_ms:
        wrong[name] = _Wrong(1, now_ms)
    else:
        known.count, known.last_ms = known.count + 1, now_ms


def _left_ms(wrong: _Wrong | None, steps_s: Sequence[int], forgotten_ms: int, now_ms: int) -> int:
    if wrong is None or wrong.count <= FREE or now_ms - wrong.last_ms >= forgotten_ms:
        return 0
    wait_ms = steps_s[min(wrong.count - FREE, len(steps_s)) - 1] * 1000
    return max(0, wrong.last_ms + wait_ms - now_ms)
