"""A terminal's client: its presence, its requests to the hall, the snapshots it follows, and the events it must not
lose.

Callbacks run on the wire's or the timers' thread and must only enqueue. `Runner.post` is such a callback.
"""

from __future__ import annotations

import logging
import math
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from domain.refusal import Code
from domain.statuses import DeviceStatus
from domain.views.public import QueuesSnapshot
from domain.views.ticket import PrintOrder
from kiosk.mqtt import messages
from kiosk.mqtt.messages import Answer, DeviceState, HostState, Request, is_logged, new_id, read, wall_ms, write
from kiosk.mqtt.outbox import DiskFull, Held, Outbox, OutboxFull, Recorded
from kiosk.mqtt.pending import OnAnswer, PendingRequests
from kiosk.mqtt.port import Incoming, Login, OnDone, OpenWire, Publication
from kiosk.mqtt.presence import HallNews, HallWatch, NewestOnly, SeenNumbers
from kiosk.mqtt.sender import Sender
from kiosk.mqtt.snapshots import Versioned, read_published
from kiosk.mqtt.topics import Topics
from program.timers import TimerThread

logger = logging.getLogger(__name__)

OnHall = Callable[[HostState, bool], None]
Published = Versioned | DeviceState | HostState | PrintOrder | bytes


class Client:
    """The connection of one terminal to its hall.

    `open_wire`: `connection.dial(broker)` or `MemoryBroker().dial`. `session`: from `presence.next_session`.
    `subscriptions`: topic filters besides the client's own. `on_message(topic, value)` gets snapshots as the classes of
    `domain.views`, each newer than all of its topic before it; other topics as bytes. `on_link(online)`: the broker is
    connected *and* the hall service is online; called at each change, and away before the first call. `on_hall(state,
    replaced)`: the store of the hall has become known or has changed; `replaced`: everything passed on before no longer
    holds. It is called before the first snapshot of that store. `on_twice(twice)`: whether the hall hears two machines
    under this device's name; called at each change. `on_done(answer)`: the hall has taken an event of the outbox;
    `data` is the result. `outbox`: needed for `record`; the caller closes it after `stop`. `held`: its events are not
    sent. `machine`: a mark of the machine, for people to compare.
    """

    def __init__(
        self,
        open_wire: OpenWire,
        topics: Topics,
        device: str,
        *,
        program: str,
        session: int,
        on_message: Callable[[str, Published], None],
        on_link: Callable[[bool], None],
        on_hall: OnHall = lambda _state, _replaced: None,
        on_twice: Callable[[bool], None] = lambda _twice: None,
        on_done: Callable[[Answer], None] = lambda _answer: None,
        subscriptions: Iterable[str] = (),
        outbox: Outbox | None = None,
        held: bool = False,
        version: str = "",
        machine: str = "",
        health: dict[str, Any] | None = None,
    ) -> None:
        self._topics = topics
        self._device = device
        self._program = program
        self._version = version
        self._session = session
        self._instance = secrets.token_hex(8)
        self._machine = machine
        self._health = self._born_with = dict(health or {})
        self._on_message = on_message
        self._on_link = on_link
        self._on_hall = on_hall
        self._on_twice = on_twice
        self._on_done = on_done
        self._twice = False
        self._reply = topics.reply(device)
        self._command = topics.command(device)
        self._ack = topics.ack(device)
        self._hall = HallWatch()
        self._newest = NewestOnly()
        self._live = False
        self._seen = SeenNumbers()
        self._early: dict[str, Versioned] = {}  # topic → newest snapshot of a store that `host/state` has not named yet
        self._unreadable: Counter[str] = Counter()
        self._online = False
        self._timers = TimerThread(device)
        self._pending = PendingRequests(self._send_request, self._timers)
        self._outbox = outbox
        self._sender = Sender(outbox, self._send_event, self._timers, held=held) if outbox is not None else None
        login = Login(
            f"{topics.hall}-{device}",
            subscriptions=(topics.host_state, self._reply, self._ack, *subscriptions),
            births=self._births,
            will=self._state(DeviceStatus.LOST),
        )
        self._wire = open_wire(login, on_message=self._take, on_link=self._linked)

    @property
    def online(self) -> bool:
        """Whether the broker is connected and the hall is online."""
        return self._online

    @property
    def live(self) -> bool:
        """During `on_message`: whether the message was sent just now, and not retained by the broker."""
        return self._live

    @property
    def connected(self) -> bool:
        """Whether the broker is connected."""
        return self._wire.up

    @property
    def alive(self) -> bool:
        """Whether the wire's thread works; for a watchdog."""
        return self._wire.alive

    @property
    def host(self) -> HostState | None:
        """The newest `host/state` (e.g. with `degraded`); None before the first."""
        return self._hall.state

    def start(self) -> None:
        self._timers.start()
        self._wire.start()

    def stop(self) -> None:
        """Publish the goodbye and end. Open requests get None."""
        self._wire.stop([self._state(DeviceStatus.STOPPED)])
        self._timers.stop()
        self._pending.close()

    def request(
        self,
        type_: str,
        data: dict[str, Any],
        on_answer: OnAnswer,
        *,
        timeout_s: float = 5.0,
        request_id: str | None = None,
        by: str = "",
    ) -> str:
        """Send a request, in the name of the person `by` if there is one. Returns the request id.

        `on_answer` is called once; if there is no hall, before this returns. The same `request_id` is the same request:
        the hall gives the same answer and does nothing twice. After a lost link the request is sent again in its time.
        """
        id_ = request_id or new_id()
        self._pending.ask(Request(id=id_, type=type_, data=data, by=by or None), on_answer, timeout_s)
        return id_

    def record(self, type_: str, data: dict[str, Any]) -> Recorded | Held | OutboxFull | DiskFull:
        """Put an event into the outbox and send it as soon as the hall is there. Blocks for one disk flush."""
        assert self._outbox is not None, "this client was made without an outbox"
        assert self._sender is not None
        recorded = self._outbox.append(type_, data, hall_is_there=self.online)
        self._sender.wake()
        return recorded

    def set_health(self, health: dict[str, Any]) -> None:
        """Set the health that the supervisor sees; it is published when it has changed."""
        if health != self._health:
            self._health = dict(health)
            self._wire.publish(self._state(DeviceStatus.READY))

    def _births(self) -> list[Publication]:
        self._born_with = self._health
        return [self._state(DeviceStatus.READY, birth=True)]

    def _state(self, state: DeviceStatus, *, birth: bool = False) -> Publication:
        born = DeviceState(
            state=state,
            session=self._session,
            at=wall_ms(),
            program=self._program,
            version=self._version,
            health=self._health if state is DeviceStatus.READY else {},
            instance=self._instance,
            machine=self._machine,
            seen=self._seen.counters if birth else {},
            seen_day=self._seen.day if birth else "",
        )
        return Publication(self._topics.device_state(self._device), write(born), retain=True)

    def _send_request(self, request: Request, seconds: float, on_done: OnDone) -> None:
        hall = self._hall.state
        publication = Publication(
            self._command,
            write(replace(request, store=hall.store if hall is not None and hall.store else None)),
            response_topic=self._reply,
            correlation=request.id.encode(),
            expiry_s=max(1, math.ceil(seconds)),  # expired requests are dropped: the asker no longer waits
        )
        self._wire.publish(publication, on_done)  # if not taken, it is sent again with the next link, or times out

    def _send_event(self, request: Request) -> bool:
        return self._wire.publish(Publication(self._topics.event(self._device), write(request)))

    def _take(self, incoming: Incoming) -> None:
        try:
            self._read(incoming)
        except messages.NotReadableError:
            # Never its text: it quotes the message.
            self._unreadable[incoming.topic] += 1
            count = self._unreadable[incoming.topic]
            if is_logged(count):
                logger.warning("unreadable message on %s (%d so far)", incoming.topic, count)

    def _read(self, incoming: Incoming) -> None:
        topic = incoming.topic
        if topic == self._reply:
            answer = read(Answer, incoming.payload)
            of_another = answer.error is not None and answer.error.code == Code.HALL_OTHER_STORE
            id_ = (incoming.correlation or b"").decode("ascii", "replace")
            self._pending.answered(id_, None if of_another else answer)
        elif topic == self._ack:
            acknowledgement = read(Answer, incoming.payload)
            if self._sender is not None:
                # On the timers' thread: deleting a row flushes the disk, and messages must not wait for that.
                self._timers.after(0, partial(self._sender.acknowledged, acknowledgement))
            if acknowledgement.ok:
                self._on_done(acknowledgement)
        elif topic == self._topics.host_state:
            self._hall_says(read(HostState, incoming.payload), retained=incoming.retained)
        elif incoming.payload:  # an empty one only removes what was retained
            self._live = not incoming.retained
            value = read_published(self._topics, topic, incoming.payload)
            if isinstance(value, bytes | DeviceState | HostState | PrintOrder):
                self._on_message(topic, value)
            else:
                self._show(topic, value)

    def _show(self, topic: str, snapshot: Versioned) -> None:
        """Pass on a snapshot that is newer than all before it. A snapshot of another store than the hall's waits until
        the hall names that store.

        A hall names its store before it sends anything else, so a snapshot of another store is normally a late one of a
        store that is gone. If the order is ever reversed, the snapshot is not lost.
        """
        hall = self._hall.state
        if hall is not None and snapshot.store != hall.store:
            self._early[topic] = snapshot
        elif self._newest.passes(topic, snapshot.version):
            if isinstance(snapshot, QueuesSnapshot):
                self._seen.take(snapshot)
            self._on_message(topic, snapshot)

    def _hall_says(self, state: HostState, *, retained: bool) -> None:
        known = self._hall.state is not None
        news = self._hall.take(state, retained=retained)
        if news is HallNews.STALE:
            return
        replaced = news is HallNews.REPLACED
        if replaced:
            logger.warning("another store of the hall: %s, session %d", state.store or "without id", state.session)
            self._newest.forget()
            self._wire.publish(
                self._state(DeviceStatus.READY, birth=True)
            )  # a new store may know less than the terminal has seen
        if replaced or not known:
            self._on_hall(state, replaced)
            self._pending.forget()  # after `on_hall`, so that no request for the old store goes to the new one
            early, self._early = self._early, {}
            self._live = False
            for topic, snapshot in early.items():
                self._show(topic, snapshot)
        twice = self._device in state.twice
        if state.online and twice != self._twice:  # a will does not know it
            self._twice = twice
            self._on_twice(twice)
        self._judge(restarted=known and news is not HallNews.SAME)

    def _linked(self, up: bool) -> None:  # noqa: FBT001 - the port's callback
        if not up:
            self._hall.link_lost()
        elif self._health is not self._born_with:  # it changed between the birth and the link being up
            self._wire.publish(self._state(DeviceStatus.READY))
        self._judge(restarted=up)

    def _judge(self, *, restarted: bool) -> None:
        """Report a change of `online`. When the hall is back, or was restarted, send open requests again."""
        online = self._wire.up and self._hall.online
        changed = online != self._online
        self._online = online
        self._pending.link(online=online, anew=changed or restarted)
        if changed:
            self._on_link(online)
        if self._sender is not None and (changed or (online and restarted)):
            self._timers.after(0, partial(self._sender.link, online=online))
