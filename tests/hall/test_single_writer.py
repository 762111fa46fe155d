"""The single writer: one effect an id, answers after the commit, roles, bugs."""

from __future__ import annotations

import dataclasses
import logging

import pytest
from quiet_hall import MINUTE, QuietHall

from domain.commands import IssueTicket
from domain.decide.hall import Hall
from domain.events import RatingInvited, RequestRefused, TicketIssued
from domain.statuses import PrinterStatus
from hall.requests import RawRequest


def numbers(small: QuietHall) -> list[str]:
    return [event.number for event in small.events if isinstance(event, TicketIssued)]


def test_the_same_id_twice_in_a_batch_is_one_ticket_and_one_answer(small: QuietHall) -> None:
    request = small.request("kiosk-1", "ticket.issue", "id-1", queue="social")
    first, second = small.handle(request, request)
    assert first == second
    assert first["data"]["number"] == "A001"
    assert numbers(small) == ["A001"]


def test_the_same_id_gets_the_same_answer_after_a_restart(small: QuietHall) -> None:
    first = small.ask("kiosk-1", "ticket.issue", "id-1", queue="social")
    small.restart()
    assert small.ask("kiosk-1", "ticket.issue", "id-1", queue="social") == first
    assert small.writer.trouble is None, "the answer was known before anything was tried"
    assert small.ask("kiosk-1", "ticket.issue", "id-2", queue="social")["data"]["number"] == "A002"


def test_a_refusal_too_is_remembered_by_its_id(small: QuietHall) -> None:
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    refused = small.ask("pad-1", "ticket.call_next", "id-1", window="w1")
    assert refused["error"]["code"] == "queue.empty"
    small.ask("kiosk-1", "ticket.issue", queue="social")
    assert small.ask("pad-1", "ticket.call_next", "id-1", window="w1") == refused
    assert small.ask("pad-1", "ticket.call_next", "id-2", window="w1")["ok"]


def test_two_devices_that_chose_the_same_id_asked_two_things(small: QuietHall) -> None:
    first = small.ask("kiosk-1", "ticket.issue", "id-1", queue="social")
    second = small.ask("desk-1", "ticket.issue", "id-1", queue="social")
    assert (first["data"]["number"], second["data"]["number"]) == ("A001", "A002")


def test_everything_acknowledged_is_there_after_a_restart(small: QuietHall) -> None:
    for _ in range(5):
        small.ask("kiosk-1", "ticket.issue", queue="social")
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    called = small.ask("pad-1", "ticket.call_next", window="w1")
    before = small.ask("desk-1", "hall.snapshot")["data"]
    small.restart()
    after = small.ask("desk-1", "hall.snapshot")["data"]
    assert after == before
    assert after["windows"][0]["ticket"]["number"] == called["data"]["number"]


def test_a_restart_from_the_written_state_is_the_same_as_from_the_events(small: QuietHall) -> None:
    for _ in range(3):
        small.ask("kiosk-1", "ticket.issue", queue="social", phone="13800001234")
    small.writer.snapshot()
    small.ask("kiosk-1", "ticket.issue", queue="civil")
    before = small.writer.hall.dump()
    small.restart()
    assert small.writer.hall.dump() == before


def test_a_question_in_a_batch_sees_what_the_batch_did(small: QuietHall) -> None:
    issue = small.request("kiosk-1", "ticket.issue", queue="social")
    look = small.request("kiosk-1", "ticket.lookup", number="A001")
    asked_first, _ = small.handle(look, issue)
    assert asked_first["data"]["number"] == "A001"


@pytest.mark.parametrize(
    ("device", "type_", "data", "code"),
    [
        ("nobody", "ticket.issue", {"queue": "social"}, "device.unknown"),
        ("nobody", "hall.snapshot", {}, "device.unknown"),
        ("screen-1", "ticket.issue", {"queue": "social"}, "device.not_allowed"),
        ("pad-1", "ticket.call_next", {"window": "w2"}, "device.not_allowed"),
        ("kiosk-1", "ticket.call_next", {"window": "w1"}, "device.not_allowed"),
        ("kiosk-1", "event.replay", {"after": 0}, "device.not_allowed"),
    ],
)
def test_who_acts_beyond_its_role_is_refused_and_recorded(small: QuietHall, device, type_, data, code) -> None:
    answer = small.ask(device, type_, **data)
    assert answer["error"]["code"] == code
    assert [(event.device, event.type, event.code) for event in small.events if isinstance(event, RequestRefused)] == [
        (device, type_, code)
    ]


def test_who_reviews_at_anothers_window_is_refused_and_recorded(small: QuietHall) -> None:
    """Its role may review, but not this service."""
    ticket = small.ask("kiosk-1", "ticket.issue", queue="social")["data"]["ticket"]
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    for step in ("ticket.call_next", "ticket.start", "ticket.finish"):
        assert small.ask("pad-1", step, window="w1", **({} if step == "ticket.call_next" else {"ticket": ticket}))["ok"]
    asked = next(event for event in small.events if isinstance(event, RatingInvited))
    review = {"session": asked.session, "nonce": asked.nonce, "level": 1, "given_at": small.now}
    assert small.ask("pad-2", "rating.given", **review)["error"]["code"] == "device.not_allowed"
    assert [(event.device, event.type, event.code) for event in small.events if isinstance(event, RequestRefused)] == [
        ("pad-2", "rating.given", "device.not_allowed")
    ]


def test_an_everyday_refusal_is_recorded_nowhere(small: QuietHall) -> None:
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    before = len(small.events)
    assert small.ask("pad-1", "ticket.call_next", window="w1")["error"]["code"] == "queue.empty"
    assert small.handle(RawRequest("kiosk-1", b'{"id": "1", "type": "ticket.fly"}'))[0]["error"]
    assert small.events[before:] == []


def test_a_copy_is_ordered_by_how_the_printers_are_now(small: QuietHall) -> None:
    ticket = small.ask("kiosk-1", "ticket.issue", queue="social")["data"]["ticket"]
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    assert small.ask("pad-1", "ticket.reprint", window="w1", ticket=ticket)["error"]["code"] == "printer.none"
    small.printers = {"kiosk-1": PrinterStatus.READY}
    assert small.ask("pad-1", "ticket.reprint", window="w1", ticket=ticket)["data"]["device"] == "kiosk-1"


def test_a_flood_of_forbidden_requests_does_not_fill_the_disk(small: QuietHall) -> None:
    for number in range(1000):
        assert small.ask(f"nobody-{number}", "hall.snapshot")["error"]["code"] == "device.unknown"
    recorded = sum(isinstance(event, RequestRefused) for event in small.events)
    assert recorded == 100
    small.now += 10 * MINUTE
    small.ask("nobody", "hall.snapshot")
    assert sum(isinstance(event, RequestRefused) for event in small.events) == recorded + 1


def test_only_the_desk_sees_every_window(small: QuietHall) -> None:
    assert len(small.ask("desk-1", "hall.snapshot")["data"]["windows"]) == 2
    assert [one["window"] for one in small.ask("pad-2", "hall.snapshot")["data"]["windows"]] == ["w2"]
    assert small.ask("kiosk-1", "hall.snapshot")["data"]["windows"] == []


def test_a_bug_in_one_request_refuses_it_alone(
    small: QuietHall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    decide = Hall.decide

    def broken(self: Hall, command: object, now: int, **rest: str) -> object:
        if isinstance(command, IssueTicket) and command.phone == "13800001234":
            raise ValueError(command.phone)
        return decide(self, command, now, **rest)

    monkeypatch.setattr(Hall, "decide", broken)
    good = small.request("kiosk-1", "ticket.issue", queue="social")
    bad = small.request("kiosk-1", "ticket.issue", queue="social", phone="13800001234")
    with caplog.at_level(logging.ERROR):
        one, two, three = small.handle(good, bad, small.request("kiosk-1", "ticket.issue", queue="social"))
    assert (one["data"]["number"], three["data"]["number"]) == ("A001", "A002")
    assert two["error"]["code"] == "request.invalid"
    assert "ValueError at" in caplog.text
    assert "13800001234" not in caplog.text


def test_what_the_others_of_that_batch_did_is_told_on_as_after_any_batch(
    small: QuietHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = Hall.decide

    def broken(self: Hall, command: object, now: int, **rest: str) -> object:
        if isinstance(command, IssueTicket) and command.phone == "13800001234":
            raise ValueError
        return decide(self, command, now, **rest)

    monkeypatch.setattr(Hall, "decide", broken)
    phones = ("13800000001", "13800001234", "13800000002")
    done = small.writer.handle(
        [small.request("kiosk-1", "ticket.issue", queue="social", phone=phone) for phone in phones]
    )
    assert [event.number for event in done.events if isinstance(event, TicketIssued)] == ["A001", "A002"]
    assert [one.type for one in done.stored] == ["day.opened", "ticket.issued", "ticket.issued"]
    assert [one.seq for one in done.stored] == [1, 2, 3]
    assert [one.ticket.rpartition("-")[2] for one in done.sms] == ["A001", "A002"]


def test_a_bug_while_a_batch_is_written_leaves_nothing_of_it(small: QuietHall, monkeypatch: pytest.MonkeyPatch) -> None:
    small.ask("kiosk-1", "ticket.issue", queue="social", phone="13800001234")
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    before, seq = small.writer.hall.dump(), small.store.last_seq()
    assert small.config.notices is not None
    for_ever = dataclasses.replace(small.config.notices, expires_minutes=1 << 64)  # more than a column holds
    with monkeypatch.context() as broken:
        broken.setattr(small.notices, "_rules", for_ever)
        assert small.ask("pad-1", "ticket.call_next", window="w1")["error"]["code"] == "request.invalid"
    assert (small.store.last_seq(), small.writer.seq) == (seq, seq)
    assert small.writer.hall.dump() == before
    assert small.ask("pad-1", "ticket.call_next", window="w1")["ok"]
    assert small.writer.trouble is None


def test_the_events_can_be_asked_for_again_from_any_number(small: QuietHall) -> None:
    for person in ("ab" * 16, "cd" * 16, "ef" * 16):
        small.ask("kiosk-1", "ticket.issue", queue="social", phone="13800001234", person=person)
    all_of_them = small.ask("desk-1", "event.replay", after=0)["data"]
    assert [event["type"] for event in all_of_them["events"]] == ["day.opened"] + ["ticket.issued"] * 3
    assert all_of_them["last"] == 4
    rest = small.ask("desk-1", "event.replay", after=2, limit=1)["data"]
    assert [event["id"] for event in rest["events"]] == ["3"]
    assert rest["events"][0]["data"]["number"] == "A002"
    assert "13800001234" not in str(all_of_them)
    assert "ab" * 16 not in str(all_of_them)
    assert small.ask("desk-1", "event.replay", after=4)["data"] == {"events": [], "last": 4}


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b'{"id": "1", "type": "ticket.issue", "data": {"queue": "social", "x": 1}}', "request.invalid"),
        (b'{"id": "1", "type": "ticket.issue", "data": {"queue": 5}}', "request.invalid"),
        (b'{"id": "1", "type": "ticket.issue", "data": {"queue": "' + b"s" * 17_000 + b'"}}', "request.invalid"),
        (b'{"id": "1", "type": "ticket.fly"}', "request.unknown"),
        (b'{"id": "1", "type": "rating.given", "data": {}}', "request.unknown"),
    ],
)
def test_a_request_that_is_none_is_refused_if_its_id_can_be_read(small: QuietHall, payload, code) -> None:
    answer = small.handle(RawRequest("kiosk-1", payload))[0]
    assert (answer["id"], answer["error"]["code"]) == ("1", code)


@pytest.mark.parametrize(
    "payload", [b"", b"\xff\xfe", b"[]", b'{"type": "ticket.issue"}', b'{"id": "a b"}', b"[" * 9000]
)
def test_what_has_no_id_is_met_with_silence(small: QuietHall, payload) -> None:
    assert small.handle(RawRequest("kiosk-1", payload)) == [None]
