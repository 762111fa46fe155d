"""The hall on the wire: every message of a moment becomes one batch, is committed, and then answered.

Two threads take turns at it, under one lock, the hall's. Requests are worked on the wire's own thread, which has just
read them and sends what they bring: nobody has to be woken between a request and its answer. What time brings, and what
the SMS worker says, is worked on the main thread, also while there is no broker.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from domain.config import HallConfig
from domain.events import DayClosed
from hall import keys
from hall.alarm_watch import AlarmWatch
from hall.desk import Writer, BatchResult
from hall.notices import Notices
from hall.orders import Orders
from hall.presence import Presence
from hall.publisher import Publisher, Snapshots
from hall.questions import Queries
from hall.reception import RawRequest
from hall.sms.courier import Courier, Receipts, Reported
from hall.sms.mail import Mail
from hall.sms.port import SmsGateway
from hall.store import Sms, Store
from hall.stream import MARK, Stream
from kiosk import sd_notify
from kiosk.mqtt.messages import HostState, write
from kiosk.mqtt.port import Incoming, Login, OpenWire, Publication
from kiosk.mqtt.topics import Topics

logger = logging.getLogger(__name__)

TICK_MS = 1_000
QUIET_MS = 2
STREAM_LATEST_MS = 250
"""Answers go first: the event stream goes on when nobody has asked for 2 ms, or after a quarter of a second."""

TRICKLE = 12
"""Events of the stream that may go out between two requests of one asker: less than a millisecond."""

ANSWER_EXPIRY_S = 60
SESSION_EXPIRY_S = 3_600  # so long the broker keeps requests and outbox events while the hall restarts


class _Stop:
    """Ends the service."""


class _Look:
    """Something is due sooner than the main thread thought; or the program is to end of a bug on the wire's thread."""


Item = _Stop | _Look | Reported | Receipts


class Service:
    """`run` until `stop`. `folder` is where hall.toml lies (portraits are beside it)."""

    def __init__(
        self,
        config: HallConfig,
        store: Store,
        open_wire: OpenWire,
        *,
        folder: Path,
        clock_ms: Callable[[], int],
        gateway: SmsGateway | None = None,
        version: str = "",
    ) -> None:
        self._store = store
        self._topics = topics = Topics(config.id)
        self._clock_ms = clock_ms
        self._version = version
        self._lock = threading.Lock()
        self._failed: BaseException | None = None
        self._inbox: queue.SimpleQueue[Item] = queue.SimpleQueue()  # for the main thread
        self._arrived: list[Incoming] = []  # on the wire's thread, not worked yet
        self._linked = False
        self._sleeps_until = 0
        self._session = next_session(store, clock_ms())
        self._serial = count(1)
        self._unreadable: Counter[str] = Counter()
        self._degraded = ""
        self._stopping = False
        self._presence = Presence(config)
        self._alarms = AlarmWatch(config, self._presence, store.folder)
        self._notices = Notices(config, store, lambda ticket: self._writer.calls_before(ticket))  # noqa: PLW0108 - made below
        self._writer = Writer(
            config,
            store,
            clock_ms=clock_ms,
            queries=Queries(config.id, store, self._next_version, self._presence.devices, self._alarms.unwritten),
            verify=keys.verify,
            ticket_key=keys.ticket_keys(store.folder),
            watch=self._notices.on_event if gateway is not None else None,
            forget=self._notices.forget,
            printers=self._presence.printers,
        )
        self._writer.keep(meta={SESSION: str(self._session)})
        self._orders = Orders(topics)
        self._publisher = Publisher(config, topics, folder, self._next_version)
        self._courier = Courier(gateway, self._inbox.put, clock_ms) if gateway is not None else None
        self._mail = Mail(store, self._courier, lambda sms: self._writer.keep(sms=[sms])) if self._courier else None
        self._wire = open_wire(
            Login(
                f"{config.id}-hall",
                subscriptions=(topics.command("+"), topics.event("+"), topics.device_state("+")),
                births=lambda: [self._host_state(online=True)],
                will=self._host_state(online=False),
                session_expiry_s=SESSION_EXPIRY_S,
            ),
            on_message=self._take,
            on_link=self._take_link,
            on_batch=self._work_arrived,
        )
        self._stream = Stream(
            config.id, topics.event_stream, store, self._wire.publish, lambda: self._inbox.put(_Look())
        )
        self._last_tick = 0
        self._last_asked = 0
        self._unsent = 0
        self._last_pump = 0

    def stop(self) -> None:
        """End `run` soon; from any thread or signal handler."""
        self._inbox.put(_Stop())

    def run(self) -> None:
        """Serve until `stop`; then everything that was answered is on disk, and said to be away."""
        with self._working():
            self._tick()
        if self._courier is not None and self._mail is not None:
            self._courier.start()
            self._mail.begin(self._clock_ms())
        self._wire.start()
        logger.info("hall %s is ready, session %d, day %s", self._topics.hall, self._session, self._writer.hall.day)
        sd_notify.tell("READY=1")
        settle_memory()
        items: list[Item] = []
        while not self._stopping:
            with self._working():
                self._turn(items)
                patience = self._patience_ms()
                self._sleeps_until = monotonic_ms() + patience
            items = self._wait(patience)
        sd_notify.tell("STOPPING=1")
        if self._courier is not None and self._mail is not None:
            with self._working():
                self._mail.stop()
            self._courier.stop()
        with self._working():
            self._turn(self._drain())
        self._wire.stop([self._host_state(online=False)])
        with self._working():
            self._writer.keep(meta={MARK: str(self._stream.mark)})
            last = self._writer.tick()
            if self._mail is not None:
                self._mail.committed(last.sms, self._clock_ms())
                self._writer.tick()  # what was marked and not handed over is queued on disk too
            self._writer.snapshot()
        logger.info("hall %s stopped", self._topics.hall)

    # ---- the wire's thread

    def _take(self, incoming: Incoming) -> None:
        self._arrived.append(incoming)

    def _take_link(self, up: bool) -> None:  # noqa: FBT001 - the port's callback
        self._linked = self._linked or up

    def _work_arrived(self) -> None:
        """Everything that had come by now."""
        arrived, self._arrived = self._arrived, []
        linked, self._linked = self._linked, False
        if not (arrived or linked) or self._failed is not None:
            return
        try:
            with self._working():
                self._work_at(arrived, linked=linked)
                sooner = monotonic_ms() + self._patience_ms() < self._sleeps_until
        except Exception:
            self._inbox.put(_Look())
            raise
        if sooner:
            self._inbox.put(_Look())

    # ---- the main thread

    def _wait(self, patience_ms: int) -> list[Item]:
        """What has come, at once if anything has; else what comes before something is due."""
        try:
            return [self._inbox.get(timeout=patience_ms / 1000), *self._drain()]
        except queue.Empty:
            return []

    def _drain(self) -> list[Item]:
        items: list[Item] = []
        while not self._inbox.empty():
            items.append(self._inbox.get())
        return items

    def _patience_ms(self) -> int:
        mono_ms = monotonic_ms()
        due = self._last_tick + TICK_MS
        if self._publisher.waiting:
            due = min(due, mono_ms + self._publisher.wait_ms(mono_ms))
        if self._stream.behind and self._wire.up:
            due = min(due, max(self._last_asked, self._last_pump) + QUIET_MS)
        return max(0, due - mono_ms)

    def _turn(self, items: Sequence[Item]) -> None:
        for item in items:
            if isinstance(item, Reported | Receipts) and self._mail is not None:
                self._mail.told(item, self._clock_ms())
            elif isinstance(item, _Stop):
                self._stopping = True
        mono_ms = monotonic_ms()
        if mono_ms - self._last_tick >= TICK_MS:
            self._tick()
        elif self._publisher.waiting:
            self._publish(self._publisher.due(self._writer.hall, self._clock_ms(), mono_ms))
        quiet = mono_ms - self._last_asked >= QUIET_MS
        self._send_stream(0, now=quiet)
        self._writer.rest(idle=quiet)

    def _send_stream(self, requests: int, *, now: bool) -> None:
        """The stream gives way to people: it goes out when nobody asks, a few events at a time while somebody does,
        and at the latest when its time has come."""
        self._unsent += requests
        if not self._wire.up:
            return
        mono_ms = monotonic_ms()
        if now or mono_ms - self._last_pump >= STREAM_LATEST_MS:
            self._last_pump = mono_ms
            self._stream.pump()
        elif requests <= 2 and self._unsent >= TRICKLE:
            self._stream.pump(TRICKLE)
        else:
            return
        self._unsent = 0

    @contextlib.contextmanager
    def _working(self) -> Iterator[None]:
        """Whoever is in it is the single writer. After a bug on either thread nobody is: it is raised here again."""
        with self._lock:
            if self._failed is not None:
                raise self._failed
            try:
                yield
            except BaseException as error:
                self._failed = error
                raise

    # ---- under the lock

    def _work_at(self, arrived: Iterable[Incoming], *, linked: bool) -> None:
        requests: list[tuple[Incoming, RawRequest]] = []
        for incoming in arrived:
            self._sort(incoming, requests)
        if requests:
            self._last_asked = monotonic_ms()
            self._work(requests)
        if linked:
            self._introduce()
        self._send_stream(len(requests), now=linked)
        self._writer.rest(idle=False)

    def _sort(self, incoming: Incoming, requests: list[tuple[Incoming, RawRequest]]) -> None:
        of = self._topics.device_of(incoming.topic)
        if of is None or (incoming.retained and of[1] != "state"):
            self._count("on a topic that is no device's")
        elif of[1] == "state":
            if not self._presence.heard(of[0], incoming.payload, None if incoming.retained else monotonic_ms()):
                self._count("no device state")
        else:
            requests.append((incoming, RawRequest(of[0], incoming.payload, outbox=of[1] == "event")))

    def _work(self, requests: Sequence[tuple[Incoming, RawRequest]]) -> None:
        done = self._writer.handle([request for _, request in requests])
        for (incoming, request), answer in zip(requests, done.answers, strict=True):
            if answer is None:
                self._count("unreadable, without an id to answer")
            else:
                self._wire.publish(self._envelope(incoming, request, answer.encode()))
        self._follow(done)

    def _envelope(self, incoming: Incoming, request: RawRequest, answer: bytes) -> Publication:
        if request.outbox:
            return Publication(self._topics.ack(request.device), answer)
        wanted = incoming.response_topic
        allowed = wanted is not None and self._topics.may_reply_to(request.device, wanted)
        to = wanted if wanted is not None and allowed else self._topics.reply(request.device)
        return Publication(to, answer, correlation=incoming.correlation, expiry_s=ANSWER_EXPIRY_S)

    def _follow(self, done: BatchResult) -> None:
        """What comes of a batch that is on disk: screens, the stream, messages."""
        if done.events:
            self._order(self._orders.after(self._writer.hall, done.events, self._clock_ms()))
            self._publish(self._publisher.after(self._writer.hall, done.events, self._clock_ms(), monotonic_ms()))
            self._stream.committed(done.stored)
        if self._mail is not None:
            if any(isinstance(event, DayClosed) for event in done.events):
                self._mail.forget()
            self._mail.committed(done.sms, self._clock_ms())
        self._say_how_it_is()

    def _tick(self) -> None:
        self._last_tick = monotonic_ms()
        if self._mail is not None:
            self._mail.tick(self._clock_ms())
        if self._store.meta(MARK) != str(self._stream.mark):
            self._writer.keep(meta={MARK: str(self._stream.mark)})
        now = self._clock_ms()
        disk_full = self._writer.trouble is not None
        faults = self._alarms.look(self._writer.hall, now, self._last_tick, disk_full=disk_full)
        self._follow(self._writer.tick(faults))
        self._publish(self._publisher.time_passed(self._writer.hall, now, self._last_tick))
        if self._wire.alive:
            sd_notify.tell("WATCHDOG=1")

    def _introduce(self) -> None:
        """The broker is there, perhaps a new one: everything retained goes out, and the stream goes on."""
        self._order(self._orders.open(self._writer.hall, self._clock_ms()))
        self._publish(self._publisher.everything(self._writer.hall, self._clock_ms()))
        self._stream.linked()

    def _publish(self, snapshots: Snapshots) -> None:
        for publication in snapshots.publications:
            if self._wire.publish(publication, partial(self._publisher.heard, publication)):
                self._publisher.took(publication)
        if self._mail is not None and snapshots.line is not None:
            near: list[Sms] = list(self._notices.on_line(snapshots.line, self._clock_ms()))
            if near:
                self._writer.keep(sms=near)

    def _order(self, orders: Iterable[Publication]) -> None:
        for order in orders:
            self._wire.publish(order)

    # ---- words about itself

    def _next_version(self) -> int:
        """Grows over restarts too: the session stands above the count."""
        return self._session << 32 | next(self._serial)

    def _host_state(self, *, online: bool) -> Publication:
        state = HostState(
            online=online,
            session=self._session,
            at=self._clock_ms(),
            version=self._version,
            degraded=self._degraded if online else "",
        )
        return Publication(self._topics.host_state, write(state), retain=True)

    def _say_how_it_is(self) -> None:
        degraded = self._writer.trouble.kind.value if self._writer.trouble is not None else ""
        if degraded != self._degraded:
            self._degraded = degraded
            self._wire.publish(self._host_state(online=True))

    def _count(self, what: str) -> None:
        """Log at the first, second, fourth … time: a flood must not fill the log either."""
        self._unreadable[what] += 1
        number = self._unreadable[what]
        if number & (number - 1) == 0:
            logger.warning("messages %s: %d so far", what, number)


SESSION = "host_session"
_HOUR_MS = 3_600_000
_2026_MS = 1_767_225_600_000


def next_session(store: Store, now: int) -> int:
    """Greater than at every start before. On a new disk: hours since 2026, because retained births remember."""
    last = store.meta(SESSION)
    return int(last) + 1 if last is not None else max(1, (now - _2026_MS) // _HOUR_MS)


def settle_memory() -> None:
    """What is there when the day begins stays: the collector need not look at it again, nor as often as usual."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000
