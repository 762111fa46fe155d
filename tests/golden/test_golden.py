"""What a release has left on disk is read by every later one: the same queues, numbers, windows and reviews.

Each folder beside this file holds what one release wrote, as text, and what people saw then (`write.py`).
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from quiet_hall import QuietHall
from seen import differences, fields_of_events, goes_on, seen, sms
from story import HANDED_OVER_AT, LAST_ID, copy_order
from write import write

from domain.commands import DEVICE_EVENTS, REQUESTS, RecordPrint
from domain.views.catalogue import Block
from hall.disk.migrations import MIGRATIONS
from hall.sms.ledger import Ledger
from hall.sms.port import Accepted
from hall.sms.states import SmsState
from hall.verify_ratings import verify_main
from kiosk.mqtt.outbox import Outbox
from kiosk.number_machine.copies import Copies
from kiosk.number_machine.offline import OwnNumbers
from program import data_version

RELEASES = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))


class Golden:
    """The data of one release, as files again."""

    def __init__(self, release: Path, folder: Path) -> None:
        self.folder = folder
        self.config = (release / "hall.toml").read_text(encoding="utf-8")
        self.requests = json.loads((release / "requests.json").read_text(encoding="utf-8"))
        self.expected: dict[str, Any] = json.loads((release / "expected.json").read_text(encoding="utf-8"))
        for text in release.glob("*.sql"):
            with self.database(text.stem) as db:
                db.executescript("PRAGMA journal_mode = WAL;" + text.read_text(encoding="utf-8"))

    def database(self, name: str) -> contextlib.closing[sqlite3.Connection]:
        return contextlib.closing(sqlite3.connect(self.folder / f"{name}.db", isolation_level=None))

    def hall(self) -> QuietHall:
        """The hall as it goes on from these data."""
        small = QuietHall(self.folder, self.config)
        small.now = self.expected["now"]
        return small

    def seen_otherwise(self) -> list[str]:
        small = self.hall()
        found = seen(small, list(self.expected["seen"]["tickets"]))
        small.store.close()
        return differences(self.expected["seen"], found)


@pytest.fixture(params=RELEASES, ids=lambda release: release.name)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Golden:
    return Golden(request.param, tmp_path)


def test_people_see_the_same_hall_after_an_update(golden: Golden) -> None:
    assert golden.seen_otherwise() == []
    assert golden.seen_otherwise() == [], "after the next start"


def test_people_see_the_same_hall_by_the_events_alone(golden: Golden) -> None:
    with golden.database("hall") as db:
        db.execute("DELETE FROM snapshots")
    assert golden.seen_otherwise() == []


@pytest.mark.parametrize("whole_state", [True, False])
def test_the_next_numbers_and_calls_are_those_that_people_waited_for(golden: Golden, *, whole_state: bool) -> None:
    if not whole_state:
        with golden.database("hall") as db:
            db.execute("DELETE FROM snapshots")
    assert goes_on(golden.hall()) == golden.expected["goes_on"]


def test_a_request_that_was_answered_before_the_update_gets_the_same_answer(golden: Golden) -> None:
    small = golden.hall()
    assert small.ask("kiosk-1", "ticket.issue", LAST_ID, queue="civil") == golden.expected["last"]
    assert not small.events


def test_text_messages_are_sent_on_and_none_is_made_twice(golden: Golden) -> None:
    small = golden.hall()
    assert sms(golden.folder / "hall.db") == golden.expected["sms"]
    due = {one.key for one in small.store.sms([SmsState.QUEUED])}
    assert due == {key for key, state, _ in golden.expected["sms"] if state == "queued"}


def test_the_chain_of_reviews_goes_on_unbroken(golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    small, known = golden.hall(), golden.expected
    check = [str(golden.folder), "--config", str(golden.folder / "hall.toml")]
    assert verify_main(check) == 0
    assert f"whole: {known['reviews']} reviews, last hash {known['last_hash']}" in capsys.readouterr().out
    (shown,) = (one for one in known["seen"]["hall"]["windows"] if one["window"] == "w4")
    rating = shown["rating"]
    told = {"session": rating["session"], "nonce": rating["nonce"], "level": 5}
    assert small.ask("pad-4", "rating.given", **told)["ok"]
    assert verify_main(check) == 0
    assert f"whole: {known['reviews'] + 1} reviews" in capsys.readouterr().out


def test_the_day_ends_with_every_number_counted(golden: Golden) -> None:
    small = golden.hall()
    small.now += 24 * 3_600_000
    small.tick()
    (closed,) = (event for event in small.events if type(event).__name__ == "DayClosed")
    assert closed.issued == closed.served + closed.no_show + closed.cancelled + closed.expired
    assert closed.issued > len(golden.expected["seen"]["tickets"]), "and the late one of the day before"


def test_terminals_of_the_release_are_still_understood(golden: Golden) -> None:
    """Terminals are updated after their hall, and an outbox may be days old."""
    assert {*golden.requests} <= {*REQUESTS, *DEVICE_EVENTS}
    small = golden.hall()
    codes = {
        type_: answer["error"]["code"]
        for type_, data in golden.requests.items()
        if not (answer := small.ask("desk-1", type_, **data))["ok"]
    }
    assert not [type_ for type_, code in codes.items() if code in ("request.invalid", "request.unknown")], codes


def test_a_terminals_outbox_is_sent_as_it_was_recorded(golden: Golden) -> None:
    known = golden.expected["terminal"]
    outbox = Outbox(golden.folder / "outbox.db")
    assert len(outbox) == known["rows"]
    assert {type_: outbox.waiting(type_) for type_ in known["waiting"]} == known["waiting"]
    assert [list(one) for one in outbox.refused()] == known["refused"]
    outbox.close()


def test_a_machine_gives_no_number_of_its_own_twice(golden: Golden) -> None:
    known = golden.expected["terminal"]
    numbers = OwnNumbers(golden.folder / "own_numbers.db")
    assert list(numbers.lost()) == known["lost"]
    block = Block(device="kiosk-1", queue="social", first=900, last=949)
    assert numbers.take(block, "2026-11-21", sure=True) == ("2026-11-21", known["next"])
    numbers.close()


def test_a_copy_is_not_printed_again_and_its_end_is_told(golden: Golden) -> None:
    told: list[str] = []

    def record(ended: RecordPrint) -> bool:
        told.append(ended.order)
        return True

    copies = Copies(golden.folder / "copies.db", record)
    copies.recover()
    assert told == golden.expected["terminal"]["untold"]
    copies.printed(copy_order(told[0]), None, None)  # type: ignore[arg-type]  # no printer, so no paper
    assert told == golden.expected["terminal"]["untold"], "it is known"
    copies.close()


def test_no_message_is_handed_over_twice(golden: Golden) -> None:
    known = golden.expected["ledger"]
    ledger = Ledger(golden.folder, lambda: HANDED_OVER_AT)
    for key, reference in known["accepted"].items():
        outcome = ledger.outcome(key)
        assert isinstance(outcome, Accepted)
        assert outcome.reference == reference
    for key in known["tried"]:
        assert ledger.begin(key, 2).parts == ()
    ledger.close()


def test_a_set_can_be_written_of_this_program_too(tmp_path: Path) -> None:
    """So that it can be on the day of a release; and this program finds in it what it has left."""
    (tmp_path / "data").mkdir()
    write(tmp_path / "set")
    golden = Golden(tmp_path / "set", tmp_path / "data")
    assert golden.seen_otherwise() == []
    assert goes_on(golden.hall()) == golden.expected["goes_on"]


def test_a_log_that_an_older_program_would_not_understand_has_a_version_of_its_own() -> None:
    """Written by this program and read by the last release, it would be refused, not taken for something else."""
    newest = RELEASES[-1]
    released = json.loads((newest / "events.json").read_text(encoding="utf-8"))
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript((newest / "hall.sql").read_text(encoding="utf-8"))
        version = max(1, db.execute("PRAGMA user_version").fetchone()[0])
    assert fields_of_events() == released or data_version.newest(MIGRATIONS) > version, (
        f"events are not those of {newest.name}: add a migration to hall/migrations.py, if only an empty one (ADR 16)"
    )
