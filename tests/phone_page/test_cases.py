"""Somebody says on a phone what could not be done, complains, says thanks; and gets a receipt."""

from __future__ import annotations

import pytest
from booking_rig import PHONE, BookedHall, Browser
from test_booking import SAY, code_of, fits

from domain.cases.kinds import CaseKind


def speaks(hall: BookedHall, language: str = "zh", **filled: str) -> Browser:
    given = {"chosen": "unsolved", "words": "来了三次都没办成", **filled}
    return Browser(hall, language).open("/say").send(SAY[language]["hand in"], **given)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_page_leads_to_the_form_and_the_form_to_a_receipt(language: str) -> None:
    hall = BookedHall()
    first = Browser(hall, language).open("/").follow({"zh": "办不成事", "en": "Unresolved"}[language])
    fits(first, language)
    browser = first.send(SAY[language]["hand in"], chosen="complaint", words="Long wait", phone=PHONE)
    fits(browser, language)
    [case] = hall.hall.state.cases.newest()
    assert (case.kind, case.text, case.phone) == (CaseKind.COMPLAINT, "Long wait", PHONE)
    assert (code_of(browser), case.device) == (case.code, "page")


def test_a_phone_is_a_wish_and_a_wrong_one_is_mended_with_the_words_still_there() -> None:
    hall = BookedHall()
    browser = speaks(hall, phone="12")
    assert browser.page.status_code == 422
    assert "来了三次都没办成" in browser.page.text
    assert 'value="unsolved" checked' in browser.page.text
    assert "请检查手机号" in browser.words
    browser.send("提交", chosen="unsolved", words="来了三次都没办成", phone="")
    assert [case.phone for case in hall.hall.state.cases.newest()] == [None]


@pytest.mark.parametrize("filled", [{"words": " "}, {"words": "长" * 501}, {"chosen": "other"}])
def test_what_is_missing_is_asked_for(filled: dict[str, str]) -> None:
    hall = BookedHall()
    assert speaks(hall, **filled).page.status_code == 422
    assert not list(hall.hall.state.cases.newest())


def test_the_same_form_sent_twice_is_one_case_and_a_silent_hall_is_said() -> None:
    hall = BookedHall()
    hall.away = True
    browser = speaks(hall)
    assert "不会交两遍" in browser.words
    hall.away = False
    again = {"chosen": "unsolved", "words": "来了三次都没办成"}
    page = browser.page
    browser.send("提交", **again)
    browser.page = page
    browser.send("提交", **again)
    assert len(list(hall.hall.state.cases.newest())) == 1


def test_one_address_cannot_flood_the_hall() -> None:
    hall = BookedHall()
    browser = Browser(hall)
    for number in range(12):
        browser.open("/say").send("提交", chosen="praise", words=f"谢谢 {number}")
    assert "太多" in browser.words
    assert len(list(hall.hall.state.cases.newest())) == 10


def test_markup_in_the_words_stays_words() -> None:
    browser = speaks(BookedHall(), words="<script>alert(1)</script>", phone="12")
    assert "<script>" not in browser.page.text
