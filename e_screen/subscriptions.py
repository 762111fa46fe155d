"""The topics of an e-screen: only public snapshots, nothing of devices and alarms, and not the event stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window comes first: the link to the hall is loaded later
    from kiosk.mqtt.topics import Topics


def filters(topics: Topics) -> list[str]:
    """The topic filters. They cover all windows, since a paused window sends people to another."""
    return [topics.catalogue, topics.calls, topics.queues, topics.notices, topics.content, topics.window_state("+")]
