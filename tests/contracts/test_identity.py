"""Identity numbers and the text of identity cards, against an independent oracle and against noise."""

from __future__ import annotations

import random
from typing import Any

import pytest
from chip_cards import NUMBER, citizen_text, with_check
from hypothesis import given, settings
from hypothesis import strategies as st
from id_validator import validator

from bench.virtual_chips import card_text
from kiosk.hw.cards import CardKind
from kiosk.hw.identity import has_expired, is_date, is_foreigner_2017, is_number
from kiosk.hw.resident_text import BadCardTextError, Layout, read_resident_text


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "440524188001010014", "932682198501010017", "911124198108030024"]
)
def test_the_published_sample_numbers_pass(number: str) -> None:
    assert is_number(number)


@given(st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_numbers_made_by_the_oracle_pass_and_with_one_character_changed_fail(seed: int) -> None:
    random.seed(seed)
    number: str = validator.fake_id()
    assert is_number(number)
    place = seed % 18
    other = number[:place] + ("1" if number[place] != "1" else "2") + number[place + 1 :]
    assert not is_number(other)
    assert not validator.is_valid(other)


@pytest.mark.parametrize(
    "number",
    ["", "1", NUMBER.lower(), NUMBER + "0", " " + NUMBER[1:], "１" + NUMBER[1:], with_check("11010519490230002")],
)
def test_what_only_looks_like_a_number_fails(number: str) -> None:
    assert not is_number(number)


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert is_date("20240229")
    assert not is_date("20230229")
    assert not is_date("2023 229")


def test_a_card_is_good_on_its_last_day_and_long_term_for_ever() -> None:
    assert not has_expired("20261121", "20261121")
    assert has_expired("20261120", "20261121")
    assert not has_expired("长期", "20261121")
    assert not has_expired("", "20261121")


def test_a_citizens_card_is_read() -> None:
    text = read_resident_text(citizen_text())
    assert text.layout is Layout.CITIZEN
    assert (text.name, text.number, text.sex, text.ethnic) == ("李秀兰", NUMBER, "2", "01")
    assert (text.birth, text.valid_from, text.valid_to) == ("19491231", "20160229", "长期")
    assert (text.address, text.authority) == ("北京市朝阳区某某街道某某胡同1号", "北京市公安局朝阳分局")
    identity = text.identity
    assert (identity.kind, identity.masked_name, identity.masked_number) == (
        CardKind.RESIDENT,
        "李**",
        "1****************X",
    )


def test_a_residence_permit_of_hong_kong_is_read_without_an_ethnic_group() -> None:
    text = read_resident_text(
        card_text(
            "J",
            name=(0, "陈大文"),
            sex=(30, "1"),
            ethnic=(32, "01"),
            birth=(36, "19900101"),
            number=(122, with_check("81000019900101001")),
            authority=(158, "深圳市公安局"),
            valid_from=(188, "20190101"),
            valid_to=(204, "20240101"),
            permit=(220, "H12345678"),
            issue_count=(238, "01"),
        )
    )
    assert text.layout is Layout.PERMIT
    assert (text.permit, text.issue_count, text.ethnic, text.name) == ("H12345678", "01", "", "陈大文")


def test_a_foreigners_permit_of_2017_is_read() -> None:
    text = read_resident_text(
        card_text(
            "I",
            english_name=(0, "ZHENGJIAN YANGBEN"),
            sex=(120, "1"),
            number=(122, "CAN110081101210"),
            nationality=(152, "CAN"),
            name=(158, "证件样本"),
            valid_from=(188, "20151030"),
            valid_to=(204, "20251030"),
            birth=(220, "19811003"),
            version=(236, "01"),
            agency=(240, "1500"),
        )
    )
    assert text.layout is Layout.FOREIGNER_2017
    assert (text.english_name, text.number, text.nationality) == ("ZHENGJIAN YANGBEN", "CAN110081101210", "CAN")
    assert (text.identity.name, text.identity.birth) == ("证件样本", "19811003")
    assert is_foreigner_2017(text.number)


def test_a_foreigners_permit_of_2023_is_read_with_its_long_english_name_whole() -> None:
    english = "ALEXANDRIA CATHERINE WOLFESCHLEGELSTEINHAUSEN"
    text = read_resident_text(
        card_text(
            "Y",
            sex=(30, "2"),
            renewals=(32, "00"),
            birth=(36, "19810803"),
            english_first=(52, english[:35]),
            number=(122, "911124198108030024"),
            valid_from=(188, "20230915"),
            valid_to=(204, "20330915"),
            english_rest=(220, english[35:]),
            nationality=(242, "GBR"),
        )
    )
    assert text.layout is Layout.FOREIGNER_2023
    assert text.english_name == english
    assert text.identity.name == english
    assert text.nationality == "GBR"


@pytest.mark.parametrize(
    "raw",
    [
        citizen_text()[:-2],
        bytes(256),
        citizen_text("110105194912310021"),
        citizen_text(valid_to="20301340"),
        card_text("Q", number=(122, NUMBER)),
        citizen_text()[:40] + b"\x00\xd8" + citizen_text()[42:],
    ],
    ids=["cut off", "empty", "check", "no date", "unknown mark", "half a surrogate"],
)
def test_text_that_makes_no_sense_is_refused_without_saying_what_it_was(raw: bytes) -> None:
    with pytest.raises(BadCardTextError) as refused:
        read_resident_text(raw)
    assert "1101" not in str(refused.value)


def test_nothing_of_a_card_shows_in_its_repr() -> None:
    text = read_resident_text(citizen_text())
    for shown in (repr(text), repr(text.identity), str(text)):
        assert not any(secret in shown for secret in (NUMBER, "李秀兰", "胡同", "19491231"))


@given(st.binary(max_size=300))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    _read_or_refuse(raw)


def test_a_hundred_thousand_disturbed_cards_are_read_or_refused() -> None:
    chance = random.Random(1)
    whole = citizen_text()
    for _ in range(100_000):
        raw = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            raw[chance.randrange(256)] = chance.randrange(256)
        _read_or_refuse(bytes(raw))


def _read_or_refuse(raw: bytes) -> Any:
    try:
        text = read_resident_text(raw)
    except BadCardTextError:
        return
    assert is_number(text.number) or is_foreigner_2017(text.number)
