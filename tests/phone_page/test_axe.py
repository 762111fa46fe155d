"""axe-core, the judge that auditors and browsers use, finds nothing wrong on any page for phones.

Contrast, which needs a browser's eyes, is held by `test_html.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from booking_rig import PHONE, BookedHall, Browser
from site_rig import TICKET, StandIn, serving, told
from test_booking import SAY, booked, code_of, who
from test_content import NOTICES
from test_html import STATES
from werkzeug.test import Client

from content.packing.key import ContentKey
from demo.content_server.packing import pack_if_changed
from domain.emergency.views import Emergency
from domain.views.ticket import TicketState
from phone_page.content.library import ContentLibrary

sys.path.append(str(Path(__file__).parents[1] / "mqtt"))
from npm_packages import installed

HERE = Path(__file__).parent / "axe_reader"
SAMPLE = Path(__file__).parents[2] / "demo/content"

Pages = Iterator[tuple[str, str]]


def ticket_pages(language: str) -> Pages:
    """Of a ticket in every form of page, with what is to bring, a review to be mended, and an emergency over it."""
    for state in ("waiting", "called", "no_show", "served", "unknown", "away"):
        yield state, Client(serving(StandIn(STATES[state]))).get(f"/t/{TICKET}/key?lang={language}").text
    hall = StandIn(told(TicketState.WAITING))
    site = Client(serving(hall))
    yield "bring", site.get(f"/t/{TICKET}/key?lang={language}&view=bring").text
    yield "how", site.get(f"/?lang={language}").text
    yield "mend", Client(serving(StandIn())).post(f"/t/{TICKET}/key?lang={language}", data={"level": "1"}).text
    hall.emergency = Emergency(text="请从东门离开")
    yield "emergency", site.get(f"/t/{TICKET}/key?lang={language}").text


def booking_pages(language: str) -> Pages:
    """Each step of booking, looking up, moving and cancelling."""
    hall, say = BookedHall(), SAY[language]
    for path in ("/book", "/book/social", "/booking"):
        yield path, Browser(hall, language).open(path).page.text
    yield "who", who(hall, language).page.text
    yield "no phone", who(hall, language).send(say["send"], phone="12").page.text
    step = who(hall, language).send(say["send"], phone=PHONE)
    yield "code", step.page.text
    yield "wrong code", step.send(say["book"], code="000000").page.text
    done = booked(hall, language)
    yield "booked", done.page.text
    yield "say", Browser(hall, language).open("/say").page.text
    yield "say mended", Browser(hall, language).open("/say").send(say["hand in"], words="x").page.text
    filled = {"chosen": "praise", "words": "x"}
    yield "said", Browser(hall, language).open("/say").send(say["hand in"], **filled).page.text
    yield "found", Browser(hall, language).open("/booking").send(say["find"], code=code_of(done)).page.text


def content_pages(folder: Path, language: str) -> Pages:
    """Of the sample hall: lists, a search, guides with pictures and a film, the hall."""
    pack_if_changed(SAMPLE, folder / "sets", folder / "secret")
    library = ContentLibrary(folder / "sets", ContentKey(folder / "secret").public)
    library._kept.open()
    hall = StandIn()
    hall.notices = NOTICES
    site = Client(serving(hall, content=library))
    for path in ("/guides", "/guides?q=gljt", "/guides/old-age-allowance", "/guides/x", "/hall"):
        yield path, site.get(f"{path}{'&' if '?' in path else '?'}lang={language}").text


@pytest.mark.running
def test_axe_finds_nothing_on_any_page(tmp_path: Path) -> None:
    worst = '<html lang="zz"><body><img src="x"><input></body></html>'
    pages = [("worst", worst), *ticket_pages("zh"), *booking_pages("en"), *content_pages(tmp_path, "zh")]
    assert len(dict(pages)) == 28
    folder = installed(HERE, "axe-reader")
    (folder / "read.js").write_text((HERE / "read.js").read_text(encoding="utf-8"), encoding="utf-8")
    asked = json.dumps([{"name": name, "html": html} for name, html in pages])
    done = subprocess.run(
        ["node", "read.js"], cwd=folder, input=asked, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("worst")["found"], "it finds what is wrong"
    assert {name: one["found"] for name, one in found.items() if one["found"]} == {}
    assert min(one["passed"] for one in found.values()) > 5, "it has looked"
