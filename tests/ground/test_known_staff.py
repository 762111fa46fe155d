"""Who signed in at a kiosk lately is let into its staff menu while the hall is away, and nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.self_service.effects import CheckStaff, ForgetStaff, RememberStaff
from domain.self_service.inputs import StaffChecked
from kiosk.self_service import known_staff
from kiosk.self_service.known_staff import FREE_TRIES, KNOWN_MS, LONGEST_WAIT_S, MOST, WAIT_S, KnownStaff

CARD, PIN = "04A31F22", "736251"
RIGHT = CheckStaff("tag", CARD, PIN)
NOW = 1_800_000_000_000


class Clock:
    def __init__(self) -> None:
        self.ms = NOW

    def __call__(self) -> int:
        return self.ms


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_staff, "COST", 2**4)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(tmp_path: Path, clock: Clock) -> KnownStaff:
    made = KnownStaff(tmp_path, clock)
    made.remember(RememberStaff("lin", CARD, PIN))
    return made


def test_who_signed_in_is_let_in_also_after_a_restart(known: KnownStaff, tmp_path: Path, clock: Clock) -> None:
    assert known.check(RIGHT) == StaffChecked("tag", "lin")
    again = KnownStaff(tmp_path, clock)
    assert again.check(CheckStaff("tag", "04:a3:1f:22", "７３６２５１")) == StaffChecked("tag", "lin")


@pytest.mark.parametrize(
    "wrong", [CheckStaff("tag", CARD, "736252"), CheckStaff("tag", CARD), CheckStaff("tag", "04A31F23", PIN)]
)
def test_card_and_pin_must_both_be_right(known: KnownStaff, wrong: CheckStaff) -> None:
    assert known.check(wrong) == StaffChecked("tag")


def test_a_card_alone_counts_where_no_pin_was_asked_for(tmp_path: Path, clock: Clock) -> None:
    known = KnownStaff(tmp_path, clock)
    known.remember(RememberStaff("lin", CARD))
    assert known.check(CheckStaff("tag", CARD)).staff == "lin"


def test_it_counts_for_seven_days_and_not_before_it_was_written(known: KnownStaff, clock: Clock) -> None:
    clock.ms = NOW + KNOWN_MS - 1
    assert known.check(RIGHT).staff == "lin"
    clock.ms = NOW + KNOWN_MS
    assert known.check(RIGHT).staff == ""
    clock.ms = NOW - 1  # the clock went back, or was wrong before
    assert known.check(RIGHT).staff == ""


def test_a_card_that_the_hall_does_not_know_is_forgotten(known: KnownStaff, tmp_path: Path, clock: Clock) -> None:
    known.forget(ForgetStaff("11111111"))
    assert known.check(RIGHT).staff == "lin"
    known.forget(ForgetStaff(CARD))
    assert known.check(RIGHT).staff == ""
    assert KnownStaff(tmp_path, clock).check(RIGHT).staff == ""


def test_a_new_pin_or_card_of_a_person_replaces_the_one_before(known: KnownStaff) -> None:
    known.remember(RememberStaff("lin", CARD, "905172"))
    assert known.check(RIGHT).staff == ""
    known.remember(RememberStaff("lin", "11111111", PIN))
    assert known.check(CheckStaff("tag", CARD, "905172")).staff == ""
    known.remember(RememberStaff("wang", "11111111", PIN))
    assert known.check(CheckStaff("tag", "11111111", PIN)).staff == "wang"


def test_too_many_wrong_ones_wait_longer_and_longer_and_a_restart_does_not_help(
    known: KnownStaff, tmp_path: Path, clock: Clock
) -> None:
    wrong = CheckStaff("tag", CARD, "0000")
    assert [known.check(wrong).wait_s for _ in range(FREE_TRIES)] == [0, 0, WAIT_S]
    known = KnownStaff(tmp_path, clock)
    assert known.check(RIGHT) == StaffChecked("tag", wait_s=WAIT_S)
    waits = []
    for _ in range(8):
        clock.ms += LONGEST_WAIT_S * 1000
        waits.append(known.check(wrong).wait_s)
    assert waits == [60, 120, 240, 480, 900, 900, 900, 900]
    clock.ms += 899_001
    assert known.check(RIGHT) == StaffChecked("tag", wait_s=1)
    clock.ms += 999
    assert known.check(RIGHT).staff == "lin"
    assert known.check(wrong).wait_s == 0


def test_a_clock_set_back_while_it_waits_does_not_lock_the_menu_for_ever(known: KnownStaff, clock: Clock) -> None:
    wrong = CheckStaff("tag", CARD, "0000")
    for _ in range(FREE_TRIES):
        known.check(wrong)
    clock.ms = NOW - 10 * LONGEST_WAIT_S * 1000
    known.remember(RememberStaff("lin", CARD, PIN))
    assert known.check(RIGHT).staff == "lin"


def test_only_the_newest_are_kept(known: KnownStaff) -> None:
    for number in range(MOST):
        known.remember(RememberStaff(f"p{number}", f"{number:08x}", PIN))
    assert known.check(RIGHT).staff == ""
    assert known.check(CheckStaff("tag", f"{0:08x}", PIN)).staff == "p0"


def test_neither_card_nor_pin_is_on_the_disk_and_only_the_program_may_read_it(
    known: KnownStaff, tmp_path: Path
) -> None:
    file = tmp_path / known_staff.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text(encoding="utf-8")
    assert CARD not in text.upper()
    assert PIN not in text
    assert CARD not in repr(RememberStaff("lin", CARD, PIN)) + repr(RIGHT) + repr(ForgetStaff(CARD))
    assert PIN not in repr(RememberStaff("lin", CARD, PIN)) + repr(RIGHT)


def test_the_same_person_at_two_machines_has_other_hashes(tmp_path: Path, clock: Clock) -> None:
    hashes = set()
    for name in ("one", "two"):
        known = KnownStaff(tmp_path / name, clock)
        known.remember(RememberStaff("lin", CARD, PIN))
        hashes.add(json.loads((tmp_path / name / known_staff.FILE).read_text("utf-8"))["people"][0]["proof"])
    assert len(hashes) == 2


@pytest.mark.parametrize("damaged", [b"", b"{}", b"\xff", b'{"version": 2}', b'{"version": 1, "salt": "zz"}', b"[]"])
def test_a_damaged_file_lets_nobody_in_and_is_written_anew(tmp_path: Path, clock: Clock, damaged: bytes) -> None:
    (tmp_path / known_staff.FILE).write_bytes(damaged)
    known = KnownStaff(tmp_path, clock)
    assert known.check(RIGHT).staff == ""
    known.remember(RememberStaff("lin", CARD, PIN))
    assert KnownStaff(tmp_path, clock).check(RIGHT).staff == "lin"


def test_a_disk_that_cannot_be_written_keeps_nobody_out_until_the_program_ends(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / known_staff.FILE).mkdir()
    known = KnownStaff(tmp_path, clock)
    known.remember(RememberStaff("lin", CARD, PIN))
    assert known.check(RIGHT).staff == "lin"
