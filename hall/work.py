"""The hall's work: each batch of requests, or of what time brings, is committed, then answered, then published."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from domain.events import DayClosed, DeviceFault
from domain.health.alarms import TWICE
from hall.alarm_watch import AlarmWatch
from hall.archive.mover import Mover
from hall.arrivals.arrivals import Arrivals
from hall.arrivals.leftovers import RETAINED, Leftovers
from hall.arrivals.replies import busy, reply
from hall.arrivals.unreadable import Unreadable
from hall.batch import BatchResult
from hall.copies.gather import Gather
from hall.copies.watch import CopyWatch
from hall.disk.store import Store
from hall.host import Host
from hall.notices import SmsNotices
from hall.presence import Presence
from hall.progress.desk import Asking, ChangesFound, LookedUp
from hall.progress.work import ProgressNews, ProgressWork
from hall.publisher import Orders, Publisher, Snapshots
from hall.requests import RawRequest, refused
from hall.sms.outbox import SmsOutbox
from hall.sms.sender import OutcomeArrived, ReceiptsArrived, SmsSender
from hall.staff.alarms import staff_faults
from hall.staff.checker import Check, Checked
from hall.staff.parts import StaffParts, Waiting
from hall.stream import MARK, Stream
from hall.turns import Turns
from hall.writer import Writer
from kiosk.mqtt.port import Incoming, Publication, Wire
from kiosk.mqtt.topics import Topics
from program import sd_notify
from program.clock import monotonic_ms


@dataclass(frozen=True, slots=True)
class SmsParts:
    """For a hall that sends SMS: which messages are due, the thread that calls the back end, and the outbox."""

    notices: SmsNotices
    sender: SmsSender
    outbox: SmsOutbox


@dataclass(frozen=True, slots=True)
class HallParts:
    """What the hall service is made of (`bootstrap.make_service`)."""

    topics: Topics
    arrivals: Arrivals
    store: Store
    host: Host
    presence: Presence
    alarms: AlarmWatch
    writer: Writer
    orders: Orders
    publisher: Publisher
    sms: SmsParts | None
    mover: Mover
    staff: StaffParts
    gather: Gather[tuple[Incoming, RawRequest]]
    progress: ProgressWork
    leftovers: Leftovers
    copies: CopyWatch | None = None


News = OutcomeArrived | ReceiptsArrived | Checked[Waiting] | ProgressNews


class HallWork:
    """Every method is called under the hall's lock, from any thread."""

    def __init__(self, parts: HallParts, wire: Wire, clock_ms: Callable[[], int], more: Callable[[], None]) -> None:
        """`more` is called from the wire's thread when more of the event stream can be sent."""
        self._topics = topics = parts.topics
        self._store = parts.store
        self._host = parts.host
        self._arrivals = parts.arrivals
        self._presence = parts.presence
        self._alarms = parts.alarms
        self._writer = parts.writer
        self._orders = parts.orders
        self._publisher = parts.publisher
        self._sms = parts.sms
        self._mover = parts.mover
        self._staff = parts.staff
        self._copies = parts.copies
        self._gather = parts.gather
        self._progress = parts.progress
        self._leftovers = parts.leftovers
        self._wire = wire
        self._clock_ms = clock_ms
        self._stream = Stream(topics.hall, topics.event_stream, parts.store, wire.publish, more)
        self._turns = Turns()
        self._unreadable = Unreadable()

    @property
    def day(self) -> str:
        """The open hall day."""
        return self._writer.hall.day

    def take(self, arrived: Iterable[Incoming], *, linked: bool) -> None:
        """Process what has come as one batch. `linked`: the link to the broker is new."""
        requests: list[tuple[Incoming, RawRequest]] = []
        for incoming in arrived:
            self._sort(incoming, requests)
        gathers = self._gather.pending
        requests, linked = self._gather.ready(requests, monotonic_ms(), linked=linked)
        if gathers and not self._gather.pending:
            self._follow(self._writer.tick())  # so that nobody sees less than the broker has retained
        if requests:
            self._turns.asked(monotonic_ms())
            self._work(requests)
        if linked:
            self._introduce()
        self._leftovers.clear(self._wire)
        self._send_stream(len(requests), now=linked)
        self._rest(idle=False)

    def refuse(self, shut_out: Iterable[Incoming]) -> None:
        """Answer these requests of flooding devices with `hall.busy`, without processing them."""
        self._order(filter(None, (busy(self._topics, incoming) for incoming in shut_out)))

    def turn(self, news: Sequence[News] = ()) -> None:
        """Handle what is due, and results of other threads."""
        checked = [one for one in news if isinstance(one, Checked)]
        if checked:
            self._work([(one.what[0], self._proved(one)) for one in checked])
        for one in news:
            if self._sms is not None and isinstance(one, OutcomeArrived | ReceiptsArrived):
                self._sms.outbox.told(one, self._clock_ms())
            elif isinstance(one, LookedUp | ChangesFound):
                self._order(self._progress.heard(one, self._clock_ms()))
                self._wire.flush()
        mono_ms = monotonic_ms()
        if self._turns.tick_is_due(mono_ms):
            self.tick()
        elif self._publisher.waiting:
            self._publish(self._publisher.due(self._writer.hall, self._clock_ms(), mono_ms))
        self._send_stream(0, now=self._turns.quiet(mono_ms))
        self._rest(idle=self._turns.idle(mono_ms))

    def tick(self) -> None:
        """Call once a second: let time pass."""
        mono_ms = monotonic_ms()
        self._turns.ticked(mono_ms)
        if self._host.passes(mono_ms) or self._gather.pending:
            self.take((), linked=False)
        self._order(self._progress.tick(self._clock_ms()))
        if self._sms is not None:
            self._sms.outbox.tick(self._clock_ms())
            self._writer.keep(sms=self._sms.notices.on_time(self._writer.hall.state, self._clock_ms()))
        if self._store.meta(MARK) != str(self._stream.mark):
            self._writer.keep(meta={MARK: str(self._stream.mark)})
        now = self._clock_ms()
        self._arrivals.look()
        disk_full = self._writer.trouble is not None
        twice = self._host.twice(mono_ms)
        faults = self._alarms.look(self._writer.hall, now, mono_ms, disk_full=disk_full, twice=twice)
        if not disk_full:
            faults += self._staff_faults(now, mono_ms)
            faults += self._mover.faults(self._writer.hall.state, now)
            faults += self._progress.faults(self._writer.hall.state.faults, now)
        if self._copies is not None:
            faults += self._copies.faults(self._writer.hall, now, mono_ms)
        faults += self._gather.faults(self._writer.hall, now, faults)
        self._follow(self._writer.tick(faults))
        if self._copies is not None:
            self._copies.ticked()
        self._mover.look(self.day, mono_ms)
        self._publish(self._publisher.time_passed(self._writer.hall, now, mono_ms))
        if self._host.unsaid:
            self._host.say(self._wire)
        if self._wire.alive:
            sd_notify.tell("WATCHDOG=1")

    def _rest(self, *, idle: bool) -> None:
        self._writer.rest(idle=idle)
        if self._copies is not None:
            self._copies.rest()
        if idle and self._writer.trouble is None:
            self._mover.rest(calm=not any(one.works for one in self._writer.hall.state.windows.values()))

    def patience_ms(self) -> int:
        """In how many ms the next thing is due."""
        mono_ms = monotonic_ms()
        snapshots_ms = self._publisher.wait_ms(mono_ms) if self._publisher.waiting else None
        stream_waits = self._stream.behind and self._wire.up
        return self._turns.patience_ms(mono_ms, snapshots_ms=snapshots_ms, stream_waits=stream_waits)

    def end(self) -> None:
        """Call after the goodbye: writes everything to disk, so that the next start begins here."""
        self._writer.keep(meta={MARK: str(self._stream.mark)})
        last = self._writer.tick()
        if self._sms is not None:
            self._sms.outbox.committed(last.sms, self._clock_ms())
            self._writer.tick()  # messages marked as sending but not handed over are queued again on disk
        self._writer.snapshot()
        self._mover.stop()
        self._progress.stop()

    def _sort(self, incoming: Incoming, requests: list[tuple[Incoming, RawRequest]]) -> None:
        if self._leftovers.heard(incoming):
            return
        if incoming.topic == self._topics.queues:
            self._gather.heard_queues(incoming.payload, retained=incoming.retained)
            return
        if incoming.topic == self._topics.host_state:
            self._gather.heard_hall(incoming.payload)
            if not self._host.heard(incoming.payload, monotonic_ms()):
                self._unreadable.count("no state of the hall")
            return
        of = self._topics.device_of(incoming.topic)
        if of is None or (incoming.retained and of[1] != "state"):
            self._unreadable.count("on a topic that is no device's")
        elif of[1] == "state":
            self._gather.heard_device(incoming.payload)
            if not self._presence.heard(of[0], incoming.payload, None if incoming.retained else monotonic_ms()):
                self._unreadable.count("no device state")
        else:
            requests.append((incoming, RawRequest(of[0], incoming.payload, outbox=of[1] == "event")))

    def _work(self, requests: Sequence[tuple[Incoming, RawRequest]]) -> None:
        done = self._writer.handle([request for _, request in requests])
        for (incoming, request), answer in zip(requests, done.answers, strict=True):
            if isinstance(answer, Check):
                self._check(incoming, request, answer)
            elif isinstance(answer, Asking):
                self._order(self._progress.begin(incoming, request, answer))
            elif answer is None:
                self._unreadable.count("unreadable, without an id to answer")
            else:
                self._wire.publish(reply(self._topics, incoming, request, answer))
        self._arrivals.answering()
        self._wire.flush()
        self._follow(done)

    def _check(self, incoming: Incoming, request: RawRequest, check: Check) -> None:
        """Have the proof checked; if the asker has to wait first, answer so at once."""
        refusal = self._staff.checker.begin((incoming, request), check)
        if refusal is not None:
            self._wire.publish(reply(self._topics, incoming, request, refused(check.id, refusal)))

    def _proved(self, checked: Checked[Waiting]) -> RawRequest:
        return dataclasses.replace(checked.what[1], verdict=self._staff.checker.settled(checked))

    def _staff_faults(self, now: int, mono_ms: int) -> list[DeviceFault]:
        guessing = self._staff.checker.tries.guessing(mono_ms)
        return list(staff_faults(self._writer.hall.state.faults, self._staff.roster.trouble, guessing, now))

    def _follow(self, done: BatchResult) -> None:
        """Follow up a batch that is on disk: snapshots, stream, messages, who has signed in."""
        self._staff.gate.follow(done.events)
        if done.events:
            self._order(self._orders.after(self._writer.hall, done.events, self._clock_ms()))
            self._publish(self._publisher.after(self._writer.hall, done.events, self._clock_ms(), monotonic_ms()))
            self._stream.committed(done.stored)
        if self._sms is not None:
            if any(isinstance(event, DayClosed) for event in done.events):
                self._sms.outbox.forget()
            self._sms.outbox.committed(done.sms, self._clock_ms())
        degraded = self._writer.trouble.kind.value if self._writer.trouble is not None else ""
        if self._host.becomes(degraded, self._writer.hall.state.faults.devices_with(TWICE)):
            self._host.say(self._wire)

    def _introduce(self) -> None:
        """Publish everything retained on a new link, because the broker may be new, and continue the stream."""
        self._order(self._orders.open(self._writer.hall, self._clock_ms()))
        self._publish(self._publisher.everything(self._writer.hall, self._clock_ms()))
        self._stream.linked()
        if self._store.meta(RETAINED) != self._leftovers.meta[RETAINED]:
            self._writer.keep(meta=self._leftovers.meta)

    def _publish(self, snapshots: Snapshots) -> None:
        if self._gather.pending:
            return
        for publication in snapshots.publications:
            if self._wire.publish(publication, partial(self._publisher.heard, publication)):
                self._publisher.took(publication)
        if self._sms is not None and snapshots.line is not None:
            state, now = self._writer.hall.state, self._clock_ms()
            self._writer.keep(sms=self._sms.notices.on_queues(state, snapshots.line, now))

    def _order(self, orders: Iterable[Publication]) -> None:
        for order in orders:
            self._wire.publish(order)

    def _send_stream(self, requests: int, *, now: bool) -> None:
        """Send events of the stream after `requests` requests. `now`: no request waits, or the link is new."""
        if self._wire.up:
            share = self._turns.stream_share(requests, monotonic_ms(), now=now)
            if share:
                self._stream.pump(share)
