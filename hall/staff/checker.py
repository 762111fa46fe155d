"""Checks PINs and cards on a thread of its own: a slow hash delays nobody who takes a number.

Only one proof per device and one per person is checked at a time. So a flood from one device becomes one check after
the other, each after its wait, and wrong tries are counted before the next check begins.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.refusal import Code, Refusal, no
from domain.staff.people import card_number, typed_pin
from domain.staff.proof import Proved, StaffProof
from domain.staff.waits import WrongTries
from domain.staff.ways import ProofWay
from hall.staff import pins
from hall.staff.roster import Roster
from program.clock import monotonic_ms
from program.failures import log_failure

logger = logging.getLogger(__name__)

Verdict = Proved | Refusal
WRONG = frozenset({Code.STAFF_WRONG_PIN, Code.STAFF_WRONG_CARD})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Check:
    """A proof that must be checked before its request is decided. `id`: id of the request."""

    id: str
    device: str
    proof: StaffProof


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """The verdict for `what`, the request that waited for it."""

    what: T
    check: Check
    verdict: Verdict


class Checker(Generic[T]):
    """`begin` and `settled` under the hall's lock; `done` is called on the checking thread."""

    def __init__(
        self, roster: Roster, done: Callable[[Checked[T]], None], clock: Callable[[], int] = monotonic_ms
    ) -> None:
        """`clock`: milliseconds that never jump."""
        self.tries = WrongTries()
        self._roster = roster
        self._done = done
        self._clock = clock
        self._under_way: set[tuple[str, ...]] = set()
        self._inbox: queue.SimpleQueue[tuple[T, Check] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def begin(self, what: T, check: Check) -> Refusal | None:
        """Have the proof checked, or return why not: the person or the device has to wait.

        A request that is repeated during the check is answered once.
        """
        if ("request", check.device, check.id) in self._under_way:
            return None
        wait_s = self.tries.wait_s(check.proof.person, check.device, self._clock())
        if wait_s:
            return no(Code.STAFF_WAIT, "too many wrong ones", after_seconds=wait_s)
        marks = _marks(check)
        if marks & self._under_way:
            return no(Code.STAFF_WAIT, "one is being checked", after_seconds=1)
        self._under_way |= marks
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="staff", daemon=True)
            self._thread.start()
        self._inbox.put((what, check))
        return None

    def settled(self, checked: Checked[T]) -> Verdict:
        """Count the result and return the verdict; a wrong proof's verdict says how long the next one has to wait."""
        check, verdict = checked.check, checked.verdict
        self._under_way -= _marks(check)
        now_ms = self._clock()
        if isinstance(verdict, Proved):
            self.tries.right(verdict.person, check.device)
            return verdict
        if verdict.code not in WRONG:
            return verdict
        self.tries.wrong(check.proof.person, check.device, now_ms)
        wait_s = self.tries.wait_s(check.proof.person, check.device, now_ms)
        return Refusal(verdict.code, verdict.detail, {"after_seconds": wait_s}, record=True)

    def stop(self) -> None:
        """Stop the thread after the running check. Waiting requests get no answer, as always when the hall stops."""
        if self._thread is not None:
            self._inbox.put(None)
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while (item := self._inbox.get()) is not None:
            what, check = item
            try:
                verdict = prove(self._roster, check.proof)
            except Exception as error:  # a bug must not leave a device waiting for ever
                log_failure(logger, "checking a PIN or card", error)
                verdict = no(Code.REQUEST_INVALID, "could not be checked")
            self._done(Checked(what, check, verdict))


def _marks(check: Check) -> set[tuple[str, ...]]:
    """The names of device and person that this check occupies."""
    marks: set[tuple[str, ...]] = {("request", check.device, check.id), ("device", check.device)}
    return marks | {("person", check.proof.person)} if check.proof.person else marks


def prove(roster: Roster, proof: StaffProof) -> Verdict:
    """The verdict on a proof. Slow with a PIN. If PIN and card are given, both must be right."""
    if roster.current() is None:
        return no(Code.STAFF_NO_LIST, "the list of people cannot be read")
    member = roster.person(proof.person) if proof.person else None
    if proof.person and member is None:
        return no(Code.STAFF_UNKNOWN, "not on the list of people who work here, or disabled there")
    way = ProofWay.PIN
    if proof.card is not None:
        way = ProofWay.CARD
        number = card_number(proof.card)
        holder = roster.holder(number) if number is not None else None
        if holder is None or (member is not None and holder.id != member.id):
            return no(Code.STAFF_WRONG_CARD, "not this person's card")
        member = holder
    if member is None:
        return no(Code.STAFF_UNKNOWN, "a PIN does not say whose it is")
    if proof.pin is not None:
        if not member.pin:
            return no(Code.STAFF_UNKNOWN, "has no PIN")
        if not pins.is_pin(member.pin, typed_pin(proof.pin)):
            return no(Code.STAFF_WRONG_PIN, "not this person's PIN")
    return Proved(member.id, member.role, way)
