"""Requests under way: each waits for its answer, its time-out, or word that nobody will answer. Thread-safe."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.mqtt.messages import Answer, Request
from kiosk.mqtt.port import OnDone, Outcome
from program.timers import Timer, TimerThread

OnAnswer = Callable[[Answer | None], None]
"""The hall's answer, or None: no answer in time, or no hall to ask. It may have been done; the same id is safe."""

Send = Callable[[Request, float, OnDone], None]
"""`send(request, seconds, on_done)`: publish it, to expire after so many seconds."""


@dataclass(slots=True, eq=False)
class _Open:
    request: Request
    until: float  # monotonic
    on_answer: OnAnswer
    timer: Timer | None = None


class PendingRequests:
    """`on_answer` is called once for each `ask`, never under the lock."""

    def __init__(self, send: Send, timers: TimerThread) -> None:
        self._send = send
        self._timers = timers
        self._lock = threading.Lock()
        self._online = False
        self._open: dict[str, list[_Open]] = {}  # all askers of one id ask the same

    def ask(self, request: Request, on_answer: OnAnswer, timeout_s: float) -> None:
        """Without a hall the answer is None at once.

        A request that is under way already is sent again, since the first may be lost, and whichever answer comes first
        is everybody's. Another request under the same id takes the place of the one before, which gets None.
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
        """None: the hall has not taken it as meant for itself.

        The first answer counts; a later one, or one after the time-out, finds no question.
        """
        with self._lock:
            askers = self._open.pop(id_, [])
        for question in askers:
            _tell(question, answer)

    def link(self, *, online: bool, anew: bool) -> None:
        """The hall is there or not; `anew`: what was sent before may not have reached it, ask again."""
        with self._lock:
            self._online = online
            again = [askers[-1] for askers in self._open.values()] if online and anew else []
        for question in again:
            self._ask(question)

    def forget(self) -> None:
        """Another hall than the one that was asked is there now: nobody will answer what is under way."""
        with self._lock:
            left = [question for askers in self._open.values() for question in askers]
        for question in left:
            self._end(question, None)

    def close(self) -> None:
        """Nobody will answer any more."""
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
