"""How a case is shown, and how wrong pairs of receipt and phone slow down."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.progress.cases import CaseRecord, ends_with, masked, shown
from domain.progress.guesses import DEVICE_FORGOTTEN_MS, FREE, RECEIPT_FORGOTTEN_MS, WrongPairs
from domain.progress.views import CaseStage, CaseStep, CaseView
from domain.progress.words import STAGE_WORDS


@pytest.mark.parametrize(("name", "seen"), [("王小明", "王**"), ("欧阳小明", "欧***"), ("王", "王*"), ("", "")])
def test_of_a_name_only_the_first_sign_is_shown(name: str, seen: str) -> None:
    assert masked(name) == seen


def test_a_long_name_does_not_tell_how_long_it_is() -> None:
    assert masked("买买提·阿不都热合曼") == "买***"


def test_nothing_personal_is_shown() -> None:
    record = CaseRecord(
        receipt="A-1", stage=CaseStage.READY, phone="13800138000", name="王小明", person="a" * 32, item="养老"
    )
    seen = repr(shown(record))
    assert not any(secret in seen for secret in ("13800138000", "小明", "a" * 32))


@pytest.mark.parametrize(
    ("phone", "tail", "fits"),
    [
        ("13800138000", "8000", True),
        ("+86 138-0013-8000", "8000", True),
        ("13800138000", "8001", False),
        ("", "", False),
        ("", "8000", False),
        ("13800138000", "", False),
        ("000", "0000", False),
    ],
)
def test_the_tail_of_a_phone(phone: str, tail: str, fits: bool) -> None:
    assert ends_with(phone, tail) is fits


def test_every_stage_has_words() -> None:
    assert set(STAGE_WORDS) == set(CaseStage)


def test_the_fifth_wrong_one_makes_a_device_wait_and_the_receipt_longer() -> None:
    wrong = WrongPairs()
    for count in range(FREE):
        wrong.wrong("kiosk-1", f"R{count}", 0)
    assert wrong.wait_s("kiosk-1", "R9", 0) == 0
    wrong.wrong("kiosk-1", "R9", 0)
    assert wrong.wait_s("kiosk-1", "other", 0) == 10
    assert wrong.wait_s("kiosk-2", "R9", 0) == 0
    for device in range(FREE):
        wrong.wrong(f"kiosk-{device + 3}", "R9", 0)
    assert wrong.wait_s("kiosk-2", "R9", 0) == 30
    assert wrong.wait_s("kiosk-2", "R9", 30_000) == 0


def test_who_finds_their_own_is_not_slowed_by_slips_but_the_device_is_not_cleared_of_guesses() -> None:
    wrong = WrongPairs()
    for _ in range(FREE + 1):
        wrong.wrong("kiosk-1", "R1", 0)
    wrong.right("R1")
    assert wrong.wait_s("kiosk-2", "R1", 0) == 0
    assert wrong.wait_s("kiosk-1", "R1", 0) == 10


def test_waits_end_and_are_forgotten() -> None:
    wrong = WrongPairs()
    for _ in range(20):
        wrong.wrong("kiosk-1", "R1", 0)
    assert wrong.wait_s("kiosk-1", "x", 0) == 60
    assert wrong.wait_s("kiosk-2", "R1", 0) == 3_600
    assert wrong.wait_s("kiosk-2", "R1", RECEIPT_FORGOTTEN_MS) == 0
    wrong.wrong("kiosk-1", "R2", DEVICE_FORGOTTEN_MS)
    assert wrong.wait_s("kiosk-1", "x", DEVICE_FORGOTTEN_MS) == 0


@given(
    st.lists(
        st.tuples(st.sampled_from(["k1", "k2"]), st.sampled_from(["R1", "R2"]), st.integers(0, 3_600)), max_size=60
    )
)
def test_nobody_guesses_more_than_a_few_tails_of_a_receipt_in_an_hour(tries: list[tuple[str, str, int]]) -> None:
    """Who keeps to the waits has at most four free ones and one after each wait."""
    wrong, used = WrongPairs(), 0
    for device, receipt, second in sorted(tries, key=lambda one: one[2]):
        if receipt == "R1" and wrong.wait_s(device, receipt, second * 1000) == 0:
            wrong.wrong(device, receipt, second * 1000)
            used += 1
    assert used <= FREE + 1 + 5


@pytest.mark.parametrize(
    ("phone", "tail", "fits"),
    [("8000", "8000", True), ("1-8", "8", True), ("138 0013 80-00", "8000", True), ("0108000转12", "8000", False)],
)
def test_of_a_phone_its_digits_alone_count(phone: str, tail: str, fits: bool) -> None:
    assert ends_with(phone, tail) is fits


def test_all_that_a_source_says_of_a_case_is_shown_and_its_name_masked() -> None:
    record = CaseRecord(
        receipt="A-1",
        stage=CaseStage.NEEDS_MORE,
        phone="13800138000",
        name="王小明",
        person="a" * 32,
        item="养老",
        item_en="Pension",
        accepted_on="2026-11-01",
        promised_on="2026-12-01",
        changed_on="2026-11-20",
        next="补材料",
        place="3 号窗口",
        steps=(CaseStep(name="受理", on="2026-11-01"),),
    )
    seen = shown(record)
    assert seen.name == "王**"
    kept = [field.name for field in fields(CaseView) if field.name != "name"]
    assert [getattr(seen, name) for name in kept] == [getattr(record, name) for name in kept]


def waits(of: str) -> list[int]:
    """What comes after each further wrong pair of one device, or of one receipt."""
    found, wrong = [], WrongPairs()
    for count in range(12):
        wrong.wrong("kiosk-1" if of == "device" else f"k{count}", "R1" if of == "receipt" else f"R{count}", 0)
        found.append(wrong.wait_s("kiosk-1" if of == "device" else "another", "R1" if of == "receipt" else "x", 0))
    return found


def test_the_waits_grow_to_a_minute_for_a_device_and_to_an_hour_for_a_receipt() -> None:
    assert waits("device") == [0, 0, 0, 0, 10, 20, 40, 60, 60, 60, 60, 60]
    assert waits("receipt") == [0, 0, 0, 0, 30, 60, 300, 900, 3_600, 3_600, 3_600, 3_600]


@pytest.mark.parametrize(("of", "forgotten_ms"), [("device", 10 * 60_000), ("receipt", 24 * 3_600_000)])
def test_wrong_pairs_count_until_they_are_forgotten_and_not_a_moment_less(of: str, forgotten_ms: int) -> None:
    """The clock of a machine does not begin at nought."""
    start = 7_000_000

    def again_after(ms: int) -> int:
        wrong = WrongPairs()
        for count in range(FREE + 1):
            wrong.wrong("kiosk-1" if of == "device" else f"k{count}", "R1", start)
        wrong.right("R2")
        wrong.wrong("kiosk-1" if of == "device" else "k9", "R1" if of == "receipt" else "R9", start + ms)
        return wrong.wait_s("kiosk-1" if of == "device" else "another", "R1" if of == "receipt" else "x", start + ms)

    assert again_after(forgotten_ms - 1) == (20 if of == "device" else 60)
    assert again_after(forgotten_ms) == 0


def test_a_wait_is_said_in_whole_seconds_until_its_last_millisecond() -> None:
    wrong = WrongPairs()
    for count in range(FREE + 1):
        wrong.wrong("kiosk-1", f"R{count}", 7_000_000)
    left = [wrong.wait_s("kiosk-1", "x", 7_000_000 + ms) for ms in (0, 1, 9_000, 9_001, 9_999, 10_000, 20_000)]
    assert left == [10, 10, 1, 1, 1, 0, 0]
    for _ in range(FREE + 1):
        wrong.wrong("kiosk-2", "R", 7_000_000)
    assert wrong.wait_s("kiosk-2", "R", 7_000_000 + 60_000) == 0, "where both waits are over"


def test_of_very_many_receipts_the_ones_guessed_at_last_are_remembered() -> None:
    wrong = WrongPairs()
    for name in ("guessed", "old"):
        for count in range(FREE + 1):
            wrong.wrong(f"{name} {count}", name, 0)
    for count in range(19_998):
        wrong.wrong(f"k{count}", f"R{count}", 0)
    assert (wrong.wait_s("x", "old", 0), wrong.wait_s("x", "guessed", 0)) == (30, 30)
    wrong.wrong("k", "guessed", 0)
    wrong.wrong("k", "one more", 0)
    assert (wrong.wait_s("x", "old", 0), wrong.wait_s("x", "guessed", 0)) == (0, 60)
