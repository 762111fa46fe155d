"""Corrections of the hall's time within a batch: decided with the batch, and valid when the batch is on disk."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from domain.commands import CorrectTime, SetDay, Tick
from domain.decide.hall import Hall
from domain.events import Event
from domain.refusal import Decision, Refusal
from domain.state.state import State
from hall.batch import BatchWork
from hall.clock.timekeeper import HallTimekeeper
from hall.requests import CommandRequest


class Corrections:
    """Decides and applies corrections. Used only by the writer, under the hall's lock."""

    def __init__(self, time: HallTimekeeper) -> None:
        self._time = time
        self.now_ms = time.now_ms

    def time_passes(self, work: BatchWork, hall: Hall) -> Iterator[list[Event]]:
        """The events that the clocks cause now, in groups. The caller applies each group before the next one is
        decided."""
        work.batch.meta |= self._time.news()
        correction = self._time.look()
        if correction is not None:
            yield events_of(self._decide(work, hall, correction))
        yield events_of(hall.decide(Tick(), work.now))

    def asked(self, work: BatchWork, hall: Hall, asked: SetDay) -> Decision:
        """The events of a supervisor's `SetDay`; none if the day is right already. (A change writes the whole
        state.)"""
        correction = self._time.to_day(asked, hall.state.days)
        if isinstance(correction, Refusal):
            return correction
        done_ms = sum(one.shift_ms for one in work.corrections)  # the clock does not know these yet
        correction = dataclasses.replace(correction, shift_ms=correction.shift_ms - done_ms)
        if asked.day == hall.state.day and self._time.is_so(correction, work.corrections):
            return []
        return self._decide(work, hall, correction)

    def _decide(self, work: BatchWork, hall: Hall, correction: CorrectTime) -> Decision:
        """Decide one correction. The rest of the batch uses the corrected time."""
        decided = hall.decide(correction, work.now)
        work.now += correction.shift_ms
        work.corrections.append(correction)
        return decided

    def marked(self, work: BatchWork, state: State) -> None:
        """Add the corrected clock to the batch, so that a start right after it does not begin with the wrong time."""
        if work.corrections:
            work.batch.living = (*state.tickets, *state.bookings.codes, *state.cases.ids)
            work.batch.meta |= self._time.kept_if(work.corrections)

    def written(self, work: BatchWork) -> None:
        """Correct the clock: the batch is on disk."""
        for correction in work.corrections:
            self._time.corrected(correction)
        self._time.kept(work.batch.meta)


def events_of(decided: Decision) -> list[Event]:
    """The events of a decision; none of a refusal."""
    return [] if isinstance(decided, Refusal) else decided


def named(hall: Hall, one: CommandRequest) -> CommandRequest:
    """The request with the right id of its ticket (`Hall.named`)."""
    command = hall.named(one.command)
    return one if command is one.command else dataclasses.replace(one, command=command)
