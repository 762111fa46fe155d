"""A broker in memory, with retained messages, wills, sessions and cut links, for tests of programs. It passes the same
contract tests as mosquitto. One thread does everything in order, so no callback comes on the caller's thread.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial

from paho.mqtt.client import topic_matches_sub

from kiosk.mqtt.port import Incoming, Login, OnBatch, OnDone, OnLink, OnMessage, Outcome, Publication
from program.failures import log_failure

logger = logging.getLogger(__name__)


class MemoryWire:
    """One client. See `port.Wire`."""

    def __init__(
        self,
        broker: MemoryBroker,
        login: Login,
        *,
        on_message: OnMessage,
        on_link: OnLink,
        on_batch: OnBatch,
    ) -> None:
        self.client_id = login.client_id
        self.on_message = on_message
        self.on_link = on_link
        self.on_batch = on_batch
        self.login = self.subscriptions = tuple(login.subscriptions)
        self.of_before = tuple(login.kept)
        self.births = login.births
        self.will = login.will
        self.linked = False
        self.cut = False
        self.known = False  # has a session: messages that come while it is away wait for it
        self.kept: list[tuple[Publication, OnDone | None]] = []
        self.waiting: list[tuple[float, Incoming]] = []  # (expires, message)
        self._broker = broker

    @property
    def up(self) -> bool:
        return self.linked

    @property
    def alive(self) -> bool:
        return True

    def start(self) -> None:
        self._broker.do(lambda: self._broker.link(self))

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        if not (self.linked or publication.keep):
            return False
        self._broker.do(lambda: self._broker.take(self, publication, on_done))
        return True

    def flush(self) -> None:
        """Does nothing: everything is sent in order anyway."""

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        wanted = (*filters, *lightly)  # this broker keeps everything, so `lightly` makes no difference
        self._broker.do(lambda: self._broker.hear(self, wanted))

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        done = threading.Event()

        def end() -> None:
            for publication in last:
                self._broker.take(self, publication, None)
            self._broker.unlink(self, will=False)
            self._broker.forget(self)
            done.set()

        self._broker.do(end)
        if not self._broker.is_own_thread():
            done.wait(timeout_s)


class MemoryBroker:
    """`dial` opens wires (`Client(broker.dial, …)`). `cut` and `restore` break and mend one client's link; `kill` and
    `start` end and start the whole broker, which forgets what was retained, as after a power cut.
    """

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._wires: dict[str, MemoryWire] = {}
        self._retained: dict[str, Publication] = {}
        self._running = True
        self._thread = threading.Thread(target=self._run, name="memory-broker", daemon=True)
        self._thread.start()

    def dial(
        self, login: Login, *, on_message: OnMessage, on_link: OnLink, on_batch: OnBatch = lambda: None
    ) -> MemoryWire:
        return MemoryWire(self, login, on_message=on_message, on_link=on_link, on_batch=on_batch)

    def cut(self, client_id: str) -> None:
        """End this client's link as a pulled cable does; its will is published. It cannot connect until `restore`."""

        def end() -> None:
            wire = self._wires[client_id]
            wire.cut = True
            self.unlink(wire, will=True)

        self.do(end)

    def restore(self, client_id: str) -> None:
        def again() -> None:
            wire = self._wires[client_id]
            wire.cut = False
            self.link(wire)

        self.do(again)

    def kill(self) -> None:
        """End all links without wills; retained messages and sessions are gone."""

        def end() -> None:
            self._running = False
            self._retained.clear()
            for wire in self._wires.values():
                self.unlink(wire, will=False)
                wire.known = False
                wire.waiting.clear()

        self.do(end)

    def start(self) -> None:
        def again() -> None:
            self._running = True
            for wire in [*self._wires.values()]:
                self.link(wire)

        self.do(again)

    def close(self) -> None:
        self._tasks.put(None)
        self._thread.join(2)

    # ---- for wires; all but `do` and `is_own_thread` run on the broker's thread

    def do(self, task: Callable[[], None]) -> None:
        self._tasks.put(task)

    def is_own_thread(self) -> bool:
        return threading.current_thread() is self._thread

    def link(self, wire: MemoryWire) -> None:
        self._wires[wire.client_id] = wire
        if wire.linked or wire.cut or not self._running:
            return
        wire.linked = True
        wire.known = True
        wire.subscriptions = wire.login
        now = time.monotonic()
        for expires, incoming in wire.waiting:
            if expires > now:
                _guard(wire.on_message, incoming)
        wire.waiting.clear()
        for publication in self._retained.values():
            if _wants(wire, publication.topic, wire.of_before):
                _guard(wire.on_message, _incoming(publication, retained=True))
        for publication in wire.births():
            self.take(wire, publication, None)
        _guard(wire.on_link, True)  # noqa: FBT003 - the port's callback
        _guard(wire.on_batch)
        kept, wire.kept = wire.kept, []
        for publication, on_done in kept:
            self.take(wire, publication, on_done)

    def hear(self, wire: MemoryWire, filters: tuple[str, ...]) -> None:
        if not wire.linked:
            return
        new = [name for name in filters if name not in wire.subscriptions]
        wire.subscriptions = filters
        for publication in self._retained.values():
            if any(topic_matches_sub(name, publication.topic) for name in new):
                _deliver(wire, _incoming(publication, retained=True))

    def unlink(self, wire: MemoryWire, *, will: bool) -> None:
        if not wire.linked:
            return
        wire.linked = False
        if will and wire.will is not None:
            self._route(wire.will)
        _guard(wire.on_link, False)  # noqa: FBT003

    def forget(self, wire: MemoryWire) -> None:
        self._wires.pop(wire.client_id, None)

    def take(self, wire: MemoryWire, publication: Publication, on_done: OnDone | None) -> None:
        if wire.linked:
            outcome = Outcome.ACKNOWLEDGED if self._route(publication) else Outcome.NOBODY
        elif publication.keep:
            wire.kept.append((publication, on_done))
            return
        else:
            outcome = Outcome.LOST
        if on_done is not None:
            _guard(on_done, outcome)

    def _route(self, publication: Publication) -> bool:
        """Deliver it to every subscriber, now or when the subscriber is back. Returns whether there was one."""
        if publication.retain and publication.payload:
            self._retained[publication.topic] = publication
        elif publication.retain:
            self._retained.pop(publication.topic, None)
        incoming = _incoming(publication, retained=False)
        readers = [wire for wire in self._wires.values() if wire.known and _wants(wire, publication.topic)]
        for wire in readers:
            if wire.linked:
                self.do(partial(_deliver, wire, incoming))
            else:
                seconds = float("inf") if publication.expiry_s is None else publication.expiry_s
                wire.waiting.append((time.monotonic() + seconds, incoming))
        return bool(readers)

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            _guard(task)


def _guard(callback: Callable[..., None], *given: object) -> None:
    try:
        callback(*given)
    except Exception as error:
        log_failure(logger, "a callback of the wire", error)


def _deliver(wire: MemoryWire, incoming: Incoming) -> None:
    _guard(wire.on_message, incoming)
    _guard(wire.on_batch)


def _wants(wire: MemoryWire, topic: str, more: tuple[str, ...] = ()) -> bool:
    return any(topic_matches_sub(wanted, topic) for wanted in (*wire.subscriptions, *more))


def _incoming(publication: Publication, *, retained: bool) -> Incoming:
    return Incoming(
        publication.topic, publication.payload, retained, publication.response_topic, publication.correlation
    )
