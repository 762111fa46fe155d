"""The list of people as it stands in `staff.toml`: a slip of an engineer locks nobody out and lets nobody in."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from domain.staff.people import StaffList
from hall.staff.file import STAFF_FILE
from hall.staff.roster import Roster
from tests.ground.staff_hall import CARD, PIN, write_list

SPOILT = '[[people]]\nid = "Boss!"\n'


@pytest.fixture
def listed(tmp_path: Path) -> Roster:
    write_list(tmp_path)
    return Roster(tmp_path / STAFF_FILE)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.levelname for record in caplog.records]


def spoil(path: Path) -> None:
    path.write_text(SPOILT)
    path.chmod(0o600)


def test_a_hall_of_names_has_no_list() -> None:
    assert Roster(None).current() is None
    assert Roster(None).person("boss") is None


def test_who_is_on_the_list_is_known_and_who_is_disabled_is_not(tmp_path: Path) -> None:
    write_list(tmp_path, disabled=("c1",))
    roster = Roster(tmp_path / STAFF_FILE)
    assert (found := roster.person("boss")) is not None
    assert found.id == "boss"
    assert roster.person("nobody") is None
    assert roster.person("c1") is None
    assert roster.holder(CARD["c1"]) is None, "nor by their card"
    assert (holder := roster.holder(CARD["c2"])) is not None
    assert holder.id == "c2"
    assert roster.holder("0000") is None


def test_a_list_that_was_never_there_lets_nobody_in_and_says_so(tmp_path: Path) -> None:
    roster = Roster(tmp_path / STAFF_FILE)
    assert (roster.current(), roster.person("boss"), roster.holder(CARD["c1"])) == (None, None, None)
    assert roster.trouble == f"there is no {tmp_path / STAFF_FILE}"


def test_a_list_that_was_taken_away_holds_and_that_is_said_once(
    listed: Roster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(listed.current(), StaffList)
    assert (listed.trouble, said(caplog)) == ("", [])
    (tmp_path / STAFF_FILE).unlink()
    for _ in range(3):
        assert listed.person("boss") is not None
        assert listed.holder(CARD["c1"]) is not None
    assert listed.trouble == f"{tmp_path / STAFF_FILE} is gone"
    assert said(caplog) == ["ERROR"]
    assert "the last good one holds" in caplog.text


def test_a_list_with_a_mistake_changes_nothing_until_it_is_mended(
    listed: Roster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    before = listed.current()
    spoil(tmp_path / STAFF_FILE)
    assert listed.current() is before
    assert str(tmp_path / STAFF_FILE) in listed.trouble
    write_list(tmp_path, pin={"c1": PIN["c1"]})
    assert listed.person("boss") is None, "the new list holds"
    assert listed.person("c1") is not None
    assert (listed.trouble, said(caplog)) == ("", ["ERROR", "WARNING"])
    assert "in order again" in caplog.text


def test_another_mistake_is_said_too(listed: Roster, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / STAFF_FILE).unlink()
    listed.current()
    spoil(tmp_path / STAFF_FILE)
    listed.current()
    assert said(caplog) == ["ERROR", "ERROR"]


def test_cards_without_their_key_are_a_mistake_and_pins_work_all_the_same(tmp_path: Path) -> None:
    write_list(tmp_path)
    roster = Roster(tmp_path / STAFF_FILE)
    for file in tmp_path.iterdir():
        if file.name != STAFF_FILE:
            file.unlink()
    assert roster.person("c1") is not None
    assert roster.holder(CARD["c1"]) is None
    assert roster.trouble


def test_a_list_without_cards_needs_no_key(tmp_path: Path) -> None:
    write_list(tmp_path, pin={"boss": PIN["boss"]})
    for file in tmp_path.iterdir():
        if file.name != STAFF_FILE:
            file.unlink()
    roster = Roster(tmp_path / STAFF_FILE)
    assert roster.person("boss") is not None
    assert roster.trouble == ""
