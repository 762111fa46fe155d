"""Cards of people who do not exist, for the desk.

Their numbers pass GB 11643; the first one is the standard's own sample.
"""

from __future__ import annotations

from kiosk.hw.cards import CardKind, Identity

SAMPLES: dict[str, Identity] = {
    "elder": Identity(CardKind.RESIDENT, number="11010519491231002X", name="李秀兰", birth="19491231", expires="长期"),
    "adult": Identity(
        CardKind.RESIDENT, number="110105198707163022", name="王小雨", birth="19870716", expires="20350716"
    ),
    "young": Identity(
        CardKind.SOCIAL, number="110105200111034019", name="欧阳明", birth="20011103", expires="20311103"
    ),
    "number-only": Identity(CardKind.OTHER, number="8F3A21C05D7714E6"),
}
