"""Corrections of the hall's time within a batch: decided with it, and true when it is on disk."""

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
    """Used by the writer alone, under the hall's lock."""

    def __init__(self, time: HallTimekeeper) -> None:
        self._time = time
        self.now_ms = time.now_ms

    def time_passes(self, work: BatchWork, hall: Hall) -> Iterator[list[Event]]:
        """What the clocks make happen now, each to be applied before the next is decided."""
        work.batch.meta |= self._time.news()
        correction = self._time.look()
        if correction is not None:
            yield events_of(self._decide(work, hall, correction))
        yield events_of(hall.decide(Tick(), work.now))

    def asked(self, work: BatchWork, hall: Hall, asked: SetDay) -> Decision:
        """What a supervisor's word makes happen: nothing if it is so already. (A change writes the whole state.)"""
        correction = self._time.to_day(asked, hall.state.days)
        if isinstance(correction, Refusal):
            return correction
        done_ms = sum(one.shift_ms for one in work.corrections)  # with the same batch, so the clock knows nothing of it
        correction = dataclasses.replace(correction, shift_ms=correction.shift_ms - done_ms)
        if asked.day == hall.state.day and self._time.is_so(correction, work.corrections):
            return []
        return self._decide(work, hall, correction)

    def _decide(self, work: BatchWork, hall: Hall, correction: CorrectTime) -> Decision:
        """Whatever comes after it in the batch is by the right time."""
        decided = hall.decide(correction, work.now)
        work.now += correction.shift_ms
        work.corrections.append(correction)
        return decided

    def marked(self, work: BatchWork, state: State) -> None:
        """What is to be written with the batch: a start right after it must not begin with the wrong time again."""
        if work.corrections:
            work.batch.living = (*state.tickets, *state.bookings.codes, *state.cases.ids)
            work.batch.meta |= self._time.kept_if(work.corrections)

    def written(self, work: BatchWork) -> None:
        """The batch is on disk."""
        for correction in work.corrections:
            self._time.corrected(correction)
        self._time.kept(work.batch.meta)


def events_of(decided: Decision) -> list[Event]:
    """What is to be applied: nothing of a refusal."""
    return [] if isinstance(decided, Refusal) else decided


def named(hall: Hall, one: CommandRequest) -> CommandRequest:
    """The request with the right id of its ticket (`Hall.named`)."""
    command = hall.named(one.command)
    return one if command is one.command else dataclasses.replace(one, command=command)
