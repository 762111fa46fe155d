"""Answers kiosks that ask whose ticket shows this number and this review code, and makes those wait who guess.

Six digits are a million: at the pace that the waits leave, a machine tries a few hundred of them in a day.
"""

from __future__ import annotations

from collections.abc import Callable

from domain.decide.rating_by_phone import holder_by_code
from domain.normal_form import normal
from domain.progress.guesses import WrongPairs
from domain.refusal import Code, Refusal, no
from domain.state.state import State
from domain.views.queries import ReviewCodeQuestion, TicketHolder
from program.clock import monotonic_ms


class ReviewCodes:
    """The waits are in memory alone. `clock`: milliseconds that never jump."""

    def __init__(self, clock: Callable[[], int] = monotonic_ms) -> None:
        self._wrong = WrongPairs()
        self._clock = clock

    def answer(self, state: State, asked: ReviewCodeQuestion, device: str) -> TicketHolder | Refusal:
        """The ticket and its key; `ticket.unknown` for any wrong pair, `review.wait` after too many of them, also for
        a right one. `device`: the kiosk that asks."""
        ticket, now_ms = state.numbered(asked.number), self._clock()
        number = ticket.number if ticket is not None else normal(asked.number)
        wait_s = self._wrong.wait_s(device, number, now_ms)
        if wait_s:
            return no(Code.REVIEW_WAIT, "too many wrong ones", after_seconds=wait_s)
        found = holder_by_code(state, asked)
        if isinstance(found, Refusal):
            self._wrong.wrong(device, number, now_ms)
        else:
            self._wrong.right(number)
        return found
