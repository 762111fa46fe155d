"""The wire as programs see it: what goes out, what comes in, what becomes of it. Two brokers stand behind it,
mosquitto (`connection.py`) and the one in memory (`bench/memory_broker.py`); one contract suite holds both to this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Incoming(NamedTuple):
    """A message that arrived. `retained`: it was kept by the broker and is not new."""

    topic: str
    payload: bytes
    retained: bool = False
    response_topic: str | None = None
    correlation: bytes | None = None


JSON, CLOUD_EVENT, PNG = "application/json", "application/cloudevents+json", "image/png"


class Publication(NamedTuple):
    """A message to send.

    `content_type`: what the payload is, as docs/asyncapi.yaml says of each message (MQTT 5 §3.3.2.3.9).

    `expiry_s`: the broker throws it away after so many seconds (MQTT 5 message expiry).
    `keep`: wait for a link if there is none, and send again after a broken one until the broker acknowledges.
    Without it, a message that the link took down with it is reported `LOST` and never sent later: a call that a
    clerk gave up on must not happen a minute after.
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
    NOBODY = "nobody"  # the broker has it, and nobody is subscribed (0x10): for a request, there is no hall
    REFUSED = "refused"  # the broker said no (0x80 and above): access list, quota, bad topic
    LOST = "lost"  # the link ended first; the broker may or may not have it


OnDone = Callable[[Outcome], None]
OnMessage = Callable[[Incoming], None]
OnLink = Callable[[bool], None]
OnBatch = Callable[[], None]
Births = Callable[[], Iterable[Publication]]


@dataclass(frozen=True, slots=True)
class Login:
    """Who a program is at the broker, and what it asks of it at each connect.

    `client_id` is unique in the hall. `subscriptions` are topic filters (QoS 1), subscribed anew at each connect,
    so that retained messages come again. `left_over`: filters that an earlier run may have told `Wire.hear`; a session
    that the broker has kept is rid of them. `births()` is called at each connect, and its publications are sent before
    the wire is `up`. `will` is what the broker publishes if the link breaks. `session_expiry_s`: for so many seconds
    the broker queues messages for this client while it is away. `kept` are topic filters of its own topics: it wants to
    hear what the broker has kept there, and not its own words again.
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

    `on_batch` alone may work: it is called when everything that had come (of a flood, a part) is with `on_message`, and
    what it publishes is sent together when it returns, or says `flush`. The broker is told that it need not keep those
    messages any more only after it has returned, or raised, or said `flush`: a message that ends a program must not end
    it again at each start. Who asked asks again.
    """

    @property
    def up(self) -> bool:
        """Connected, subscribed, births sent."""
        ...

    @property
    def alive(self) -> bool:
        """Whether the wire's own thread is at work; for a watchdog."""
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
        """Send what was published until now in `on_batch`, in one piece; at any other time it has been sent already.

        It says that what came is worked, and the broker is told so in the same piece.
        """
        ...

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        """Until this link ends, these are the subscriptions; from any thread. What is retained under new ones comes.

        New ones are in force before others are given up: nothing that both want is missed. It may come twice.
        `lightly`: filters whose messages the broker drops rather than keep for a reader that is slow (QoS 0).
        """
        ...

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        """Send what is queued and then `last` (a goodbye), wait for the broker's word, disconnect without a will."""
        ...


class OpenWire(Protocol):
    """Makes the wire of one program: `connection.dial(broker)`, or `MemoryBroker().dial`."""

    def __call__(self, login: Login, *, on_message: OnMessage, on_link: OnLink, on_batch: OnBatch = ...) -> Wire: ...
