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


@dataclass(slots=True)
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
        self._open: dict[str, _Open] = {}

    def ask(self, request: Request, on_answer: OnAnswer, timeout_s: float) -> None:
        """Without a hall the answer is None at once. An open question of the same id gives its place to this one."""
        question = _Open(request, time.monotonic() + timeout_s, on_answer)
        with self._lock:
            earlier = self._open.pop(request.id, None)
            online = self._online
            if online:
                self._open[request.id] = question
                question.timer = self._timers.after(timeout_s, lambda: self._end(question, None))
        if earlier is not None:
            earlier.on_answer(None)
        if online:
            self._ask(question)
        else:
            on_answer(None)

    def answered(self, id_: str, answer: Answer | None) -> None:
        """None: the hall has not taken it as meant for itself.

        The first answer counts; a later one, or one after the time-out, finds no question.
        """
        question = self._open.get(id_)
        if question is not None:
            self._end(question, answer)

    def link(self, *, online: bool, anew: bool) -> None:
        """The hall is there or not; `anew`: what was sent before may not have reached it, ask again."""
        with self._lock:
            self._online = online
            again = [*self._open.values()] if online and anew else []
        for question in again:
            self._ask(question)

    def forget(self) -> None:
        """Another hall than the one that was asked is there now: nobody will answer what is under way."""
        with self._lock:
            left = [*self._open.values()]
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
        with self._lock:
            if self._open.get(question.request.id) is not question:
                return
            del self._open[question.request.id]
        if question.timer is not None:
            question.timer.cancel()
        question.on_answer(answer)
