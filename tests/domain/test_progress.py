"""How a case is shown, and how wrong pairs of receipt and phone slow down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.progress.cases import CaseRecord, ends_with, masked, shown
from domain.progress.guesses import DEVICE_FORGOTTEN_MS, FREE, RECEIPT_FORGOTTEN_MS, WrongPairs
from domain.progress.views import CaseStage
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
