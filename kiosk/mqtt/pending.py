"""Requests under way: each waits for its answer, its time-out, or the news that nobody will answer. Thread-safe."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.mqtt.messages import Answer, Request
from kiosk.mqtt.port import OnDone, Outcome
from program.timers import Timer, TimerThread

OnAnswer = Callable[[Answer | None], None]
"""Gets the hall's answer, or None: no answer in time, or no hall. The request may have been done; repeating it with the
same id is safe."""

Send = Callable[[Request, float, OnDone], None]
"""`send(request, seconds, on_done)`: publish it with this message expiry."""


@dataclass(slots=True, eq=False)
class _Open:
    request: Request
    until: float  # monotonic
    on_answer: OnAnswer
    timer: Timer | None = None


class PendingRequests:
    """All requests under way. `on_answer` is called once for each `ask`, never under the lock."""

    def __init__(self, send: Send, timers: TimerThread) -> None:
        self._send = send
        self._timers = timers
        self._lock = threading.Lock()
        self._online = False
        self._open: dict[str, list[_Open]] = {}  # request id → all who asked with it

    def ask(self, request: Request, on_answer: OnAnswer, timeout_s: float) -> None:
        """Send a request. Without a hall the answer is None at once.

        A request that is under way already is sent again, because the first may be lost; the first answer goes to all
        askers. A different request under the same id replaces the earlier one, which gets None.
        """
        question = _Open(request, time.monotonic() + timeout_s, on_answer)
        with self._lock:
            askers = self._open.get(request.id, [])
            others = [one for one in askers if one.request != request]
            online = self._online
            if online:
                self._open[request.id] = [*(one for one in askers if one.request == request), question]
                question.timer = self._timers.after(timeout_s, lambda: self._end(question, None))
            elif others:
                del self._open[request.id]
        for other in others:
            _tell(other, None)
        if online:
            self._ask(question)
        else:
            on_answer(None)

    def answered(self, id_: str, answer: Answer | None) -> None:
        """Take in an answer. None: the hall did not take the request, because it was meant for another store.

        Only the first answer counts; later ones, and answers after the time-out, are ignored.
        """
        with self._lock:
            askers = self._open.pop(id_, [])
        for question in askers:
            _tell(question, answer)

    def link(self, *, online: bool, anew: bool) -> None:
        """The hall is online or not. `anew`: earlier requests may not have reached it, so send them again."""
        with self._lock:
            self._online = online
            again = [askers[-1] for askers in self._open.values()] if online and anew else []
        for question in again:
            self._ask(question)

    def forget(self) -> None:
        """The hall works on another store now: nobody will answer the requests under way."""
        with self._lock:
            left = [question for askers in self._open.values() for question in askers]
        for question in left:
            self._end(question, None)

    def close(self) -> None:
        """Nobody will answer any more: all open requests get None."""
        with self._lock:
            self._online = False
        self.forget()

    def _ask(self, question: _Open) -> None:
        def done(outcome: Outcome) -> None:
            if outcome in (Outcome.NOBODY, Outcome.REFUSED):
                self._end(question, None)

        self._send(question.request, question.until - time.monotonic(), done)

    def _end(self, question: _Open, answer: Answer | None) -> None:
        id_ = question.request.id
        with self._lock:
            askers = self._open.get(id_, [])
            if question not in askers:
                return
            askers.remove(question)
            if not askers:
                del self._open[id_]
        _tell(question, answer)


def _tell(question: _Open, answer: Answer | None) -> None:
    if question.timer is not None:
        question.timer.cancel()
    question.on_answer(answer)
