"""A program's link to mosquitto: kept up by one thread of its own, for terminals and the hall service alike.

What is published while that thread waits for the broker is sent by whoever publishes it. A lock keeps the two apart.
A program may do its work on that thread (`on_batch`): no other one has to be woken between a request and its answer.

Whatever a callback raises is logged by place and kind, never with its text: payloads may be personal.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import random
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

from kiosk.mqtt.paho_link import LinkEndedError, PahoLink, Sent
from kiosk.mqtt.port import Births, Incoming, OnBatch, OnDone, OnLink, OnMessage, OpenWire, Outcome, Publication
from kiosk.settings import Broker

logger = logging.getLogger(__name__)

KEEPALIVE_S = 6  # paho notices a dead link after two of them, mosquitto after one and a half
LONGEST_PAUSE_S = 3.0
FIRST_PAUSE_S = 0.25
SHORTEST_PAUSE_S = 0.05
GREETING_S = 5.0  # CONNACK and SUBACK must have come after so long
TURN_S = 1.0
STUCK_S = 60.0  # longer than a connect to a broker whose name nobody resolves


def pause_before(attempt: int, chance: Callable[[], float] = random.random) -> float:
    """Seconds before attempt `attempt` (0 = the first after a loss): full jitter under a doubling ceiling.

    A hall's terminals all lose the broker at the same moment; they must not all come back at the same moment.
    """
    ceiling = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(attempt, 10))
    return max(SHORTEST_PAUSE_S, ceiling * chance())


class Connection:
    """See `port.Wire` for what is promised. `on_message` gets every message, also those before `on_link(True)`."""

    def __init__(
        self,
        broker: Broker,
        client_id: str,
        *,
        on_message: OnMessage,
        on_link: OnLink,
        on_batch: OnBatch = lambda: None,
        subscriptions: Iterable[str] = (),
        births: Births = tuple,
        will: Publication | None = None,
        session_expiry_s: int = 120,
        keepalive_s: int = KEEPALIVE_S,
        window: int = 200,
        backlog: int = 10_000,
    ) -> None:
        self._broker = broker
        self._client_id = client_id
        self._on_message = on_message
        self._on_link = on_link
        self._on_batch = on_batch
        self._subscriptions = tuple(subscriptions)
        self._births = births
        self._will = will
        self._session_expiry_s = session_expiry_s
        self._keepalive_s = keepalive_s
        self._window = window
        self._backlog = backlog
        self._queue: deque[tuple[int, Sent]] = deque()  # (number of the link it was given to, message)
        self._links = 0
        self._up = False
        self._asleep = False
        self._link: PahoLink | None = None
        self._turning = threading.Lock()  # held by the network thread but while it waits for something to happen
        self._turned_at = time.monotonic()
        self._stop_at: float | None = None
        self._last: tuple[Publication, ...] = ()
        self._wake_read, self._wake_write = socket.socketpair()
        self._wake_read.settimeout(0)
        self._wake_write.settimeout(0)
        self._thread = threading.Thread(target=self._run, name=f"mqtt-{client_id}", daemon=True)

    @property
    def up(self) -> bool:
        return self._up

    @property
    def alive(self) -> bool:
        """The thread has turned lately; for a watchdog. A link that is down is no fault of the thread."""
        return time.monotonic() - self._turned_at < STUCK_S

    def start(self) -> None:
        self._turned_at = time.monotonic()
        self._thread.start()

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        if not (self._up or publication.keep) or len(self._queue) >= self._backlog:
            return False
        self._queue.append((self._links, Sent(publication, on_done)))
        if self._asleep:
            self._hurry()
        elif threading.get_ident() == self._thread.ident:
            self._send_from_here()
        return True

    def _hurry(self) -> None:
        """Send from this thread while the other one waits for the broker: an answer is out one thread switch sooner."""
        if not self._turning.acquire(blocking=False):
            self._wake()
            return
        try:
            waits = not self._send_from_here()
        finally:
            self._turning.release()
        if waits:
            self._wake()

    def _send_from_here(self) -> bool:
        """Whether nothing is left to the network thread's own turn. What would call somebody back is."""
        link = self._link
        if link is None or not self._up:
            return False
        try:
            while self._queue and link.room > 0:
                number, sent = self._queue[0]
                if number != self._links or not sent.publication.qos or not link.takes(sent.publication):
                    break
                link.send(self._queue.popleft()[1])
        except Exception as error:
            logger.error("the link to the broker failed: %s", place_of(error))  # noqa: TRY400 - the text may be personal
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
        """One link from its connect to its end. Returns whether it was ever up."""
        link = PahoLink(
            self._broker,
            self._client_id,
            on_message=self._deliver,
            on_outcome=self._report,
            subscriptions=self._subscriptions,
            will=self._will,
            session_expiry_s=self._session_expiry_s,
            keepalive_s=self._keepalive_s,
            window=self._window,
        )
        self._link = link
        try:
            link.open()
            link.watch(self._wake_read)
            self._greet(link)
            self._serve(link)
        except OSError as ended:  # LinkEndedError is one
            logger.info("no link to %s:%s: %s", self._broker.host, self._broker.port, ended)
        except Exception as error:
            logger.error("the link to the broker failed: %s", place_of(error))  # noqa: TRY400 - the text may be personal
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
        """Until every subscription is answered; then births go out before anything else."""
        deadline = time.monotonic() + GREETING_S
        while not link.ready:
            if time.monotonic() > min(deadline, self._stop_at or deadline):
                raise LinkEndedError("the broker does not answer")
            self._turn(link)
        for publication in self._births():
            link.send(Sent(publication, None))
        logger.info("linked to %s:%s as %s", self._broker.host, self._broker.port, self._client_id)
        self._up = True
        self._guard(self._on_link, True)  # noqa: FBT003

    def _serve(self, link: PahoLink) -> None:
        self._work(link)
        while self._stop_at is None:
            self._send(link)
            self._turn(link)
        self._queue.extend((self._links, Sent(publication, None)) for publication in self._last)
        while (self._queue or link.unacknowledged) and time.monotonic() < self._stop_at:
            self._send(link)
            self._turn(link, 0.05)
        link.disconnect()
        while time.monotonic() < self._stop_at:
            self._turn(link, 0.05)

    def _turn(self, link: PahoLink, timeout_s: float = TURN_S) -> None:
        self._asleep = True
        busy = self._up and self._queue and link.room > 0
        link.turn(0 if busy else timeout_s, self._turning)
        self._asleep = False
        self._turned_at = time.monotonic()
        if self._up:  # before, nothing could be answered
            self._work(link)

    def _work(self, link: PahoLink) -> None:
        self._guard(self._on_batch)
        link.acknowledge()

    def _send(self, link: PahoLink) -> None:
        for _ in range(min(len(self._queue), link.room)):
            number, sent = self._queue.popleft()
            if number == self._links or sent.publication.keep:
                link.send(sent)
            else:
                self._report(sent, Outcome.LOST)

    def _settle(self, link: PahoLink) -> None:
        """After a link's end: what is kept waits for the next one, in its order; the rest is lost and said so."""
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
            logger.error("taking a message on %s failed: %s", incoming.topic, place_of(error))  # noqa: TRY400

    def _report(self, sent: Sent, outcome: Outcome) -> None:
        if sent.on_done is not None:
            self._guard(sent.on_done, outcome)

    @staticmethod
    def _guard(callback: Callable[..., None], *given: object) -> None:
        try:
            callback(*given)
        except Exception as error:
            logger.error("a callback of the link failed: %s", place_of(error))  # noqa: TRY400

    def _rest(self, seconds: float) -> None:
        """Wait, but not for a stop."""
        until = time.monotonic() + seconds
        while self._stop_at is None and (left := until - time.monotonic()) > 0:
            self._turned_at = time.monotonic()
            self._wake_read.settimeout(left)
            with contextlib.suppress(TimeoutError):
                self._wake_read.recv(4096)

    def _wake(self) -> None:
        self._asleep = False
        with contextlib.suppress(OSError):  # full: it is awake already; closed: it has ended
            self._wake_write.send(b"\0")


def dial(broker: Broker) -> OpenWire:
    """What opens wires to this broker: `Client(dial(terminal.broker), …)`."""
    return functools.partial(Connection, broker)


def place_of(error: BaseException) -> str:
    """Kind and place of an error, without its text: validation errors quote what was read."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else "?"
    return f"{type(error).__name__} at {where}"
