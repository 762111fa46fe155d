"""The hall's side of the wire in a few lines: answers, acknowledges, remembers. On any broker."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import Any

from houses import SOON

from kiosk.mqtt.messages import Answer, HostState, Request, read, write
from kiosk.mqtt.port import Incoming, Login, OpenWire, Publication
from kiosk.mqtt.topics import Topics

TOPICS = Topics("h1")

Reply = Callable[[Request], Answer | None]


def yes(request: Request) -> Answer:
    return Answer(id=request.id, ok=True, data={"type": request.type})


class SmallHall:
    """`answer` and `acknowledge` may be exchanged; None says nothing. `seen` has every request and event in order."""

    def __init__(self, open_wire: OpenWire, session: int = 1) -> None:
        self.answer: Reply = yes
        self.acknowledge: Reply = yes
        self.seen: queue.SimpleQueue[tuple[str, Request]] = queue.SimpleQueue()
        self.links: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.session = session
        self.wire = open_wire(
            Login(
                "hall",
                subscriptions=[TOPICS.command("+"), TOPICS.event("+")],
                births=lambda: [self.state(online=True)],
                will=self.state(online=False),
                session_expiry_s=3600,
            ),
            on_message=self._take,
            on_link=self.links.put,
        )

    def start(self) -> SmallHall:
        self.wire.start()
        assert self.links.get(timeout=SOON)
        return self

    def state(self, *, online: bool, session: int | None = None) -> Publication:
        session = self.session if session is None else session
        return Publication(TOPICS.host_state, write(HostState(online=online, session=session, at=1)), retain=True)

    def say(self, topic: str, value: Any, *, retain: bool = True) -> None:
        payload = value if isinstance(value, bytes) else write(value)
        assert self.wire.publish(Publication(topic, payload, retain=retain))

    def next(self) -> tuple[str, Request]:
        return self.seen.get(timeout=SOON)

    def stop(self) -> None:
        self.wire.stop([self.state(online=False)])

    def _take(self, incoming: Incoming) -> None:
        request = read(Request, incoming.payload)
        self.seen.put((incoming.topic, request))
        of = TOPICS.device_of(incoming.topic)
        assert of is not None
        if of[1] == "event":
            answer, topic = self.acknowledge(request), TOPICS.ack(of[0])
        else:
            answer, topic = self.answer(request), incoming.response_topic or ""
        if answer is not None:
            self.wire.publish(Publication(topic, write(answer), correlation=incoming.correlation, keep=True))
