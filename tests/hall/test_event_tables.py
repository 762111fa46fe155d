"""Tables of events and requests: each kind is in them, and none was forgotten when it got a field that matters."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest

from domain import commands as c
from domain.events import EVENTS
from domain.roles import AtWindow
from domain.show.changed import SHOWN
from domain.views.queries import QUESTIONS
from hall.disk.journal import PRIVATE

PERSONAL = {"person", "phone", "pickup", "phone_key", "address"}
ASKABLE: list[type[Any]] = [*get_args(c.Command), *QUESTIONS.values()]


def names(kind: type[Any]) -> set[str]:
    return {field.name for field in fields(kind)}


def test_each_kind_of_event_says_where_it_is_seen() -> None:
    assert SHOWN.keys() == set(EVENTS.values())


@pytest.mark.parametrize("kind", EVENTS.values())
def test_what_happens_at_a_window_is_seen_there_at_once(kind: type[Any]) -> None:
    class AtW7:
        window = "w7"

    assert SHOWN[kind].at(AtW7()) == (("w7",) if "window" in names(kind) else ())


@pytest.mark.parametrize("kind", EVENTS.values())
def test_what_is_personal_in_an_event_is_kept_apart(kind: type[Any]) -> None:
    private = PRIVATE.get(kind)
    assert (private.fields if private else set()) == names(kind) & PERSONAL
    assert private is None or private.subject in names(kind)


@pytest.mark.parametrize("kind", ASKABLE)
def test_who_may_ask_at_one_window_only_is_looked_at_for_each_request_that_names_a_window(kind: type[Any]) -> None:
    assert (kind in get_args(AtWindow)) == ("window" in names(kind))
