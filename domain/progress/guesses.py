"""How wrong pairs of receipt and phone slow down whoever tries them: by the device, and by the receipt.

Ten thousand tails are soon tried by a machine, and a machine in a hall is everybody's: so a receipt is guarded by waits
that grow long, and a device by short ones, which the next person hardly meets.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

FREE = 4
"""So many wrong ones in a row cost nothing; the fifth does."""

DEVICE_STEPS_S = (10, 20, 40, 60)
RECEIPT_STEPS_S = (30, 60, 300, 900, 3_600)
"""The wait after the wrong ones that follow, in seconds; the last one for all after it."""

DEVICE_FORGOTTEN_MS = 600_000
RECEIPT_FORGOTTEN_MS = 24 * 3_600_000
"""So long without a wrong one, and those before it count no more."""

MOST = 20_000
"""Receipts are remembered; then the oldest are forgotten. At one device's pace that is more than a day's guesses."""


@dataclass(slots=True)
class _Wrong:
    count: int
    last_ms: int


class WrongPairs:
    """Counts by device and receipt, whether the receipt exists or not. All times are of a clock that never jumps, in
    ms. In memory alone."""

    def __init__(self) -> None:
        self._devices: dict[str, _Wrong] = {}
        self._receipts: OrderedDict[str, _Wrong] = OrderedDict()

    def wrong(self, device: str, receipt: str, now_ms: int) -> None:
        """A pair that fits no case. `receipt`: in its normal form, or a hash of that."""
        _count(self._devices, device, now_ms, DEVICE_FORGOTTEN_MS)
        _count(self._receipts, receipt, now_ms, RECEIPT_FORGOTTEN_MS)
        self._receipts.move_to_end(receipt)
        while len(self._receipts) > MOST:
            self._receipts.popitem(last=False)

    def right(self, receipt: str) -> None:
        """Its holder has found it: what was wrong with it before were slips. Others count on."""
        self._receipts.pop(receipt, None)

    def wait_s(self, device: str, receipt: str, now_ms: int) -> int:
        """How many whole seconds this device with this receipt still has to wait; 0: not at all."""
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
