"""What is published is read into the class of its topic, and what is not of that class is refused."""

from __future__ import annotations

from typing import Any

import pytest
from machine_sample import catalogue

from domain.statuses import DeviceStatus
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.ticket import PrintOrder
from domain.views.window import WindowSnapshot
from kiosk.mqtt.messages import DeviceState, HostState, NotReadableError, write
from kiosk.mqtt.snapshots import read_published, snapshot_class
from kiosk.mqtt.topics import Topics

TOPICS = Topics("h1")
ORDER = PrintOrder(order="r1", ticket="d-A001", number="A001", queue="q", issued_at=0, language="zh_CN")
PUBLISHED: list[tuple[str, Any]] = [
    (TOPICS.queues, QueuesSnapshot(version=1, at=2, day="d", queues=())),
    (TOPICS.calls, CallsSnapshot(version=1, at=2, day="d", calls=())),
    (TOPICS.notices, NoticesSnapshot(version=1, at=2, boards=(), hours=(), today=())),
    (TOPICS.catalogue, catalogue()),
    (TOPICS.host_state, HostState(online=True, session=1, at=2)),
    (TOPICS.device_state("m1"), DeviceState(state=DeviceStatus.READY, session=1, at=2)),
    (TOPICS.order("m1"), ORDER),
]


@pytest.mark.parametrize(("topic", "value"), PUBLISHED)
def test_each_topic_is_read_into_its_class(topic: str, value: Any) -> None:
    assert read_published(TOPICS, topic, write(value)) == value


@pytest.mark.parametrize("topic", [*(topic for topic, _ in PUBLISHED), TOPICS.window_state("w1")])
@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b"\xff"])
def test_what_is_not_of_its_class_is_refused(topic: str, payload: bytes) -> None:
    with pytest.raises(NotReadableError):
        read_published(TOPICS, topic, payload)


OTHERS = [TOPICS.picture("lin"), TOPICS.event_stream, TOPICS.reply("m1"), TOPICS.event("m1"), Topics("h2").queues]


@pytest.mark.parametrize("topic", OTHERS)
def test_anything_else_is_its_bytes(topic: str) -> None:
    assert read_published(TOPICS, topic, b"\x89PNG") == b"\x89PNG"


def test_only_snapshots_have_a_version() -> None:
    classes = {topic: snapshot_class(TOPICS, topic) for topic, _ in PUBLISHED}
    assert [cls for cls in classes.values() if cls] == [QueuesSnapshot, CallsSnapshot, NoticesSnapshot, Catalogue]
    assert snapshot_class(TOPICS, TOPICS.window_state("w1")) is WindowSnapshot
    assert snapshot_class(TOPICS, "xc/v1/h2/window/w1/state") is None
