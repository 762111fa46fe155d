"""Answers queries: a snapshot, one ticket, the events again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from domain.booking.views import AppointmentQuestion, DayAppointmentsQuestion, SlotsQuestion
from domain.cases.views import CasesQuestion
from domain.config import Device, Role
from domain.decide.hall import Hall
from domain.decide.rating_by_phone import key_at_the_pad
from domain.progress.views import ProgressQuestion
from domain.refusal import Refusal
from domain.roles import Question
from domain.show import answers, bookings, snapshots
from domain.show.cases import answer_cases
from domain.show.figures import hall_figures
from domain.show.following import follow
from domain.views.figures import DeviceFigures, FiguresQuestion
from domain.views.queries import (
    AlarmView,
    FollowQuestion,
    LookUp,
    PickupQuestion,
    ReplayQuestion,
    ReviewCodeQuestion,
    ReviewKeyQuestion,
)
from hall import requests
from hall.disk import journal
from hall.disk.store import Store
from hall.progress.desk import Asking
from hall.reviews.codes import ReviewCodes

MOST_EVENTS = 500
"""In one answer to `event.replay`."""


class Queries:
    """Answers from committed state only.

    next_version: the version of the next snapshot (`Host.next_version`).
    presence: the devices as they report themselves (`Presence.devices`).
    unwritten: alarms that could not be stored as events (`AlarmWatch.unwritten`).
    figures: the devices in numbers (`Presence.figures`).
    """

    def __init__(
        self,
        hall_id: str,
        store: Store,
        next_version: Callable[[], int],
        presence: Callable[[], tuple[dict[str, object], ...]],
        unwritten: Callable[[], tuple[AlarmView, ...]] = tuple,
        *,
        figures: Callable[[], tuple[DeviceFigures, ...]] = tuple,
    ) -> None:
        self._hall_id = hall_id
        self._store = store
        self._next_version = next_version
        self._presence = presence
        self._unwritten = unwritten
        self._figures = figures
        self._codes = ReviewCodes()

    def answer(self, hall: Hall, request_id: str, question: Question, device: Device, now: int) -> str | Asking:
        """The answer as JSON, or an `Asking` if the case source must be asked first. `device`: the asker; its role
        decides how much of a snapshot it gets."""
        if isinstance(question, ProgressQuestion):
            return Asking(request_id, device.id, question)
        if isinstance(question, ReplayQuestion):
            return self._replay(request_id, question)
        if isinstance(question, FiguresQuestion):
            return requests.granted(request_id, hall_figures(hall, now, self._figures(), self._unwritten()))
        if isinstance(question, FollowQuestion):
            return _found(request_id, follow(hall.state, question, now))
        if isinstance(question, LookUp):
            return _found(request_id, answers.look_up(hall, question.number, now))
        if isinstance(question, PickupQuestion):
            return _found(request_id, answers.pickup(hall, question))
        if isinstance(question, ReviewKeyQuestion):
            return _found(request_id, key_at_the_pad(hall.state, question))
        if isinstance(question, ReviewCodeQuestion):
            return _found(request_id, self._codes.answer(hall.state, question, device.id))
        if isinstance(question, CasesQuestion):
            return _found(request_id, answer_cases(hall.state, question))
        if isinstance(question, SlotsQuestion | AppointmentQuestion | DayAppointmentsQuestion):
            return _found(request_id, bookings.answer(hall.state, question, now))
        whole = snapshots.hall_snapshot(hall, now, self._next_version(), self._presence())
        whole = dataclasses.replace(whole, store=self._store.identity.id)
        if device.role is not Role.SUPERVISOR:  # the public parts, and the asker's own window
            own = tuple(window for window in whole.windows if window.window == device.window)
            whole = dataclasses.replace(whole, windows=own, devices=(), alarms=(), stranded=())
        else:
            whole = dataclasses.replace(whole, alarms=(*whole.alarms, *self._unwritten()))
        return requests.granted(request_id, whole)

    def _replay(self, request_id: str, question: ReplayQuestion) -> str:
        limit = min(max(question.limit, 1), MOST_EVENTS)
        events = [journal.cloud_event(self._hall_id, stored) for stored in self._store.events(question.after, limit)]
        return requests.replayed(request_id, events, self._store.last_seq())


def _found(request_id: str, found: object) -> str:
    return requests.refused(request_id, found) if isinstance(found, Refusal) else requests.granted(request_id, found)
