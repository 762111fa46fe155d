"""Asks the case source on threads of its own: a slow source delays nobody who takes a number, and if it stays silent
the asker gets an answer all the same.

`begin`, `settled`, `overdue` are called under the hall's lock; `done` on an asking thread. Personal data of a case is
compared and masked here, and goes no further.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain.normal_form import normal
from domain.progress.cases import MOST_CASES, ends_with, shown
from domain.progress.guesses import WrongPairs
from domain.progress.views import TAIL_DIGITS, ProgressAnswer, ProgressQuestion
from domain.refusal import Code, Refusal, no
from hall.progress.breaker import Breaker
from hall.progress.port import CaseSource, Changes, Found, SourceAway
from program.clock import monotonic_ms
from program.failures import log_failure

logger = logging.getLogger(__name__)

THREADS = 4
MOST_WAITING = 64
MOST_OF_DEVICE = 3
ANSWERED_WITHIN_MS = 4_000
"""After this time the asker is told that the source is away, even if a thread still waits for it."""

PROBE_MS = 30_000
"""How often a source that was away gets a test question, to see whether it is back."""

LONGEST_RECEIPT = 64
_TAIL = re.compile(f"[0-9]{{{TAIL_DIGITS}}}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question for the source, in place of its answer. `id` is the request's."""

    id: str
    device: str
    question: ProgressQuestion = field(repr=False)


@dataclass(frozen=True, slots=True)
class LookedUp(Generic[T]):
    """The source's result for `what`, the request that waited for it."""

    what: T
    asking: Asking
    found: Found = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangesFound:
    """The changes that the source reported since `since`."""

    since: int | None
    found: Changes | SourceAway = field(repr=False)


@dataclass(frozen=True, slots=True)
class _ChangesWanted:
    since: int | None
    limit: int


class _Probe:
    pass


class ProgressDesk(Generic[T]):
    """One source, asked by four threads, which are started with the first question."""

    def __init__(
        self,
        source: CaseSource,
        done: Callable[[LookedUp[T] | ChangesFound], None],
        clock: Callable[[], int] = monotonic_ms,
    ) -> None:
        """`clock`: milliseconds that never jump."""
        self._source = Breaker(source, clock)
        self._done = done
        self._clock = clock
        self._wrong = WrongPairs()
        self._under_way: dict[tuple[str, str], tuple[int, T, Asking]] = {}
        self._inbox: queue.SimpleQueue[tuple[T, Asking] | _ChangesWanted | _Probe | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._asked_ms = clock()
        self.tells_changes = source.tells_changes

    @property
    def trouble(self) -> str:
        """Why the source is not asked; "" if it answers, as far as is known."""
        return self._source.trouble

    def begin(self, what: T, asking: Asking) -> Refusal | None:
        """Have the source asked, or return why not. A request that is repeated while it is being asked is answered
        once."""
        question, now_ms = asking.question, self._clock()
        mark = (asking.device, asking.id)
        if mark in self._under_way:
            return None
        refusal = self._unfit(question)
        if refusal is not None:
            return refusal
        if question.person is None:
            wait_s = self._wrong.wait_s(asking.device, normal(question.receipt), now_ms)
            if wait_s:
                return no(Code.PROGRESS_WAIT, "too many wrong ones", after_seconds=wait_s)
        of_device = sum(device == asking.device for device, _ in self._under_way)
        if len(self._under_way) >= MOST_WAITING or of_device >= MOST_OF_DEVICE:
            return no(Code.HALL_BUSY, "others are asking; ask again")
        self._under_way[mark] = (now_ms + ANSWERED_WITHIN_MS, what, asking)
        self._put((what, asking))
        return None

    def settled(self, looked: LookedUp[T]) -> ProgressAnswer | Refusal | None:
        """The answer to a request. None: the result came too late, and the request is answered already."""
        asking, found = looked.asking, looked.found
        if self._under_way.pop((asking.device, asking.id), None) is None:
            return None
        if isinstance(found, SourceAway):
            return no(Code.PROGRESS_AWAY, "the case source does not answer")
        question = asking.question
        if question.person is not None:
            newest = sorted(found, key=lambda case: (case.changed_on or case.accepted_on, case.receipt), reverse=True)
            return ProgressAnswer(cases=tuple(map(shown, newest[:MOST_CASES])))
        form, now_ms = normal(question.receipt), self._clock()
        cases = tuple(shown(case) for case in found if ends_with(case.phone, question.phone_tail))
        if cases:
            self._wrong.right(form)
            return ProgressAnswer(cases=cases[:1])
        self._wrong.wrong(asking.device, form, now_ms)
        wait_s = self._wrong.wait_s(asking.device, form, now_ms)
        return no(Code.PROGRESS_UNKNOWN, "no case with this receipt and phone", after_seconds=wait_s or None)

    def overdue(self) -> list[tuple[T, Asking]]:
        """Requests that have waited too long: the caller answers that the source is away."""
        now_ms = self._clock()
        late = [mark for mark, (until, _, _) in self._under_way.items() if now_ms >= until]
        return [self._under_way.pop(mark)[1:] for mark in late]

    def look(self) -> None:
        """Call once a second: sends a test question to a source that was away, if nobody else asks."""
        now_ms = self._clock()
        if self.trouble and now_ms - self._asked_ms >= PROBE_MS:
            self._put(_Probe())

    def ask_changes(self, since: int | None, limit: int) -> None:
        """Ask for changes. The answer comes as `ChangesFound`."""
        self._put(_ChangesWanted(since, limit))

    def stop(self) -> None:
        """Stop the threads. Requests under way get no answer, as always when the hall stops."""
        for _ in self._threads:
            self._inbox.put(None)
        for thread in self._threads:
            thread.join(timeout=3)
        self._source.close()

    def _unfit(self, question: ProgressQuestion) -> Refusal | None:
        if question.person is not None:
            if question.receipt or question.phone_tail:
                return no(Code.REQUEST_INVALID, "either a person, or a receipt and the end of a phone")
            return None if self._source.finds_people else no(Code.PROGRESS_NOT_BY_CARD, "its source knows no cards")
        form = normal(question.receipt)
        if not 0 < len(form) <= LONGEST_RECEIPT or not form.isprintable():
            return no(Code.REQUEST_INVALID, f"a receipt has at most {LONGEST_RECEIPT} characters")
        if _TAIL.fullmatch(question.phone_tail) is None:
            return no(Code.REQUEST_INVALID, "the end of a phone has another length")
        return None

    def _put(self, item: tuple[T, Asking] | _ChangesWanted | _Probe) -> None:
        self._asked_ms = self._clock()
        while len(self._threads) < THREADS:
            thread = threading.Thread(target=self._run, name=f"cases-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._inbox.put(item)

    def _run(self) -> None:
        while (item := self._inbox.get()) is not None:
            if isinstance(item, _Probe):
                self._found(ProgressQuestion(receipt="0"))
            elif isinstance(item, _ChangesWanted):
                self._done(ChangesFound(item.since, self._changes(item)))
            else:
                what, asking = item
                self._done(LookedUp(what, asking, self._found(asking.question)))

    def _found(self, question: ProgressQuestion) -> Found:
        try:
            if question.person is not None:
                return self._source.by_person(question.person)
            return self._source.by_receipt(question.receipt)
        except Exception as error:  # a bug must not leave somebody waiting for ever
            log_failure(logger, "asking the case source", error)
            return SourceAway("a bug")

    def _changes(self, wanted: _ChangesWanted) -> Changes | SourceAway:
        try:
            return self._source.changes(wanted.since, wanted.limit)
        except Exception as error:
            log_failure(logger, "asking the case source for changes", error)
            return SourceAway("a bug")
