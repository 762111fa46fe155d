"""Every page for everyone: with a screen reader, without a script, on a small phone, and telling nobody anything."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from page_process import Html, heading
from site_rig import CATALOGUE, TICKET, StandIn, serving, told
from werkzeug.test import Client, TestResponse

from domain.emergency.views import Emergency
from domain.queue_rules import ReturnPlace
from domain.views.public import Wait
from domain.views.queries import ComeBack, FollowView, ReviewState
from domain.views.ticket import TicketState
from phone_page.hall_link import HallRefused
from phone_page.site import HERE

BACK = ComeBack(until=1_795_237_200_000, place=ReturnPlace.BEHIND, behind=3)
STATES: dict[str, FollowView | HallRefused | None] = {
    **{state.value: told(state) for state in TicketState},
    "next": told(TicketState.WAITING, ahead=0),
    "back": told(TicketState.NO_SHOW, come_back=BACK),
    "given": told(review=ReviewState.GIVEN),
    "without key": told(review=ReviewState.NONE),
    "unknown": HallRefused("ticket.unknown"),
    "sick": HallRefused("hall.busy"),
    "away": None,
}


def page(state: str, language: str) -> TestResponse:
    return Client(serving(StandIn(STATES[state]))).get(f"/t/{TICKET}/key?lang={language}")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_page_has_its_language_one_heading_a_title_and_needs_nothing_else(state: str, language: str) -> None:
    answer = page(state, language)
    html = Html(answer.text)
    assert html.all("html", lang={"zh": "zh-CN", "en": "en"}[language])
    assert heading(answer.text)
    assert heading(answer.text).split()[0] in answer.text.split("<title>")[1].split("</title>")[0]
    assert html.all("meta", name="viewport")
    assert len(html.all("main")) == 1
    assert len(answer.data) < 20_000
    assert {name for name, _ in html.elements}.isdisjoint({"script", "link", "img", "iframe"})
    assert not re.search(r"(?:src|href|action)=\"(?!\?lang=)", answer.text), "every address is this page's own"
    assert "on" not in {name[:2] for _, has in html.elements for name in has}
    if language == "en":
        words = html.words.replace("中文", "")
        assert not re.search(r"[\u4e00-\u9fff]", words), words


@pytest.mark.parametrize("state", STATES)
def test_no_answer_is_kept_sent_on_or_framed(state: str) -> None:
    headers = page(state, "zh").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    kept = "Refresh" in headers and page(state, "zh").status_code == 200
    assert headers["Cache-Control"] == ("private, no-cache" if kept else "no-store"), "by nobody but the phone itself"
    assert ("ETag" in headers) == kept
    assert "Set-Cookie" not in headers
    assert "Server" not in headers


def test_the_policy_allows_the_pages_own_style_and_no_other() -> None:
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    answer = page("served", "zh")
    style = answer.text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
    assert 'style="' not in answer.text


@pytest.mark.parametrize("state", STATES)
def test_only_a_page_that_waits_asks_again(state: str) -> None:
    waits = {"waiting", "next", "called", "serving", "held", "back", "away", "sick"}
    assert ("Refresh" in page(state, "zh").headers) == (state in waits)


def test_who_waits_reads_what_each_item_of_the_queue_asks_for_and_nothing_of_others() -> None:
    waiting = Client(serving(StandIn(told(TicketState.WAITING))))
    link = "?lang=zh&view=bring"
    assert link in {has["href"] for has in Html(waiting.get(f"/t/{TICKET}/key").text).all("a")}
    answer = waiting.get(f"/t/{TICKET}/key{link}")
    assert heading(answer.text) == "要准备什么"
    words = Html(answer.text).words
    assert all(word in words for word in ("请备好身份证", "养老登记", "户口簿", "银行卡"))
    assert not any(word in words for word in ("申报", "生育登记", "结婚证"))
    assert "Refresh" not in answer.headers, "a page that is read stays as it is"
    assert {has["href"] for has in Html(answer.text).all("a")} == {"?lang=en&view=bring", "?lang=zh"}
    english = waiting.get(f"/t/{TICKET}/key?lang=en&view=bring").text
    assert "Household register" in Html(english).words
    assert not re.search(r"[\u4e00-\u9fff]", Html(english).words.replace("中文", ""))


def test_nobody_ahead_is_only_said_where_the_wait_is_short() -> None:
    for low, high, said in ((0, 4, True), (35, 50, False)):
        hall = StandIn(told(TicketState.WAITING, ahead=0, wait=Wait(low=low, high=high)))
        words = Html(Client(serving(hall)).get(f"/t/{TICKET}/key?lang=zh").text).words
        assert ("前面没有人" in words) is said
        assert "分钟" in words


@pytest.mark.parametrize("state", ["called", "serving", "served", "away", "unknown"])
def test_a_number_that_waits_no_longer_shows_where_it_is_whatever_view_was_open(state: str) -> None:
    asked = Client(serving(StandIn(STATES[state]))).get(f"/t/{TICKET}/key?lang=zh&view=bring")
    assert heading(asked.text) == heading(page(state, "zh").text)


def test_a_queue_with_a_word_on_what_to_bring_says_it_without_a_list_too() -> None:
    hall = StandIn(told(TicketState.WAITING))
    hall.catalogue = replace(CATALOGUE, items=())
    answer = Client(serving(hall)).get(f"/t/{TICKET}/key?lang=zh&view=bring")
    assert heading(answer.text) == "要准备什么"
    assert "请备好身份证" in Html(answer.text).words


def test_a_queue_that_asks_for_nothing_offers_no_list() -> None:
    hall = StandIn(told(TicketState.WAITING))
    hall.catalogue = replace(CATALOGUE, items=(), queues=(replace(CATALOGUE.queues[0], guide=None),))
    for view in ("", "&view=bring"):
        answer = Client(serving(hall)).get(f"/t/{TICKET}/key?lang=zh{view}")
        assert heading(answer.text) == "您的号码 A012"
        assert "view=bring" not in answer.text


def test_the_form_has_five_levels_with_words_most_satisfied_first_and_no_default() -> None:
    html = Html(page("served", "zh").text)
    radios = html.all("input", type="radio")
    assert [radio["value"] for radio in radios] == ["5", "4", "3", "2", "1"]
    assert not any("checked" in radio for radio in radios)
    words = [html.words.index(word) for word in ("非常满意", "满意", "基本满意", "不满意", "非常不满意")]
    assert words[0] == min(words)
    assert len(html.all("button")) == 1


def test_every_field_of_the_form_has_its_label() -> None:
    html = Html(page("served", "en").text)
    labelled = {label["for"] for label in html.all("label")}
    fields = [has for name in ("input", "textarea") for has in html.all(name) if has.get("type") != "hidden"]
    assert len(fields) == 5 + 10 + 1
    assert {has["id"] for has in fields} == labelled
    assert len({has["id"] for has in fields}) == len(fields)
    assert sum(name == "legend" for name, _ in html.elements) == 6


def test_what_is_to_be_mended_is_read_out() -> None:
    answer = Client(serving(StandIn())).post(f"/t/{TICKET}/key", data={"level": "1"})
    html = Html(answer.text)
    (form,) = html.all("form")
    assert html.all("p", id=form["aria-describedby"], role="alert")


@pytest.mark.parametrize("state", ["waiting", "called", "served", "unknown", "away"])
def test_an_emergency_notice_stands_over_every_page_and_is_read_out(state: str) -> None:
    hall = StandIn(STATES[state])
    site = Client(serving(hall))
    before = site.get(f"/t/{TICKET}/key?lang=zh")
    hall.emergency = Emergency(text="请从东门离开")
    mark = {"If-None-Match": before.headers.get("ETag", "")}
    during = site.get(f"/t/{TICKET}/key?lang=zh", headers=mark)
    assert during.status_code == before.status_code, "no phone keeps the page of before"
    assert Html(during.text).all("div", role="alert")
    assert "请从东门离开" in Html(during.text).words
    english = Html(site.get(f"/t/{TICKET}/key?lang=en").text).words
    assert "go where the staff direct you" in english
    assert not re.search(r"[\u4e00-\u9fff]", english.replace("中文", ""))
    hall.emergency = None
    assert site.get(f"/t/{TICKET}/key?lang=zh").text.count("alert") == before.text.count("alert")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)] if len(colour) == 7 else [1.0, 1.0, 1.0]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_pair_of_text_and_ground_has_a_contrast_of_seven() -> None:
    style = (HERE / "style.css").read_text(encoding="utf-8")
    pairs = [("#1F1F1F", "#FFF"), ("#4D4D4D", "#FFF"), ("#A81A28", "#FFF"), ("#FFF", "#A81A28"), ("#FFF", "#8F1521"),
             ("#1F1F1F", "#F6F4F2"), ("#1F1F1F", "#DAD5D0"), ("#1F1F1F", "#FBF1F2")]  # fmt: skip
    texts = set(re.findall(r"[ ;{]color: (#\w+)", style))
    grounds = set(re.findall(r"background: (#\w+)", style)) - {"#B81C2B"}  # the stripe at the top: no text on it
    assert texts == {text for text, _ in pairs}
    assert grounds == {ground for _, ground in pairs}
    for text, ground in pairs:
        light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 7, (text, ground)


def test_everything_that_is_touched_is_48_pixels_high_or_more() -> None:
    style = (HERE / "style.css").read_text(encoding="utf-8")
    for what in (".language", ".button", ".level > label", ".tags div", ".tags label", "textarea"):
        (height,) = re.findall(rf"^{re.escape(what)} {{[^}}]*?min-height: (\d+)px", style, re.MULTILINE)
        assert int(height) >= 48, what
