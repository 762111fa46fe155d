"""An event that the program cannot read: the hall does not start, and says which one; nothing of it is told."""

from __future__ import annotations

import json
import os

import pytest
from quiet_hall import QuietHall

from hall.__main__ import main
from hall.disk import journal
from hall.disk.store import StoredEvent


def test_a_field_that_is_gone_is_left_out_and_a_new_one_takes_its_default() -> None:
    body = {"ticket": "20261120-A001", "at": 5, "colour": "red", "number": "A001", "queue": "social", "counter": 1}
    event = journal.read(StoredEvent(1, 5, "ticket.issued", json.dumps(body)))
    assert (event.at, event.language, event.pickup) == (5, "zh_CN", None)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("type_", "body", "why"),
    [
        ("ticket.dreamt", '{"at": 5, "phone": "13912345678"}', "this program knows no such event"),
        ("ticket.called", '{"at": 5, "ticket": "13912345678"}', "window: missing"),
        ("ticket.called", '{"at": 5, "ticket": "13912345678", "window": 3}', "window: string_type"),
        ("ticket.called", '{"at": 5, "ticket": "139123', "the body: json_invalid"),
    ],
)
def test_the_hall_says_which_event_it_cannot_read(
    small: QuietHall, capsys: pytest.CaptureFixture[str], type_: str, body: str, why: str
) -> None:
    small.store._db.execute("INSERT INTO events VALUES (9, 5, ?, ?)", (type_, body))
    small.store.close()
    assert main(["--config", str(small.folder / "hall.toml"), "--data", str(small.folder)]) == os.EX_DATAERR
    said = capsys.readouterr().err
    assert f"event 9 of the log, '{type_}', cannot be read: {why}" in said
    assert "139123" not in said


@pytest.mark.parametrize(
    ("body", "private"),
    [('{"at": 5, "ticket": "139123', '{"phone": "13912345678"}'), ("[]", "{}"), ('{"at": 5}', '{"phone": "13912')],
)
def test_an_event_with_something_personal_beside_it_is_named_likewise(body: str, private: str) -> None:
    with pytest.raises(journal.UnreadableEventError, match="event 9 of the log") as why:
        journal.read(StoredEvent(9, 5, "ticket.issued", body, private))
    assert "139" not in str(why.value)
