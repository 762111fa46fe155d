"""Where a word of a list belongs, nothing else gets into the log; where words are free, only one line of them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from acting import Acting
from hypothesis import given
from hypothesis import strategies as st
from quiet_hall import QuietHall

from domain import commands as c
from domain.cases.kinds import CaseKind
from domain.device_words import CONTACT_MOST, DETAIL_MOST, LANGUAGES, REASON_MOST, is_code, one_line
from domain.events import DeviceFault, TicketPrintFailed, WindowPaused
from domain.health.alarms import RULES, judge
from domain.health.health import Health
from domain.health.rule import Heard
from domain.one_time_notice.commands import NoticeChannel
from domain.refusal import Code, Refusal
from domain.statuses import DeviceStatus
from hall.requests import LONGEST_TEXT
from program.speech import FOLDER, SOURCE

STRANGE = "13800138000\u0000\u202e\n" + "x" * 980


def test_the_languages_are_those_that_the_house_speaks() -> None:
    assert set(LANGUAGES) == {SOURCE, *(path.stem for path in FOLDER.glob("*.po"))}


@pytest.mark.parametrize("language", ["13800138000", "\u0000", "", "ZH_CN", "en_GB", "zh_CN\n"])
def test_a_language_is_one_of_the_houses(language: str) -> None:
    day = Acting().open()
    assert day.refused(c.IssueTicket(queue="papers", language=language)) is Code.REQUEST_INVALID
    told = c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now, language=language)
    day.do(told, device="kiosk-1")
    assert day.hall.state.numbers["A900"].language == "zh_CN", "its number is in somebody's hand"


@pytest.mark.parametrize(
    "code", ["a b", "a\nb", "\u202e", "", "Printer", "printer.", ".x", "x" * 49, "13800138000", "门", "x\n"]
)
def test_a_fault_has_a_code_and_no_sentence(code: str) -> None:
    day = Acting().open()
    assert not is_code(code)
    assert day.refused(c.RecordFault(code=code), device="kiosk-1") is Code.REQUEST_INVALID


def test_a_fault_that_was_told_under_another_rule_can_still_be_cleared() -> None:
    day = Acting().open()
    day.hall.apply(DeviceFault(at=day.now, device="kiosk-1", code="Old Code", detail=""))
    day.do(c.RecordFault(code="Old Code", cleared=True), device="kiosk-1")
    assert day.hall.state.faults.of("kiosk-1") == {}


def test_every_alarm_of_the_house_has_such_a_code() -> None:
    assert all(is_code(rule.code) for rule in RULES)


@given(st.text(max_size=LONGEST_TEXT), st.integers(1, 300))
def test_free_words_are_one_line_that_can_be_shown(words: str, most: int) -> None:
    line = one_line(words, most)
    assert len(line) <= most
    assert line == one_line(line, most)
    assert not set(line) & set("\0\n\r\t\u2028\u202e\ufeff")
    assert line == line.strip()


def last(day: Acting) -> Any:
    return day.log[-1]


def test_what_an_engineer_and_a_clerk_are_told_is_one_line() -> None:
    day = Acting().open()
    day.do(c.RecordFault(code="door.open", detail=STRANGE), device="kiosk-1")
    assert isinstance(last(day), DeviceFault)
    assert last(day).detail.startswith("13800138000 x")
    assert len(last(day).detail) == DETAIL_MOST
    day.do(c.PauseWindow(window="w1", reason=STRANGE, contact=STRANGE))
    assert isinstance(last(day), WindowPaused)
    assert (len(last(day).reason), len(last(day).contact)) == (REASON_MOST, CONTACT_MOST)
    assert day.refused(c.PauseWindow(window="w1", reason="\n\u200b")) is Code.REQUEST_INVALID


def test_a_fault_of_a_printer_is_a_code_and_an_order_an_id() -> None:
    day = Acting().open()
    ticket = day.id(day.take())
    day.do(c.RecordPrint(ticket=ticket, fault=STRANGE), device="kiosk-1")
    assert isinstance(last(day), TicketPrintFailed)
    assert last(day).fault == "unknown"
    assert day.refused(c.RecordPrint(ticket=ticket, order=STRANGE), device="kiosk-1") is Code.REQUEST_INVALID


def test_a_device_that_speaks_of_itself_writes_no_novel_into_an_alarm() -> None:
    heard = Heard(state=DeviceStatus.READY, health=Health(outbox_trouble=STRANGE))
    changes, _ = judge(heard, {}, {}, 0)
    assert changes
    assert all(len(change.detail) <= DETAIL_MOST and "\n" not in change.detail for change in changes)


CHECKED_ELSEWHERE = {"comment", "person"}
"""The citizen's own words, as many as `ratings.comment_limit` allows; a keyed hash (`hall/requests.py`)."""


@pytest.mark.parametrize("kind", [*c.REQUESTS.values(), *c.DEVICE_EVENTS.values()])
def test_no_text_of_any_request_gets_into_an_event_unless_it_is_a_word_of_the_hall(kind: type) -> None:
    """Each text in turn is strange, and all others are as they should be: what is decided does not hold it."""
    day = Acting().open()
    number = day.take(device="kiosk-1")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    good: dict[str, Any] = {
        "queue": "papers", "window": "w1", "ticket": day.id(number), "number": number, "code": "door.open",
        "reason": "tea", "clerk": "li", "phone": "13800138000", "session": "s", "nonce": "n", "level": 5, "key": "k",
        "starts_at": day.now, "ends_at": day.now + 60_000, "issued_at": day.now, "kind": next(iter(CaseKind)),
        "text": "请从东门离开", "call": "none", "on": True, "items": (), "materials": (), "content": "a151f11ec985",
        "channel": next(iter(NoticeChannel)), "given_at": day.now,
    }  # fmt: skip
    for name, field in fields.items():
        if "str" not in str(field.type) or name in CHECKED_ELSEWHERE:
            continue
        strange = (STRANGE,) if "tuple" in str(field.type) else STRANGE
        given = {known: good[known] for known in fields if known in good} | {name: strange}
        decision = day.hall.decide(kind(**given), day.now, device="kiosk-1", token="7" * 80)
        if isinstance(decision, Refusal):
            continue
        written = json.dumps([dataclasses.asdict(event) for event in decision], default=str, ensure_ascii=False)
        assert "x" * (DETAIL_MOST + 1) not in written, (kind, name)
        assert "\\u0000" not in written, (kind, name)
        assert "\u202e" not in written, (kind, name)


SPOKEN = [kind for kind in c.REQUESTS.values() if "language" in {field.name for field in dataclasses.fields(kind)}]


@pytest.mark.parametrize("kind", SPOKEN)
def test_every_request_that_says_a_language_says_one_of_the_houses(kind: type) -> None:
    day = Acting().open()
    good: dict[str, Any] = {
        "queue": "papers", "phone": "13800138000", "starts_at": day.now, "kind": next(iter(CaseKind)), "text": "没人办",
        "person": "ab" * 16,
    }  # fmt: skip
    given = {field.name: good[field.name] for field in dataclasses.fields(kind) if field.name in good}
    decided = day.hall.decide(kind(**given, language="13800138000"), day.now, device="kiosk-1", token="7" * 80)
    assert isinstance(decided, Refusal)
    assert (decided.code, decided.detail[:19]) == (Code.REQUEST_INVALID, "language is one of ")


def test_over_the_wire_too(tmp_path: Path) -> None:
    small = QuietHall(tmp_path)
    for language in ("13800138000", "\u0000"):
        answer = small.ask("kiosk-1", "ticket.issue", queue="social", language=language)
        assert answer["error"]["code"] == "request.invalid"
        assert "13800138000" not in json.dumps(answer)
