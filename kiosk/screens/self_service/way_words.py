"""The words of the buttons that lead from an item to a number or to a booking."""

from __future__ import annotations

from kiosk.widgets.theme import Metrics
from program.speech import Speaker


def way_words(say: Speaker, m: Metrics, *, both: bool) -> tuple[str, str]:
    """The words of the number's button and of the booking's; short ones where both stand and there is little width."""
    if both and (m.elder or not m.portrait):
        return say("取号"), say("预约")
    return say("为这件事取号"), say("为这件事预约")
