"""Guides, the plan and the hours on a phone: what the files say, dated, kept by the phone, and nothing of anybody."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from page_process import Html, PageProcess, heading
from site_rig import StandIn, serving, text
from small_content import change, packed, small_content
from werkzeug.test import Client, TestResponse

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto
from content.packing.key import ContentKey
from content.source.checks import check
from domain.views.public import HoursLine, NoticesSnapshot
from phone_page.content.library import ContentLibrary

NOTICES = NoticesSnapshot(
    version=1,
    at=1,
    boards=(),
    hours=(
        HoursLine(title=text("对外服务时间", "Service hours"), text=text("周一至周五 9:00–17:00", "Monday–Friday 9–5")),
    ),
    today=(HoursLine(title=text("对外服务时间", "Service hours"), text=text("9:00–12:00", "9:00–12:00")),),
)


class Phone:
    """A phone before a page with content; the set was packed just now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source, self.sets = small_content(folder / "source"), folder / "sets"
        self.key = ContentKey(folder / "key")
        self.hall = StandIn()
        self.hall.notices = NOTICES
        self.begin()

    def begin(self, now_ms: int = 1_796_000_000_000) -> None:
        packed(self.source, self.sets, self.key, now_ms)
        self.library = ContentLibrary(self.sets, self.key.public)
        self.library._kept.open()
        self.site = Client(serving(self.hall, content=self.library))

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.site.get(path, **more)


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    return Phone(tmp_path)


def links(answer: TestResponse) -> set[str]:
    return {has["href"].partition("?")[0] for has in Html(answer.text).all("a")}


def test_the_first_page_leads_to_guides_and_to_the_hall(phone: Phone) -> None:
    assert {"/guides", "/hall"} <= links(phone.get("/"))
    phone.site = Client(serving(StandIn()))
    assert not {"/guides", "/hall"} & links(phone.get("/")), "without content nothing is offered"
    assert phone.get("/guides").status_code == 404


@pytest.mark.parametrize("typed", ["高龄津贴", "gljt", "gaoling", "敬老钱", "allowance", "  津贴 "])
def test_a_guide_is_found_by_name_pinyin_initials_and_the_words_people_use(phone: Phone, typed: str) -> None:
    answer = phone.get("/guides", query_string={"q": typed})
    assert "/guides/allowance" in links(answer)
    assert Html(answer.text).all("input", name="q")[0]["value"] == typed.strip()


def test_nothing_found_is_said_with_a_way_out_and_rubbish_is_only_words(phone: Phone) -> None:
    for typed in ("zzzz", "<script>", "x" * 5000, "\x00\u202e", "%00", "《》"):
        answer = phone.get("/guides", query_string={"q": typed})
        assert answer.status_code == 200
        assert "12345" in Html(answer.text).words
        assert "<script" not in answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_guide_says_everything_in_its_language(phone: Phone, language: str) -> None:
    answer = phone.get(f"/guides/allowance?lang={language}")
    words = Html(answer.text).words
    assert heading(answer.text) == ("高龄津贴" if language == "zh" else "Old-age allowance")
    said = {
        "zh": ("满80岁就来办。", "10 个工作日", "不收费", "本人有效身份证（原件，复印件 1 份）", "到窗口", "带身份证"),
        "en": (
            "Come when you are 80.",
            "10 working days",
            "No charge",
            "Your valid ID card",
            "At a window",
            "Bring your",
        ),
    }[language]
    assert [word for word in said if word not in words] == []
    if language == "en":
        assert not re.search(r"[\u4e00-\u9fff]", words.replace("中文", "")), words
    assert "script" not in {name for name, _ in Html(answer.text).elements}


def test_a_picture_is_handed_out_by_its_hash_kept_for_ever_and_in_parts(phone: Phone) -> None:
    page = phone.get("/guides/allowance")
    (address,) = [has["src"] for has in Html(page.text).all("img")]
    picture = phone.get(address)
    assert picture.data.startswith(b"\x89PNG")
    assert "immutable" in picture.headers["Cache-Control"]
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'"
    assert phone.get(address, headers={"Range": "bytes=0-3"}).data == b"\x89PNG"
    assert phone.get(address, headers={"If-None-Match": picture.headers["ETag"]}).status_code == 304
    assert "img-src 'self'" in page.headers["Content-Security-Policy"]
    for none in (f"/file/{'0' * 64}.png", "/file/../key", "/file/x.png", f"{address}/x"):
        assert phone.get(none).status_code == 404, none


def test_no_file_of_the_set_is_handed_out_but_what_guides_show(phone: Phone) -> None:
    current = phone.library._open
    assert current is not None
    for one in current.set.manifest.files:
        shown = one.path.startswith("items/") and one.path.endswith((".png", ".webm", ".vtt"))
        assert (phone.get(f"/file/{one.sha256}.png").status_code == 200) == shown, one.path


def test_a_page_that_has_not_changed_is_not_sent_again(phone: Phone) -> None:
    page = phone.get("/guides/allowance?lang=zh")
    assert page.headers["Cache-Control"] == "private, no-cache"
    mark = {"If-None-Match": page.headers["ETag"]}
    assert phone.get("/guides/allowance?lang=zh", headers=mark).status_code == 304
    change(phone.source, "items/allowance/item.toml", "满80周岁", "满八十周岁")
    phone.begin(1_796_000_900_000)
    assert "满八十周岁" in phone.get("/guides/allowance?lang=zh", headers=mark).text


def test_what_is_past_its_date_is_neither_listed_nor_found_nor_there(phone: Phone) -> None:
    change(phone.source, "items/allowance/item.toml", 'code = "', 'shown_until = 2026-11-30\ncode = "')
    assert check(phone.source, date(2026, 11, 30)).mistakes == []
    phone.begin(1_796_000_900_000)
    assert "/guides/allowance" not in links(phone.get("/guides"))
    assert "/guides/allowance" not in links(phone.get("/guides?q=gljt"))
    gone = phone.get("/guides/allowance")
    assert gone.status_code == 404
    assert "/guides" in links(gone)
    assert phone.get("/guides/enrolment").status_code == 200


def test_a_damaged_guide_is_not_there_and_the_others_are(phone: Phone) -> None:
    opened = phone.library._open
    assert opened is not None
    one = next(one for one in opened.set.manifest.files if one.path == "guides/allowance.json")
    path = opened.set._folder.object_path(one.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert phone.get("/guides/allowance").status_code == 404
    assert phone.get("/guides/enrolment").status_code == 200


def test_the_hall_says_its_hours_and_where_it_is_and_hours_alone_without_content(phone: Phone) -> None:
    words = Html(phone.get("/hall?lang=zh").text).words
    assert all(word in words for word in ("9:00–12:00", "周一至周五 9:00–17:00", "1号楼"))
    bare = StandIn()
    bare.notices = NOTICES
    words = Html(Client(serving(bare)).get("/hall?lang=zh").text).words
    assert "9:00–12:00" in words
    assert "1号楼" not in words
    assert Client(serving(StandIn())).get("/hall").status_code == 503


def test_nothing_is_kept_about_whoever_reads(phone: Phone) -> None:
    for path in ("/guides", "/guides/allowance", "/guides?q=gljt", "/hall"):
        answer = phone.get(path)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert phone.site.post(path).status_code == 404


@pytest.mark.running
def test_a_page_that_starts_while_its_hall_is_away_shows_the_guides_that_it_kept(
    hall: HallProcess, broker: Mosquitto, tmp_path: Path
) -> None:
    key = ContentKey(tmp_path / "key")
    packed(small_content(tmp_path / "source"), tmp_path / "page" / "content", key)
    assert hall.runs
    page = PageProcess(tmp_path, broker.port, free_port(), "--content-key", key.public)
    try:
        hall.kill()
        assert "满80岁就来办。" in page.get("/guides/allowance?lang=zh").text
        assert "周一至周日" in page.get("/hall?lang=zh").text, "the hours that the hall said last"
    finally:
        assert page.stop() == 0
