"""What an e-screen listens to: public snapshots alone. Devices, their alarms and the event stream are none of its."""

from __future__ import annotations

from kiosk.mqtt.topics import Topics


def filters(topics: Topics) -> list[str]:
    """All windows, since a paused one sends people to another."""
    return [topics.catalogue, topics.calls, topics.queues, topics.notices, topics.window_state("+")]
