"""One TCP connection's life on paho: connect, subscribe, send, receive, end. One thread at a time: the connection's
own, and while that waits in `turn`, whoever holds the lock that `turn` was given, to `send`.

A link is used once. When it has ended, `unacknowledged` holds what the broker had not acknowledged, and nothing is left
in paho that could be sent later.
"""

from __future__ import annotations

import logging
import select
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from paho.mqtt.client import Client as PahoClient
from paho.mqtt.client import ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from kiosk.mqtt.broker import Broker
from kiosk.mqtt.port import Login, OnMessage, Outcome, Publication
from kiosk.mqtt.publish_packet import Paho
from program.secret_file import read_secret

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 2.0
LARGEST_PACKET = 4 * 1024 * 1024
ENVELOPE = 1024  # bytes beside the payload: topic, response topic, correlation data
NO_MATCHING_SUBSCRIBERS, REFUSED = 0x10, 0x80  # MQTT 5 §3.4.2.1; everything from 0x80 is a refusal
MOST_PACKETS = 1_000  # most packets read in one turn: work must not wait for the end of a flood
USER_TIMEOUT_MS = 10_000  # unacknowledged TCP data this old ends the connection


class LinkEndedError(ConnectionError):
    """The link is gone; the text says why."""


class Sent:
    """A publication under way, with the callback for its outcome."""

    __slots__ = ("on_done", "publication")

    def __init__(self, publication: Publication, on_done: Callable[[Outcome], None] | None) -> None:
        self.publication = publication
        self.on_done = on_done


class PahoLink:
    """Call `open`, then `turn` until `LinkEndedError`. `ready`: every subscription of the login is answered. `hears`:
    the present subscriptions."""

    def __init__(
        self,
        broker: Broker,
        login: Login,
        *,
        on_message: OnMessage,
        on_outcome: Callable[[Sent, Outcome], None],
        keepalive_s: int,
        window: int,
    ) -> None:
        self.ready = False
        self.window = window
        self.unacknowledged: dict[int, Sent] = {}
        self._on_outcome = on_outcome
        self._kept = tuple(login.kept)
        self.hears: Mapping[str, int] = dict.fromkeys(login.subscriptions, 1)
        self._left_over = tuple(login.left_over)
        self._asked: deque[tuple[str, ...]] = deque()  # subscriptions without an answer yet
        self._broker = broker
        self._tls = broker.ca_file is not None
        self._keepalive_s = keepalive_s
        self._session_expiry_s = login.session_expiry_s
        self._why = "closed"
        self._wake: socket.socket | None = None
        self._largest = LARGEST_PACKET
        self._poll = select.poll()
        self._paho = Paho(CallbackAPIVersion.VERSION2, login.client_id, protocol=MQTTProtocolVersion.MQTTv5)
        self._paho.connect_timeout = CONNECT_TIMEOUT_S
        self._paho.max_inflight_messages_set(0)  # the window is kept here
        self._paho.on_socket_open = _no_delay
        self._paho.on_connect = self._connected
        self._paho.on_subscribe = self._subscribed
        self._paho.on_incoming = on_message
        self._paho.on_acknowledged = self._acknowledged
        self._paho.on_disconnect = self._disconnected
        will = login.will
        if will is not None:
            about = Properties(PacketTypes.WILLMESSAGE)  # type: ignore[no-untyped-call]
            about.ContentType = will.content_type
            self._paho.will_set(will.topic, will.payload, will.qos, will.retain, about)

    def open(self) -> None:
        """Connect the socket (up to 2 s) and send CONNECT. Raises OSError."""
        if self._broker.username is not None:
            self._paho.username_pw_set(self._broker.username, _password(self._broker))
        if self._broker.ca_file is not None:
            self._paho.tls_set_context(_tls(self._broker))
        asked = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        asked.SessionExpiryInterval = self._session_expiry_s
        asked.MaximumPacketSize = LARGEST_PACKET
        self._paho.connect(self._broker.host, self._broker.port, self._keepalive_s, clean_start=False, properties=asked)
        connected = self._paho.socket()
        if connected is None:
            raise LinkEndedError(self._why)
        self._poll.register(connected.fileno(), select.POLLIN)

    def watch(self, wake: socket.socket) -> None:
        """Let `turn` return when `wake` can be read, and read it empty."""
        self._wake = wake
        self._poll.register(wake.fileno(), select.POLLIN)

    def close(self) -> None:
        """Close in any state, without DISCONNECT, like a broken cable."""
        connected = self._paho.socket()
        if connected is not None:
            connected.close()

    @property
    def room(self) -> int:
        """How many more messages may be sent before the broker acknowledges one."""
        return self.window - len(self.unacknowledged)

    def takes(self, publication: Publication) -> bool:
        """Whether the broker accepts publications of this size at all."""
        topic = publication.topic
        return len(publication.payload) + ENVELOPE <= self._largest and bool(topic) and not set("+#\0") & set(topic)

    def send(self, *together: Sent, acknowledging: bool = False) -> None:
        """Give messages to paho in one piece. A message that the broker would not accept is `REFUSED` here, because it
        would end the link.

        `acknowledging`: also send what `acknowledge` would send, so that the broker is woken only once.
        """
        packets: list[bytes] = []
        at_once: list[Sent] = []
        for sent in together:
            publication = sent.publication
            if not self.takes(publication):
                logger.error("a message of %d bytes to %s cannot be sent", len(publication.payload), publication.topic)
                self._on_outcome(sent, Outcome.REFUSED)
                continue
            packet_id, packet = self._paho.packed(publication)
            packets.append(packet)
            if packet_id:
                self.unacknowledged[packet_id] = sent
            else:
                at_once.append(sent)
        if packets:
            if acknowledging:
                packets.append(self._paho.acknowledgement())
            self._paho.send(b"".join(packets))
        for sent in at_once:
            self._on_outcome(sent, Outcome.LOST if self._paho.socket() is None else Outcome.ACKNOWLEDGED)

    def hear(self, filters: Mapping[str, int]) -> None:
        """Subscribe to the new ones of these filters (filter → QoS), then unsubscribe from all others. The broker keeps
        this order."""
        if filters is self.hears:
            return
        new = {name: qos for name, qos in sorted(filters.items()) if self.hears.get(name) != qos}
        old = self.hears.keys() - filters.keys()
        self.hears = filters
        if new:
            self._subscribe(new)
        if old:
            self._paho.unsubscribe(sorted(old))

    def _subscribe(self, filters: Mapping[str, int], *, own: bool = True) -> None:
        """`own`: also receive this client's own messages."""
        self._asked.append(tuple(filters))
        self._paho.subscribe([(name, SubscribeOptions(qos=qos, noLocal=not own)) for name, qos in filters.items()])

    @property
    def waits(self) -> bool:
        """Whether `turn` must be called: sent bytes have not left yet, or the connection is gone."""
        return self._paho.socket() is None or self._paho.want_write()

    def turn(self, timeout_s: float, mine: threading.Lock) -> None:
        """Write what waits, wait for events, read what came. Raises `LinkEndedError`.

        `mine`: the lock that the caller holds; it is free while this waits, so that another thread may `send`.
        """
        self._paho.loop_misc()
        connected = self._paho.socket()
        if connected is None:
            raise LinkEndedError(self._why)
        fd = connected.fileno()
        self._poll.modify(fd, select.POLLIN | select.POLLOUT if self._paho.want_write() else select.POLLIN)
        # bytes already in our buffer do not make the socket readable
        left = self._paho.has_more or (self._tls and isinstance(connected, ssl.SSLSocket) and connected.pending() > 0)
        mine.release()
        try:
            happened = self._poll.poll(0 if left else timeout_s * 1000)
        finally:
            mine.acquire()
        readable = left
        for ready, events in happened:
            if ready != fd:
                if self._wake is not None:
                    self._wake.recv(4096)
                continue
            if events & select.POLLOUT:
                self._paho.loop_write()
            readable = readable or bool(events & ~select.POLLOUT)
        if readable:
            self._read(connected)

    def _read(self, connected: Any) -> None:
        """Read at most `MOST_PACKETS` packets; the next turn reads the rest of a flood."""
        read = 0
        while read < MOST_PACKETS:
            self._paho.loop_read()
            if self._paho.socket() is not connected:
                return
            read += 1 + self._paho.take_messages(MOST_PACKETS - read - 1)
            if not self._paho.has_more:
                return

    def acknowledge(self) -> None:
        """Acknowledge what came so far: the broker need not keep it any longer."""
        self._paho.acknowledge()

    def disconnect(self) -> None:
        """Send DISCONNECT, so that the broker drops the will; `turn` then raises `LinkEndedError`."""
        self._paho.disconnect()

    def _connected(
        self, _paho: PahoClient, _userdata: Any, flags: ConnectFlags, reason: ReasonCode, properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._why = f"the broker refuses the connection: {reason}"
            return
        # MQTT 5 §3.2.2.3.3: more unacknowledged messages than this and the broker disconnects.
        self.window = min(self.window, getattr(properties, "ReceiveMaximum", 65_535))
        self._largest = min(self._largest, getattr(properties, "MaximumPacketSize", LARGEST_PACKET))
        if flags.session_present and self._left_over:
            self._paho.unsubscribe([*self._left_over])
        if self._kept:
            self._subscribe(dict.fromkeys(self._kept, 1), own=False)
        if self.hears:
            self._subscribe(self.hears)
        else:
            self.ready = True

    def _subscribed(
        self, _paho: PahoClient, _userdata: Any, _mid: int, reasons: list[ReasonCode], _properties: Any
    ) -> None:
        for name, reason in zip(self._asked.popleft(), reasons, strict=False):
            if reason.is_failure:
                logger.error("subscription to %s is refused: %s", name, reason)
        self.ready = self.ready or not self._asked

    def _acknowledged(self, packet_id: int, reason: int) -> None:
        sent = self.unacknowledged.pop(packet_id, None)
        if sent is None:
            return
        if reason >= REFUSED:
            logger.error("publishing to %s is refused: reason code 0x%02x", sent.publication.topic, reason)
            self._on_outcome(sent, Outcome.REFUSED)
        else:
            self._on_outcome(sent, Outcome.NOBODY if reason == NO_MATCHING_SUBSCRIBERS else Outcome.ACKNOWLEDGED)

    def _disconnected(
        self, _paho: PahoClient, _userdata: Any, _flags: DisconnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        if self._why == "closed":
            self._why = str(reason)


def _no_delay(_paho: PahoClient, _userdata: Any, opened: Any) -> None:
    """Without it a request and its answer take 88 ms instead of 0.8: Nagle waits for delayed acknowledgements."""
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)


def _password(broker: Broker) -> str | None:
    if broker.password_file is None:
        return None
    return read_secret(broker.password_file)


def _tls(broker: Broker) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=broker.ca_file)
    if broker.cert_file is not None:
        context.load_cert_chain(broker.cert_file, broker.key_file)
    return context
