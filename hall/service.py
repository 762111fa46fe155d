"""The hall on the wire: all messages that have come become one batch, which is committed and then answered.

Two threads take turns under one lock, the hall's lock. Requests are processed on the wire's own thread, which reads
them and sends the answers, so no other thread has to wake up between a request and its answer. The main thread handles
the passing of time and the results of the SMS worker, also while there is no broker.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator

from hall.arrivals.hearing import Hearing
from hall.rivals.quiet_wire import QuietWire
from hall.rivals.rivals import Standing
from hall.work import HallParts, HallWork, News
from kiosk.mqtt.port import Login, OpenWire
from program import sd_notify
from program.clock import monotonic_ms

logger = logging.getLogger(__name__)

SESSION_EXPIRY_S = 3_600  # how long the broker keeps requests and outbox events while the hall restarts


class StopAsked:
    """Ends the service."""


class LookAgain:
    """Something is due earlier than the main thread expected, or a bug on the wire's thread must end the program."""


_NOBODY: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()

Item = StopAsked | LookAgain | News
"""What wakes the main thread."""


class Service:
    """The service of one hall: `run` serves until `stop`."""

    def __init__(
        self, parts: HallParts, open_wire: OpenWire, clock_ms: Callable[[], int], inbox: queue.SimpleQueue[Item]
    ) -> None:
        """`inbox`: the queue of the main thread, into which the SMS worker puts its results."""
        self._sms = parts.sms
        self._checker = parts.staff.checker
        self._host = host = parts.host
        self._clock_ms = clock_ms
        self._inbox = inbox
        self._lock = threading.Lock()
        self._failed: BaseException | None = None
        self._arrivals = parts.arrivals
        self._linked = False
        self._unheard = _NOBODY
        self._sleeps_until = 0
        topics = parts.topics
        self._hall = topics.hall
        self._hearing = hearing = Hearing(
            topics, parts.arrivals.devices, (topics.host_state, *([topics.queues] if parts.gather.asks else []))
        )
        self._wire = open_wire(
            Login(
                f"{topics.hall}-hall",
                subscriptions=hearing.always,
                left_over=hearing.each,
                births=lambda: [host.birth(monotonic_ms())],
                will=host.state(online=False),
                session_expiry_s=SESSION_EXPIRY_S,
                kept=parts.leftovers.asked_for,
            ),
            on_message=parts.arrivals.take,
            on_link=self._take_link,
            on_batch=self._work_arrived,
        )
        quiet = QuietWire(self._wire, lambda: host.rivals.waits)
        self._work = HallWork(parts, quiet, clock_ms, lambda: inbox.put(LookAgain()))

    def stop(self) -> None:
        """End `run` soon. May be called from any thread or signal handler."""
        self._inbox.put(StopAsked())

    @property
    def gives_way(self) -> str:
        """The other hall service, in words, because of which this one has to end; "" if it goes on."""
        rivals = self._host.rivals
        if rivals.standing is not Standing.YIELDS or rivals.rival is None:
            return ""
        return f"session {rivals.rival.session} on the store {rivals.rival.store}"

    def fail(self, error: BaseException) -> None:
        """End `run` with this error. May be called from any thread."""
        self._failed = self._failed or error
        self._inbox.put(LookAgain())

    def run(self) -> None:
        """Serve until `stop`. When it returns, everything that was answered is on disk, and the hall has published its
        goodbye.

        Raises the error of a bug on either thread.
        """
        with self._working():
            self._work.tick()
        if self._sms is not None:
            self._sms.sender.start()
            self._sms.outbox.begin(self._clock_ms())
        self._wire.start()
        logger.info("hall %s is ready, session %d, day %s", self._hall, self._host.session, self._work.day)
        sd_notify.tell("READY=1")
        settle_memory()
        items: list[Item] = []
        while not any(isinstance(item, StopAsked) for item in items):
            with self._working():
                patience = self._turn(items)
                self._sleeps_until = monotonic_ms() + patience
            items = self._wait(patience)
        with self._working():
            self._turn(items)
        sd_notify.tell("STOPPING=1")
        if self._sms is not None:
            with self._working():
                self._sms.outbox.stop()
            self._sms.sender.stop()
        self._checker.stop()
        with self._working():
            self._turn(self._drain())
        with self._working():
            self._work.take(self._arrivals.batch(all_of_it=True), linked=False)
        self._wire.stop([] if self.gives_way else [self._host.state(online=False)])
        with self._working():
            self._work.end()
        logger.info("hall %s stopped", self._hall)

    # ---- the wire's thread

    def _take_link(self, up: bool) -> None:  # noqa: FBT001 - the port's callback
        self._linked = self._linked or up
        if not up:
            self._host.rivals.lost(monotonic_ms())

    def _work_arrived(self) -> None:
        """Process what has come; of a device that sends much, only its share."""
        linked, self._linked = self._linked, False
        if linked:
            self._unheard = _NOBODY  # a new link is subscribed to everybody
        if not (self._arrivals.waiting or linked) or self._failed is not None:
            return
        try:
            with self._working():
                self._work.take(self._arrivals.batch(), linked=linked)
                self._work.refuse(self._arrivals.refused())
                self._hear()
                if self.gives_way:
                    self._inbox.put(StopAsked())
                sooner = monotonic_ms() + self._patience_ms() < self._sleeps_until
        except Exception:
            self._inbox.put(LookAgain())
            raise
        if sooner:
            self._inbox.put(LookAgain())

    # ---- the main thread

    def _wait(self, patience_ms: int) -> list[Item]:
        """The items that have come; waits for one at most `patience_ms`."""
        try:
            return [self._inbox.get(timeout=patience_ms / 1000), *self._drain()]
        except queue.Empty:
            return []

    def _turn(self, items: Iterable[Item]) -> int:
        """Handle the items and what is due. Returns in how many ms the next thing is due."""
        if self._arrivals.wait_ms() == 0:
            self._work.take(self._arrivals.batch(), linked=False)
        self._work.turn([item for item in items if not isinstance(item, StopAsked | LookAgain)])
        self._hear()
        return self._patience_ms()

    def _hear(self) -> None:
        """Subscribe so that the broker does not deliver messages of devices that are unheard."""
        unheard, probed = self._arrivals.unheard, self._arrivals.probed
        if (unheard, probed) != self._unheard and self._wire.up:
            self._unheard = unheard, probed
            self._wire.hear(self._hearing.without(unheard, probed), self._hearing.lightly(probed))

    def _patience_ms(self) -> int:
        """In how many ms the next thing is due."""
        held_ms = self._arrivals.wait_ms()
        patience = self._work.patience_ms()
        return patience if held_ms is None else min(patience, held_ms)

    def _drain(self) -> list[Item]:
        items: list[Item] = []
        while not self._inbox.empty():
            items.append(self._inbox.get())
        return items

    @contextlib.contextmanager
    def _working(self) -> Iterator[None]:
        """Holds the hall's lock. After an exception on either thread every later entry raises it again."""
        with self._lock:
            if self._failed is not None:
                raise self._failed
            try:
                yield
            except BaseException as error:
                self._failed = error
                raise


def settle_memory() -> None:
    """Switch the garbage collector on after the start: it need not scan the objects made so far, and collects less
    often than usual."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
