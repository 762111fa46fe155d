"""The modem behind gammu-smsd: its tables, its states, and no phone longer than a day."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import CALL, receipts, until
from gammu_rig import GammuRig
from peers import Peers, needs

from hall.sms.choice import choose
from hall.sms.port import EXPIRED, Accepted, SmsMessage

pytestmark = needs("smsd")


@pytest.fixture
def rig(tmp_path: Path, peers: Peers) -> Iterator[GammuRig]:
    made = GammuRig(tmp_path, peers, delivered="phone")
    yield made
    made.close()


def test_the_phones_own_report_is_awaited_where_it_is_wanted(rig: GammuRig) -> None:
    rig.gateway.send(CALL)
    rig.arrived()
    assert rig.gateway.receipts() == []
    rig.say("DeliveryPending")
    assert rig.gateway.receipts() == []
    rig.say("DeliveryOK")
    assert [receipt.delivered for receipt in receipts(rig)] == [True]
    assert rig.gateway.receipts() == []


@pytest.mark.parametrize("status", ["SendingError", "DeliveryFailed", "Error"])
def test_every_failure_of_the_modem_or_the_network_fails_the_message(tmp_path: Path, peers: Peers, status: str) -> None:
    """The daemon is not needed for that: it writes one word."""
    rig = GammuRig(tmp_path, peers, delivered="phone")
    with contextlib.closing(sqlite3.connect(rig.smsd.database, timeout=5)) as db, db:
        db.execute(
            "INSERT INTO sentitems (Text, UDH, SenderID, ID, CreatorID, Status) VALUES ('', '', '', 9001, 'xc:k', ?)",
            (status,),
        )
    assert [(one.delivered, one.reason) for one in receipts(rig)] == [(False, status)]
    rig.close()


def test_the_modem_itself_sends_it_once(rig: GammuRig) -> None:
    before = rig.smsd.modem_sent()
    rig.gateway.send(CALL)
    rig.arrived()
    assert isinstance(rig.gateway.send(CALL), Accepted)
    rig.smsd.forget()
    assert rig.smsd.modem_sent() == before + 1


def test_phones_of_yesterday_are_not_kept_in_the_daemons_tables(rig: GammuRig) -> None:
    rig.gateway.send(CALL)
    rig.arrived()
    with contextlib.closing(sqlite3.connect(rig.smsd.database, timeout=5)) as db, db:
        db.execute("DROP TRIGGER update_sentitems_time")
        db.execute("UPDATE sentitems SET UpdatedInDB = datetime('now', '-2 days')")
    rig.gateway.receipts()
    assert rig.smsd.phones().messages == []


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('database = "/nowhere/smsd.db"', "database: cannot be opened"),
        ('database = "{empty}"', "database: has no table outbox"),
        ('database = "{empty}"\nvalid_minutes = 1', "valid_minutes: is not 5 to 720"),
        ('databas = "x"', "did you mean 'database'"),
    ],
)
def test_mistakes_are_named_before_the_hall_starts(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "sms.toml").write_text(toml.format(empty=tmp_path / "empty.db"), encoding="utf-8")
    found = choose("gammu", tmp_path / "sms.toml", tmp_path)
    assert isinstance(found, list)
    assert said in "\n".join(map(str, found))


def test_the_daemon_itself_sends_nothing_after_its_time_of_day(rig: GammuRig) -> None:
    rig.clock = -3600.0
    rig.gateway.send(SmsMessage("late", CALL.phone, CALL.text, valid_s=600))
    rig.clock = 0.0
    rig.gateway.send(CALL)
    assert [text for _, text in rig.arrived()] == [CALL.text]
    until(lambda: rig.rows("1") == [1], "only the late one to be left")
    assert [receipt.expired for receipt in rig.gateway.receipts() if receipt.reference == "late"] == [True]


def test_an_expired_row_is_told_again_after_a_restart_and_forgotten_after_a_day(rig: GammuRig) -> None:
    rig.silence(True)
    rig.gateway.send(SmsMessage("late", CALL.phone, CALL.text * 5, valid_s=600))
    rig.clock = 601.0
    told = [(receipt.reference, receipt.reason) for receipt in rig.gateway.receipts()]
    assert told == [("late", EXPIRED)]
    assert rig.gateway.receipts() == []
    rig.reopen()
    assert [receipt.expired for receipt in rig.gateway.receipts()] == [True]
    rig.clock = 2 * 24 * 3600.0
    rig.gateway.receipts()
    assert rig.rows("1") == []
    assert rig.rows("1", "outbox_multipart") == []
    rig.silence(False)


def test_what_is_good_over_midnight_is_good_until_midnight(rig: GammuRig) -> None:
    rig.silence(True)
    rig.clock = 12 * 3600 - 1.0 - time.time() % 3600
    rig.gateway.send(SmsMessage("night", CALL.phone, CALL.text, valid_s=600))
    assert rig.rows("SendBefore") == ["23:59:59"]
    rig.clock += 5
    assert [receipt.expired for receipt in rig.gateway.receipts()] == [True]
    rig.silence(False)
