"""The single writer: a batch of requests is decided in memory, committed in one transaction, and only then answered.

It does not know MQTT. If the disk refuses the batch, the memory is reloaded from disk and every asker gets a refusal.
The same request id from the same device gets the same answer: after a restart, and twice within one batch.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence

from domain.commands import Command, SetDay
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.decide.settling import told
from domain.events import DayClosed, Event, RequestRefused
from domain.refusal import MISTAKES, Code, Decision, Refusal
from domain.show import answers
from domain.staff.proof import Proved, StaffProof
from domain.state.state import TicketKey, Verify
from domain.statuses import PrinterReport
from hall.batch import BUG, FULL, BatchResult, BatchWork, Given, Watch, command_ids
from hall.bucket import Bucket
from hall.clock.corrections import Corrections, events_of, named
from hall.clock.timekeeper import FollowedClock, HallTimekeeper
from hall.disk import answered, states
from hall.disk.memory import SEQ_FLOOR, remember
from hall.disk.schema import pass_on_damage
from hall.disk.store import Batch, Sms, Store, WriteFailure
from hall.queries import Queries
from hall.requests import (
    CommandRequest,
    QueryRequest,
    RawRequest,
    Received,
    RejectedRequest,
    RequestReader,
    granted,
    refusal_of,
    refused,
)
from hall.staff.checker import Check
from hall.staff.gate import StaffGate
from hall.staff.roster import Roster
from program.failures import log_failure
from program.plain.writing import to_json

logger = logging.getLogger(__name__)

SNAPSHOT_EVENTS = 4_000  # after this many events the whole state is written, when no request waits …
SNAPSHOT_EVENTS_LATEST = 20_000  # … or at the latest after this many


class Writer:
    """`handle` requests, `tick` every second, `rest` in between: all under the hall's lock, from any thread."""

    def __init__(
        self,
        config: HallConfig,
        store: Store,
        *,
        clock_ms: Callable[[], int],
        queries: Queries,
        verify: Verify | None = None,
        ticket_key: TicketKey | None = None,
        watch: Watch | None = None,
        forget: Callable[[], None] = lambda: None,
        printers: Callable[[], Mapping[str, PrinterReport]] = dict,
        staff: StaffGate | None = None,
        time: HallTimekeeper | None = None,
    ) -> None:
        """`forget`: called when memory is reloaded from disk: events that `watch` got since are void. `printers`:
        present statuses. `staff`: checks about staff; None: names are believed. `time`: None: `clock_ms` is always
        right."""
        self._config = config
        self._store = store
        self._corrections = Corrections(time or FollowedClock(clock_ms))
        self._clock_ms = self._corrections.now_ms
        self._queries = queries
        self._verify = verify
        self._ticket_key = ticket_key
        self._watch = watch
        self._forget = forget
        self._printers = printers
        self._staff = staff or StaffGate(config, Roster(None))
        self._record = Bucket(at_once=100, per_minute=30)
        self._aside = Batch()
        self._owed: list[Command] = []
        self.trouble: WriteFailure | None = None
        self._load()
        self._reader = RequestReader(config, store.identity.id, self.hall.state.former.devices)

    def _load(self) -> None:
        self._memory = remember(self._config, self._store, self._verify, self._ticket_key)
        self._memory.seq = max(self._memory.seq, int(self._store.meta(SEQ_FLOOR) or 0))
        self._forget()

    @property
    def hall(self) -> Hall:
        return self._memory.hall

    @property
    def seq(self) -> int:
        """The number of the last committed event."""
        return self._memory.seq

    def keep(self, *, sms: Iterable[Sms] = (), meta: dict[str, str] | None = None) -> None:
        """Write these with the next batch, or the next `tick` if there is none."""
        self._aside.sms += sms
        self._aside.meta |= meta or {}

    def owe(self, command: Command) -> None:
        """Decide this command first in the next batch that the disk takes."""
        self._owed.append(command)

    def handle(self, requests: Sequence[RawRequest]) -> BatchResult:
        """Decide, commit and answer. A request that causes an exception is refused alone; the others are processed."""
        received = self._reader.receive(requests)
        try:
            return self._handle(requests, received)
        except Exception as error:
            pass_on_damage(error)
            log_failure(logger, f"working off {len(requests)} requests", error)
            self._load()
        if len(requests) == 1:
            return BatchResult([refusal_of(received[0].id, BUG)])
        return BatchResult.joined(self.handle([request]) for request in requests)

    def tick(self, faults: Sequence[Event] = ()) -> BatchResult:
        """Let time pass: close the day, lapse rating sessions, check whether a full disk has room again.

        `faults` are written in the same transaction.
        """
        if self.trouble is not None and not self._has_room():
            return BatchResult()
        work = BatchWork(self._clock_ms(), self._memory.seq)
        try:
            self._pay(work)
            for happens in self._corrections.time_passes(work, self.hall):
                self._happen(work, happens, None)
            self._happen(work, faults, None)
        except Exception as error:  # a bug in a tick must not stop the day's work
            pass_on_damage(error)
            log_failure(logger, "letting time pass", error)
            self._load()
            return BatchResult()
        if not self._commit(work):
            return BatchResult()
        for line in told(work.events):
            logger.warning("hall.toml has changed: %s", line)
        return BatchResult([], work.events, work.stored, work.batch.sms)

    def rest(self, *, idle: bool) -> None:
        """Call between batches: keeps the restart short and the write-ahead log small."""
        behind = self._memory.seq - self._memory.snapshot_seq
        if behind >= (SNAPSHOT_EVENTS if idle else SNAPSHOT_EVENTS_LATEST):
            self.snapshot()

    def snapshot(self) -> None:
        """Write the whole state, so that a restart begins here."""
        if self._memory.seq > self._memory.snapshot_seq:
            work = BatchWork(self._clock_ms(), self._memory.seq)
            work.batch.snapshot = (work.seq, to_json(self.hall.dump()))
            self._commit(work, aside=False)  # no batch follows in which put-aside rows could be written

    # ---- a batch

    def _handle(self, requests: Sequence[RawRequest], received: Sequence[Received]) -> BatchResult:
        work = BatchWork(self._clock_ms(), self._memory.seq)
        ids = command_ids(received)
        work.commands = max(1, len(ids))
        known = self._answered(ids)
        if self.trouble is not None and ids and not self._has_room():
            return self._without_disk(received, work.now)
        self._pay(work)
        given = [self._decide(work, request, one, known) for request, one in zip(requests, received, strict=True)]
        if not self._commit(work):
            return self._without_disk(received, work.now)
        for place, one in enumerate(received):
            if isinstance(one, QueryRequest):  # answered only now, so that it sees what is on disk
                given[place] = self._queries.answer(self.hall, one.id, one.question, one.device, work.now)
        return BatchResult(given, work.events, work.stored, work.batch.sms)

    def _answered(self, ids: Mapping[str, str]) -> dict[str, str]:
        """Request key → the answer that was given before."""
        found = self._store.answers(ids)
        return {key: answered.whole(ids[key], rest, self._ticket_key) for key, rest in found.items()}

    def _pay(self, work: BatchWork) -> None:
        for command in self._owed:
            self._happen(work, events_of(self.hall.decide(command, work.now)), None)

    def _decide(self, work: BatchWork, request: RawRequest, one: Received, known: dict[str, str]) -> Given:
        if isinstance(one, RejectedRequest):
            if one.refusal.record:
                self._refused(work, request.device, one.type, one.refusal.code)
            return refusal_of(one.id, one.refusal)
        if isinstance(one, QueryRequest) or one.key in known:
            return known.get(one.key) if isinstance(one, CommandRequest) else None
        one = named(self.hall, one)
        to_check = self._staff.to_check(one, request.verdict)
        if isinstance(to_check, StaffProof):
            return Check(one.id, request.device, to_check)
        decided = to_check or self._staff.refusal(one) or self._decided(work, request, one)
        if isinstance(decided, Refusal):
            answer = refused(one.id, decided)
            if decided.record:
                self._refused(work, request.device, one.type, decided.code, self._staff.person(one))
        else:
            asked = self._staff.acted(one, work.now) if decided or not isinstance(one.command, SetDay) else []
            answer = granted(one.id, self._happen(work, asked + decided, one.command))
        known[one.key] = answer
        if not (isinstance(decided, Refusal) and decided.code in MISTAKES):
            work.batch.answers.append((one.key, work.now, answered.kept(answer)))
        return answer

    def _decided(self, work: BatchWork, request: RawRequest, one: CommandRequest) -> Decision:
        if isinstance(one.command, SetDay):
            return self._corrections.asked(work, self.hall, one.command)
        return self.hall.decide(
            one.command,
            work.now,
            device=request.device,
            token=work.token(),
            printers=self._printers(),
            proved=request.verdict if isinstance(request.verdict, Proved) else None,
            by=self._staff.by(one),
        )

    def _refused(self, work: BatchWork, device: str, type_: str, code: Code, staff: str = "") -> None:
        """Record a refusal for the supervisor. Their number is limited, so that a flood does not fill the log."""
        if self._record.take(work.now):
            event = RequestRefused(at=work.now, device=device, type=type_, code=code.value, staff=staff)
            self._happen(work, [event], None)

    def _happen(self, work: BatchWork, events: Sequence[Event], command: Command | None) -> object | None:
        """Apply events and add them to the batch. Returns the data of the answer."""
        closed = ""  # the state right after the day closed, before events of the next day
        for event in events:
            self.hall.apply(event)
            if isinstance(event, DayClosed):
                closed = states.of_closed_day(self.hall.dump())
        data = None if command is None else answers.answer(self.hall, command, events, work.now)
        for event in events:
            work.write(event, self.hall.state, closed)
            if self._watch is not None:
                work.batch.sms += self._watch(self.hall.state, work.seq, event, data, work.now)
        return data

    def _commit(self, work: BatchWork, *, aside: bool = True) -> bool:
        batch = work.batch
        self._corrections.marked(work, self.hall.state)
        if batch.closed is not None or batch.living is not None:
            batch.snapshot = (work.seq, to_json(self.hall.dump()))
        if aside:
            batch.sms = self._aside.sms + batch.sms
            batch.meta = self._aside.meta | batch.meta
        if not batch:
            return True
        batch.day = self.hall.day
        trouble = self._store.commit(batch)
        if trouble is not None:
            self._enter(trouble)
            if work.events:
                self._load()
            return False
        if aside:
            self._aside = Batch()
            self._owed.clear()
        self._corrections.written(work)
        self._memory.seq = work.seq
        if batch.snapshot is not None:
            self._memory.snapshot_seq = work.seq
        return True

    # ---- trouble

    def _enter(self, trouble: WriteFailure) -> None:
        if self.trouble is None:
            logger.error("the disk takes no writes (%s); changes are refused until it does", trouble.detail)
        self.trouble = trouble

    def _has_room(self) -> bool:
        self.trouble = self._store.probe()
        if self.trouble is None:
            logger.warning("the disk takes writes again")
        return self.trouble is None

    def _without_disk(self, received: Sequence[Received], now: int) -> BatchResult:
        """While the disk cannot be written: answer queries and repeated requests, refuse all changes."""
        known = self._answered(command_ids(received))
        done = BatchResult()
        for one in received:
            if isinstance(one, RejectedRequest):
                done.answers.append(refusal_of(one.id, one.refusal))
            elif isinstance(one, QueryRequest):
                done.answers.append(self._queries.answer(self.hall, one.id, one.question, one.device, now))
            else:
                done.answers.append(known.get(one.key) or refused(one.id, FULL))
        return done
