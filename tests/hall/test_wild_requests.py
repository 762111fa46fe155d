"""`scripts/bench flood` sends every message that there is, and each is one that its device may send."""

from __future__ import annotations

import pytest

from benchmarks.hall.wild_requests import RUBBISH, STATES, TELLS, WildRequest, every_type
from domain import roles
from domain.commands import DEVICE_EVENTS, REQUESTS
from domain.config import Role
from domain.views.queries import QUESTIONS
from hall.requests import ParsedRequest, command_reader, event_reader

KNOWN = [one for one in every_type() if one.work not in {RUBBISH, STATES}]


def test_no_type_is_missing() -> None:
    assert {one.type for one in KNOWN} == {*REQUESTS, *QUESTIONS, *DEVICE_EVENTS}


@pytest.mark.parametrize("one", KNOWN, ids=lambda one: one.type)
def test_the_hall_would_have_to_work_it(one: WildRequest) -> None:
    reader = event_reader() if one.work == TELLS else command_reader()
    read = reader.read(next(one.bodies()))
    assert isinstance(read, ParsedRequest), read
    window = "w1" if one.role in {Role.PAD, Role.PAD_CLERK, Role.PAD_CITIZEN} else None
    assert roles.may(one.role, window, read.asked) is None
