"""A program's link to mosquitto: one thread of its own keeps it up, for terminals and the hall service alike.

Two threads may send: the network thread, and a publishing thread while the network thread waits for the broker.

| the network thread          | `_asleep` | lock `_turning` | what `publish` on another thread does               |
|-----------------------------|-----------|-----------------|-----------------------------------------------------|
| reads, works, sends         | False     | held            | queues; the network thread sends before it waits    |
| has decided to wait         | True      | held            | queues, cannot take the lock, and wakes the thread  |
| waits for the broker        | True      | free            | queues, takes the lock, and sends from its own turn |

No message is left in the queue, because of the order of two pairs of steps: `_turn` sets `_asleep` before it looks at
the queue, and `publish` queues before it looks at `_asleep`. Whichever comes second sees the first.

A program may do its work on the network thread (`on_batch`): no other thread has to be woken between a request and its
answer (docs/adr/0013). An exception of a callback is logged by kind and place, never with its text, which may quote a
personal payload.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping

from kiosk.mqtt.broker import Broker
from kiosk.mqtt.paho_link import LinkEndedError, PahoLink, Sent
from kiosk.mqtt.pauses import pause_before
from kiosk.mqtt.port import Incoming, Login, OnBatch, OnDone, OnLink, OnMessage, OpenWire, Outcome, Publication
from program.failures import log_failure

logger = logging.getLogger(__name__)

KEEPALIVE_S = 6  # paho notices a dead link after two of them, mosquitto after one and a half
GREETING_S = 5.0  # CONNACK and SUBACK must have come after so long
TURN_S, STUCK_S = 1.0, 60.0  # stuck: longer than a connect to an unknown host name


class Connection:
    """`port.Wire` describes the contract. `on_message` gets every message, also those before `on_link(True)`."""

    def __init__(
        self,
        broker: Broker,
        login: Login,
        *,
        on_message: OnMessage,
        on_link: OnLink,
        on_batch: OnBatch = lambda: None,
        keepalive_s: int = KEEPALIVE_S,
        window: int = 200,
        backlog: int = 10_000,
    ) -> None:
        self._broker = broker
        self._login = login
        self._on_message = on_message
        self._on_link = on_link
        self._on_batch = on_batch
        self._keepalive_s = keepalive_s
        self._window = window
        self._backlog = backlog
        self._queue: deque[tuple[int, Sent]] = deque()  # (number of the link it was given to, message)
        self._links = 0
        self._up = self._asleep = False
        self._works = False  # inside `on_batch`, whose publications are sent together
        self._why_down = ""
        self._hears: Mapping[str, int] = {}
        self._link: PahoLink | None = None
        self._turning = threading.Lock()  # the network thread holds it, except while it waits for the broker
        self._turned_at = time.monotonic()
        self._stop_at: float | None = None
        self._last: tuple[Publication, ...] = ()
        self._wake_read, self._wake_write = socket.socketpair()
        self._wake_read.settimeout(0)
        self._wake_write.settimeout(0)
        self._thread = threading.Thread(target=self._run, name=f"mqtt-{login.client_id}", daemon=True)

    @property
    def up(self) -> bool:
        return self._up

    @property
    def why_down(self) -> str:
        """Why the last link ended or was not made, for an engineer; empty if none was tried yet."""
        return self._why_down

    @property
    def alive(self) -> bool:
        """Whether the network thread turns, which it does without a link too; for a watchdog."""
        return time.monotonic() - self._turned_at < STUCK_S

    def start(self) -> None:
        self._turned_at = time.monotonic()
        self._thread.start()

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        if not (self._up or publication.keep) or len(self._queue) >= self._backlog:
            return False
        self._queue.append((self._links, Sent(publication, on_done)))  # before the look at `_asleep`
        if self._asleep:
            self._hurry()
        elif not self._works and threading.get_ident() == self._thread.ident:
            self._send_from_here()
        return True

    def flush(self) -> None:
        if threading.get_ident() == self._thread.ident:
            self._send_from_here(acknowledging=True)

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        self._hears = {**dict.fromkeys(lightly, 0), **dict.fromkeys(filters, 1)}
        self._wake()

    def _hurry(self) -> None:
        """Send from this thread while the network thread waits: an answer leaves one thread switch sooner."""
        if not self._turning.acquire(blocking=False):
            self._wake()
            return
        try:
            waits = not self._send_from_here()
        finally:
            self._turning.release()
        if waits:
            self._wake()

    def _send_from_here(self, *, acknowledging: bool = False) -> bool:
        """Send what needs no callback, `acknowledging` what came. True: the network thread has nothing left to do."""
        link = self._link
        if link is None or not self._up:
            return False
        together: list[Sent] = []
        try:
            while self._queue and link.room > len(together):
                number, sent = self._queue[0]
                if number != self._links or not sent.publication.qos or not link.takes(sent.publication):
                    break
                together.append(self._queue.popleft()[1])
            link.send(*together, acknowledging=acknowledging)
        except Exception as error:
            log_failure(logger, "the link to the broker", error)
            link.close()
            return False
        return not (self._queue or link.waits)

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        if self._stop_at is not None:
            return
        self._last = tuple(last)
        self._stop_at = time.monotonic() + timeout_s
        self._wake()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout_s + 3.0)

    # ---- everything below runs on the network thread

    def _run(self) -> None:
        attempt = 0
        while self._stop_at is None:
            began = time.monotonic()
            with self._turning:
                was_up = self._live()
            if self._stop_at is not None:
                break
            attempt = 0 if was_up and time.monotonic() - began > GREETING_S else attempt + 1
            self._rest(pause_before(attempt - 1 if attempt else 0))
        self._wake_read.close()
        self._wake_write.close()

    def _live(self) -> bool:
        """Run one link from connect to end. Returns whether it was ever up."""
        link = PahoLink(
            self._broker,
            self._login,
            on_message=self._deliver,
            on_outcome=self._report,
            keepalive_s=self._keepalive_s,
            window=self._window,
        )
        self._link = link
        self._hears = link.hears
        try:
            link.open()
            link.watch(self._wake_read)
            self._greet(link)
            self._serve(link)
        except OSError as ended:  # LinkEndedError is one
            self._why_down = str(ended)
            logger.info("no link to %s:%s: %s", self._broker.host, self._broker.port, ended)
        except Exception as error:
            log_failure(logger, "the link to the broker", error)
        link.close()
        self._link = None
        was_up = self._up
        self._up = self._asleep = False
        self._links += 1
        self._settle(link)
        if was_up:
            self._guard(self._on_link, False)  # noqa: FBT003 - the port's callback
        return was_up

    def _greet(self, link: PahoLink) -> None:
        """Wait until every subscription is answered, then send the births before anything else."""
        deadline = time.monotonic() + GREETING_S
        while not link.ready:
            if time.monotonic() > min(deadline, self._stop_at or deadline):
                raise LinkEndedError("the broker does not answer")
            self._turn(link)
        for publication in self._login.births():
            link.send(Sent(publication, None))
        logger.info("linked to %s:%s as %s", self._broker.host, self._broker.port, self._login.client_id)
        self._up = True
        self._guard(self._on_link, True)  # noqa: FBT003

    def _serve(self, link: PahoLink) -> None:
        self._work(link)
        while self._stop_at is None:
            self._send(link)
            link.hear(self._hears)
            self._turn(link)
        self._queue.extend((self._links, Sent(publication, None)) for publication in self._last)
        while (self._queue or link.unacknowledged) and time.monotonic() < self._stop_at:
            self._send(link)
            self._turn(link, 0.05)
        link.disconnect()
        while time.monotonic() < self._stop_at:
            self._turn(link, 0.05)

    def _turn(self, link: PahoLink, timeout_s: float = TURN_S) -> None:
        self._asleep = True  # before the look at the queue: see the module's docstring
        link.turn(0 if self._up and self._queue and link.room > 0 else timeout_s, self._turning)
        self._asleep = False
        self._turned_at = time.monotonic()
        if self._up:  # before that, nothing could be answered
            self._work(link)

    def _work(self, link: PahoLink) -> None:
        self._works = True
        self._guard(self._on_batch)
        self._works = False
        self._send_from_here(acknowledging=True)
        link.acknowledge()

    def _send(self, link: PahoLink) -> None:
        together: list[Sent] = []
        for _ in range(min(len(self._queue), link.room)):
            number, sent = self._queue.popleft()
            if number == self._links or sent.publication.keep:
                together.append(sent)
            else:
                self._report(sent, Outcome.LOST)
        link.send(*together)

    def _settle(self, link: PahoLink) -> None:
        """After a link's end: `keep` messages wait for the next link, in order; the others are reported LOST."""
        waiting = [*link.unacknowledged.values()]
        waiting += [self._queue.popleft()[1] for _ in range(len(self._queue))]
        self._queue.extendleft((self._links, sent) for sent in reversed(waiting) if sent.publication.keep)
        for sent in waiting:
            if not sent.publication.keep:
                self._report(sent, Outcome.LOST)

    def _deliver(self, incoming: Incoming) -> None:
        try:
            self._on_message(incoming)
        except Exception as error:
            log_failure(logger, f"taking a message on {incoming.topic}", error)

    def _report(self, sent: Sent, outcome: Outcome) -> None:
        if sent.on_done is not None:
            self._guard(sent.on_done, outcome)

    @staticmethod
    def _guard(callback: Callable[..., None], *given: object) -> None:
        try:
            callback(*given)
        except Exception as error:
            log_failure(logger, "a callback of the link", error)

    def _rest(self, seconds: float) -> None:
        """Sleep; return at once when `stop` is called."""
        until = time.monotonic() + seconds
        while self._stop_at is None and (left := until - time.monotonic()) > 0:
            self._turned_at = time.monotonic()
            self._wake_read.settimeout(left)
            with contextlib.suppress(TimeoutError):
                self._wake_read.recv(4096)

    def _wake(self) -> None:
        self._asleep = False
        with contextlib.suppress(OSError):  # full: the thread is awake already; closed: it has ended
            self._wake_write.send(b"\0")


def dial(broker: Broker) -> OpenWire:
    """Opens wires to this broker: `Client(dial(terminal.broker), …)`."""
    return functools.partial(Connection, broker)
