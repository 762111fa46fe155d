"""Counts messages that cannot be read, and writes a line to the log now and then."""

from __future__ import annotations

import logging
from collections import Counter

from kiosk.mqtt.messages import is_logged

logger = logging.getLogger(__name__)


class Unreadable:
    """Call `count` for each message, with what is wrong with it."""

    def __init__(self) -> None:
        self._of: Counter[str] = Counter()

    def count(self, what: str) -> None:
        self._of[what] += 1
        number = self._of[what]
        if is_logged(number):
            logger.warning("messages %s: %d so far", what, number)
