"""Somebody books on a phone, looks it up, moves it and cancels it, and learns nothing of anybody else."""

from __future__ import annotations

import re
from itertools import count

import pytest
from booking_rig import MINUTE, PHONE, BookedHall, Browser, config
from page_process import Html

from domain import commands as c

DAY = 24 * 60 * MINUTE
SAY = {
    "zh": {"item": "养老登记", "day": "11月24日 周二", "send": "发送验证码", "book": "确认预约", "find": "查询",
           "move": "改期", "take": "选这个时间", "cancel": "取消预约", "next": "下一步", "home": "上门服务",
           "hand in": "提交"},
    "en": {"item": "Pension", "day": "Tue 24 Nov", "send": "Send the code", "book": "Book it", "find": "Look it up",
           "move": "Move it", "take": "Take this time", "cancel": "Cancel it", "next": "Go on",
           "home": "Visits at home", "hand in": "Hand it in"},
}  # fmt: skip
SEEN: dict[str, str] = {}


def who(hall: BookedHall, language: str = "zh") -> Browser:
    """Up to the phone number."""
    say = SAY[language]
    return Browser(hall, language).open("/book").follow(say["item"]).follow(say["day"]).follow("9:00–9:30")


def booked(hall: BookedHall, language: str = "zh", phone: str = PHONE) -> Browser:
    say = SAY[language]
    return who(hall, language).send(say["send"], phone=phone).send(say["book"], code=hall.code)


def code_of(browser: Browser) -> str:
    return re.findall(r"<strong>(\w{8})</strong>", browser.page.text)[0]


def fits(browser: Browser, language: str) -> None:
    """What every page is held to."""
    html = Html(browser.page.text)
    assert html.all("html", lang={"zh": "zh-CN", "en": "en"}[language])
    assert len(html.all("main")) == len(html.all("h1")) == 1
    assert {name for name, _ in html.elements}.isdisjoint({"script", "link", "img", "iframe"})
    ids = [has["id"] for _, has in html.elements if "id" in has]
    assert len(ids) == len(set(ids)), "each name once"
    named = {has["for"] for has in html.all("label")}
    for name, has in html.elements:
        if name in {"input", "textarea"} and has.get("type") != "hidden":
            assert has["id"] in named, "every field has its words"
    assert all(has["method"] == "post" for has in html.all("form")), "codes and phones stand in no address"
    if language == "en":
        assert not re.search(r"[\u4e00-\u9fff]", browser.words.replace("中文", "")), browser.words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_whole_way_from_the_first_page_to_the_last(language: str) -> None:
    hall, say = BookedHall(), SAY[language]
    browser = Browser(hall, language).open("/")
    steps = [browser.page.text]

    def then(_: Browser) -> None:
        fits(browser, language)
        steps.append(browser.page.text)

    then(browser.open("/book"))
    then(browser.follow(say["item"]))
    then(browser.follow(say["day"]))
    then(browser.follow("9:00–9:30"))
    assert {"户口簿", "银行卡"} <= set(re.findall(r"\w+", browser.words)) or language == "en"
    then(browser.send(say["send"], phone="138 0013 8000"))
    then(browser.send(say["book"], code=hall.code))
    code = code_of(browser)
    assert browser.page.status_code == 200
    assert ("银行卡" if language == "zh" else "Bank card") in browser.words, "what to bring, once more"
    then(browser.open("/booking").send(say["find"], booking=f" {code.lower()} "))
    then(browser.send(say["move"]))
    then(browser.send(say["take"], chosen=browser.times()[1]))
    (booking,) = hall.hall.state.bookings
    assert booking.code == code
    assert booking.starts_at != int(browser.times()[0]) if browser.times() else True
    then(browser.send(say["cancel"]))
    then(browser.send(say["cancel"] if language == "zh" else "Yes, cancel it"))
    assert not list(hall.hall.state.bookings)
    then(browser.open("/booking").send(say["find"], booking=code))
    assert browser.page.status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_has_lost_the_code_finds_the_booking_by_phone(language: str) -> None:
    hall, say = BookedHall(), SAY[language]
    code = code_of(booked(hall, language))
    hall.now += 2 * MINUTE
    browser = Browser(hall, language).open("/booking?by=phone").send(say["send"], phone=PHONE)
    fits(browser, language)
    assert code_of(browser.send(say["next"], code=hall.code)) == code


def test_of_several_bookings_of_a_phone_each_can_be_shown() -> None:
    hall = BookedHall()
    booked(hall)
    hall.do(c.BookAppointment(queue="social", starts_at=slot(hall, 1), phone=PHONE), "desk")
    hall.now += 2 * MINUTE
    browser = Browser(hall).open("/booking?by=phone").send("发送验证码", phone=PHONE).send("下一步", code=hall.code)
    fits(browser, "zh")
    assert browser.heading == "这个手机号的预约"
    assert browser.page.text.count("<form") == 2
    assert code_of(browser.send("11月24日 周二 9:00–9:30 · 社保 · 养老登记"))


def slot(hall: BookedHall, place: int) -> int:
    """A free slot of tomorrow, half an hour long."""
    return hall.now + DAY + 60 * MINUTE + place * 30 * MINUTE


def test_nothing_is_told_of_a_phone_before_its_holder_has_said_the_code() -> None:
    """Whether it is barred, or has booked at that time: the page is the same as for any other number."""
    pages = []
    for known in (True, False):
        hall = BookedHall()
        if known:
            hall.do(c.BookAppointment(queue="home", starts_at=slot(hall, 0), phone=PHONE, address="x"), "desk")
        browser = who(hall).send("发送验证码", phone=PHONE)
        first = re.sub(r"[0-9a-f]{32}", "", browser.page.text)
        second = re.sub(r"[0-9a-f]{32}", "", browser.send("确认预约", code="000").page.text)
        pages.append((first, second))
    assert pages[0] == pages[1]
    assert "还可以试 4 次" in pages[0][1]


def test_a_barred_phone_s_holder_is_told_why_and_until_when() -> None:
    hall = BookedHall(config(missed_limit=1, barred_days=7))
    hall.do(c.BookAppointment(queue="social", starts_at=hall.now + 60 * MINUTE, phone=PHONE), "desk")
    hall.now += 2 * DAY
    hall.do(c.Tick(), "")
    hall.now -= DAY
    browser = Browser(hall).open("/book").follow("养老登记").follow("11月26日").follow("9:00")
    browser.send("发送验证码", phone=PHONE).send("确认预约", code=hall.code)
    fits(browser, "zh")
    assert browser.page.status_code == 409
    assert "11月30日 周一 9:00以前不能再预约" in browser.words
    assert "直接取号" in browser.words


def test_who_comes_too_late_for_a_slot_takes_another_without_a_new_code() -> None:
    hall = BookedHall()
    browser = who(hall).send("发送验证码", phone=PHONE)
    hall.do(c.BookAppointment(queue="social", starts_at=slot(hall, 0), person="ab" * 16), "desk")
    browser.send("确认预约", code=hall.code)
    fits(browser, "zh")
    assert "刚刚约满" in browser.words
    other = browser.times()[0]
    browser.send("选这个时间", chosen=other)
    assert code_of(browser)
    assert {booking.starts_at for booking in hall.hall.state.bookings if booking.phone} == {int(other)}


def test_a_form_sent_twice_books_once() -> None:
    hall = BookedHall()
    browser = who(hall).send("发送验证码", phone=PHONE)
    before = browser.page
    first = code_of(browser.send("确认预约", code=hall.code))
    browser.page = before
    assert code_of(browser.send("确认预约", code=hall.code)) == first
    assert len(list(hall.hall.state.bookings)) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_home_visit_needs_an_address(language: str) -> None:
    hall, say = BookedHall(), SAY[language]
    browser = Browser(hall, language).open("/book").follow(say["home"]).follow(say["day"]).follow("9:00")
    browser.send(say["send"], phone=PHONE, address="  ")
    assert browser.page.status_code == 422
    fits(browser, language)
    browser.send(say["send"], phone=PHONE, address="人民路 1 号").send(say["book"], code=hall.code)
    (booking,) = hall.hall.state.bookings
    assert (booking.address, booking.phone) == ("人民路 1 号", PHONE)
    assert "人民路" not in browser.page.text


def test_a_year_that_is_not_announced_is_named_and_not_offered() -> None:
    hall = BookedHall()
    hall.now += 30 * DAY  # 23 December
    hall.do(c.Tick(), "")
    browser = Browser(hall).open("/book").follow("养老登记")
    assert "2027 年的放假安排还没有公布" in browser.words
    assert "2027年1月" not in browser.words


@pytest.mark.parametrize("step", ["when", "phone", "code", "find", "choose", "cancel"])
def test_a_hall_that_does_not_answer_is_said_and_nothing_is_pretended(step: str) -> None:
    hall = BookedHall()
    code = code_of(booked(hall))
    at = {"when": lambda b: b.open("/book/social?item=pension"),
          "phone": lambda b: b.send("发送验证码", phone=PHONE), "code": lambda b: b.send("确认预约", code="1"),
          "find": lambda b: b.send("查询", booking=code), "choose": lambda b: b.send("改期"),
          "cancel": lambda b: b.send("取消预约")}  # fmt: skip
    browser = Browser(hall)
    hall.now += 2 * MINUTE
    if step in {"phone", "code"}:
        browser.open("/book").follow("养老登记").follow("11月24日 周二").follow("9:30")
    if step == "code":
        browser.send("发送验证码", phone="13900000001")
    if step in {"find", "choose", "cancel"}:
        browser.open("/booking")
    if step in {"choose", "cancel"}:
        browser.send("查询", booking=code)
    hall.away = True
    at[step](browser)
    assert browser.page.status_code == 503
    fits(browser, "zh")


@pytest.mark.parametrize("phone", ["", "12", "abc", "1" * 60, "\u0660" * 11])
def test_what_is_no_phone_is_asked_for_again_with_the_rest_as_it_was(phone: str) -> None:
    browser = who(BookedHall()).send("发送验证码", phone=phone)
    assert browser.page.status_code == 422
    fits(browser, "zh")
    assert "请检查手机号" in browser.words


def test_rubbish_in_a_form_is_answered_with_a_page() -> None:
    hall, seconds = BookedHall(), count(0, 60)
    client = Browser(hall, monotonic=lambda: float(next(seconds))).client
    rubbish = ["", "x", "-1", "9" * 400, "\ud83d", "²", "1e3", "null", "../", "<b>"]
    for path in ("/book/social", "/book/home", "/book/moon", "/book", "/booking"):
        for step in ("phone", "code", "slot", "find", "choose", "move", "ask", "cancel", "", "moon"):
            for one in rubbish:
                said = one.encode("utf-8", "replace").decode()
                data = dict.fromkeys(("at", "item", "phone", "code", "booking", "chosen", "proof", "once"), said)
                answer = client.post(path, data={**data, "step": step})
                assert answer.status_code in {200, 404, 409, 422, 429}, (path, step, one)
                assert "<b>" not in answer.text
    for one in rubbish:
        said = one.encode("utf-8", "replace").decode()
        answer = client.get("/book/social", query_string={"item": said, "day": said, "at": said})
        assert answer.status_code == 200


def test_one_address_can_have_so_many_codes_sent_and_so_many_bookings_guessed() -> None:
    hall = BookedHall(config(codes_per_minute=600))
    browser = Browser(hall, monotonic=lambda: 0.0)
    for number in range(25):
        browser.open("/booking?by=phone").send("发送验证码", phone=f"139000000{number:02}")
    assert "验证的人太多" in browser.words
    assert len(list(hall.answered)) == 20
    told = set()
    for number in range(40):
        browser.open("/booking").send("查询", booking=f"AAAAAA{number:02}")
        told.add(browser.page.status_code)
    assert told == {404, 429}
    assert code_of(Browser(hall).open("/booking").send("查询", booking=code_of(booked(hall))))


def test_a_hall_without_messages_or_slots_offers_no_booking() -> None:
    from dataclasses import replace  # noqa: PLC0415

    for settings in (
        replace(config(), notices=None),
        replace(config(), queues=tuple(replace(queue, booking=None) for queue in config().queues)),
    ):
        browser = Browser(BookedHall(settings))
        assert 'href="/book?' not in browser.open("/").page.text
        assert "不能预约" in browser.open("/book").words
        assert "不能预约" in browser.open("/book/social").words
