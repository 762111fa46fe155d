"""Topic → class: reads what the hall publishes into the views of the domain."""

from __future__ import annotations

from domain.emergency.views import EmergencySnapshot
from domain.flow import Snapshot
from domain.help.views import HelpSnapshot
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, ContentSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.ticket import PrintOrder
from domain.views.window import WindowSnapshot
from kiosk.mqtt.messages import DeviceState, HostState, read
from kiosk.mqtt.topics import Topics

Versioned = Snapshot | EmergencySnapshot
"""Messages with a version: the snapshots for flows, and the emergency notice over all of them."""


def snapshot_class(topics: Topics, topic: str) -> type[Versioned] | None:
    """The class of the versioned message on `topic`; None if it has none."""
    if topic == topics.queues:
        return QueuesSnapshot
    if topic == topics.calls:
        return CallsSnapshot
    if topic == topics.notices:
        return NoticesSnapshot
    if topic == topics.emergency:
        return EmergencySnapshot
    if topic == topics.help:
        return HelpSnapshot
    if topic == topics.content:
        return ContentSnapshot
    if topic == topics.catalogue:
        return Catalogue
    if topics.window_of(topic) is not None:
        return WindowSnapshot
    return None


def read_published(
    topics: Topics, topic: str, payload: bytes
) -> Versioned | DeviceState | HostState | PrintOrder | bytes:
    """The message of `topic`: a snapshot, a device's state, an order, or the bytes themselves (pictures, events).

    Raises `NotReadableError` for anything else.
    """
    made = snapshot_class(topics, topic)
    if made is not None:
        snapshot: Versioned = read(made, payload)
        return snapshot
    if topic == topics.host_state:
        return read(HostState, payload)
    of = topics.device_of(topic)
    if of is not None and of[1] == "state":
        return read(DeviceState, payload)
    if of is not None and of[1] == "order":
        return read(PrintOrder, payload)
    return payload
