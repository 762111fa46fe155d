"""What an e-screen listens to: public snapshots alone. Nothing of devices and alarms, and not the event stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window comes first: what talks to the hall is loaded later
    from kiosk.mqtt.topics import Topics


def filters(topics: Topics) -> list[str]:
    """All windows, since a paused one sends people to another."""
    return [topics.catalogue, topics.calls, topics.queues, topics.notices, topics.content, topics.window_state("+")]
