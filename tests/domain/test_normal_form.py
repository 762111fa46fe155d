"""The longest text that is looked at, and what a scanner adds."""

from __future__ import annotations

import pytest

from domain.normal_form import LONGEST, normal, unframed
from domain.phone import LONGEST as LONGEST_PHONE
from domain.phone import normal_phone


def test_a_text_of_the_greatest_length_is_a_code_and_a_longer_one_is_none() -> None:
    assert normal("a" * LONGEST) == "A" * LONGEST
    assert normal("a" * (LONGEST + 1)) == ""
    assert len(normal("\ufdfa" * 34)) == 510
    assert normal("\ufdfa" * 35) == "", "one that grows beyond it is none either"


@pytest.mark.parametrize(
    "read", ["\x02Yy 8\x03", "\ufeffYy 8\r\n", "]Q1Yy 8", "]C0]Q1Yy 8", "\\000026Yy 8", " Yy 8 ", "]Q1\\000026 Yy 8"]
)
def test_what_a_scanner_adds_goes_and_all_else_stays_letter_for_letter(read: str) -> None:
    assert unframed(read) == "Yy 8"


def test_a_phone_number_of_the_greatest_length_is_read_and_a_longer_one_is_not() -> None:
    number = "138 0013 8000"
    assert normal_phone(number.ljust(LONGEST_PHONE)) == "13800138000"
    assert normal_phone(number.ljust(LONGEST_PHONE + 1)) is None
