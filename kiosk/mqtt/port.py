"""The wire as programs see it: messages out and in, and the outcome of each. There are two implementations, for
mosquitto (`connection.py`) and for a broker in memory (`bench/memory_broker.py`); one contract suite tests both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Incoming(NamedTuple):
    """A message that arrived. `retained`: the broker had stored it, so it may be old."""

    topic: str
    payload: bytes
    retained: bool = False
    response_topic: str | None = None
    correlation: bytes | None = None


JSON, CLOUD_EVENT, PNG = "application/json", "application/cloudevents+json", "image/png"


class Publication(NamedTuple):
    """A message to send.

    `content_type`: what the payload is, as docs/asyncapi.yaml says of each message (MQTT 5 §3.3.2.3.9).

    `expiry_s`: after how many seconds the broker drops it (MQTT 5 message expiry). `keep`: wait for a link if there is
    none, and send again after a broken one until the broker acknowledges. Without `keep`, a message lost with the link
    is reported `LOST` and never sent later: a call that a clerk gave up must not happen a minute later.
    """

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False
    response_topic: str | None = None
    correlation: bytes | None = None
    expiry_s: int | None = None
    keep: bool = False
    content_type: str = JSON


class Outcome(StrEnum):
    """What became of a publication."""

    ACKNOWLEDGED = "acknowledged"  # the broker has it (QoS 0: it was written to the socket)
    NOBODY = "nobody"  # the broker has it, but nobody is subscribed (0x10): for a request, there is no hall
    REFUSED = "refused"  # the broker refused it (0x80 and above): access list, quota, bad topic
    LOST = "lost"  # the link ended first; the broker may or may not have it


OnDone = Callable[[Outcome], None]
OnMessage = Callable[[Incoming], None]
OnLink = Callable[[bool], None]
OnBatch = Callable[[], None]
Births = Callable[[], Iterable[Publication]]


@dataclass(frozen=True, slots=True)
class Login:
    """A program's login at the broker, and what it asks for at each connect.

    `client_id` is unique in the hall. `subscriptions` are topic filters (QoS 1), subscribed anew at each connect, so
    that retained messages come again. `left_over`: filters that an earlier run may have passed to `Wire.hear`; they are
    unsubscribed in a session that the broker has kept. `births()` is called at each connect, and its publications are
    sent before the wire is `up`. `will` is what the broker publishes if the link breaks. `session_expiry_s`: how long
    the broker queues messages for this client while it is away. `kept`: filters of its own topics, on which it wants
    the retained messages but not its own new ones.
    """

    client_id: str
    subscriptions: Iterable[str] = ()
    left_over: Iterable[str] = ()
    births: Births = tuple
    will: Publication | None = None
    session_expiry_s: int = 120
    kept: Iterable[str] = ()


class Wire(Protocol):
    """One program's link to the hall's broker. All callbacks run on the wire's own thread: enqueue and return.

    Only `on_batch` may work: it is called when everything that had come (in a flood, a part of it) was passed to
    `on_message`. What it publishes is sent together when it returns or calls `flush`. The messages are acknowledged to
    the broker only after `on_batch` has returned, raised or called `flush`. They are acknowledged after an exception
    too, so that a message which ends a program does not end it again at each start; askers repeat their requests.
    """

    @property
    def up(self) -> bool:
        """Whether it is connected and subscribed, and the births are sent."""
        ...

    @property
    def alive(self) -> bool:
        """Whether the wire's own thread works; for a watchdog."""
        ...

    def start(self) -> None:
        """Begin to connect; returns at once. `on_link(True)` follows each time the link is up."""
        ...

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        """Hand over a message; from any thread, never blocks. False: not taken, and `on_done` will not be called.

        Not taken: no link (unless `keep`), or the backlog is full.
        """
        ...

    def flush(self) -> None:
        """Send what `on_batch` has published so far, in one piece. Outside of `on_batch` there is nothing to send.

        It also says that the messages of the batch are processed, so they are acknowledged in the same piece.
        """
        ...

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        """Replace the subscriptions until this link ends. May be called from any thread. Retained messages of new
        filters are delivered.

        New filters are subscribed before old ones are dropped, so nothing is missed; messages may come twice.
        `lightly`: filters with QoS 0, whose messages the broker drops instead of queueing them for a slow reader.
        """
        ...

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        """Send what is queued and then `last` (a goodbye), wait for the acknowledgement, disconnect without a will."""
        ...


class OpenWire(Protocol):
    """Makes the wire of one program: `connection.dial(broker)`, or `MemoryBroker().dial`."""

    def __call__(self, login: Login, *, on_message: OnMessage, on_link: OnLink, on_batch: OnBatch = ...) -> Wire: ...
