"""From bytes to a request: how long, how large and how named it may be, and what a refusal says of it and what not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.commands import IssueTicket, RecordOfflineTicket
from domain.refusal import Code, Refusal
from domain.views.queries import ReplayQuestion, SnapshotQuestion
from hall.requests import (
    LARGEST_NUMBER,
    LARGEST_PAYLOAD,
    LONGEST_TEXT,
    ParsedRequest,
    UnreadableRequest,
    command_reader,
    event_reader,
    granted,
    refused,
    replayed,
)

HASH = "0123456789abcdef" * 2


def read(type_: str = "ticket.issue", id_: str = "1", **data: Any) -> ParsedRequest | UnreadableRequest:
    return command_reader().read(json.dumps({"id": id_, "type": type_, "data": data}).encode())


def why(result: ParsedRequest | UnreadableRequest) -> str:
    assert isinstance(result, UnreadableRequest), result
    assert result.refusal.code is Code.REQUEST_INVALID
    return result.refusal.detail


def test_a_request_is_read_into_its_class() -> None:
    asked = IssueTicket(queue="social", person=HASH)
    assert read(queue="social", person=HASH) == ParsedRequest("1", "ticket.issue", asked)


def test_data_may_be_left_out_where_nothing_in_it_is_needed() -> None:
    given = command_reader().read(b'{"id": "1", "type": "hall.snapshot"}')
    assert given == ParsedRequest("1", "hall.snapshot", SnapshotQuestion())
    assert why(command_reader().read(b'{"id": "1", "type": "ticket.finish"}')) == "data: missing"


# ---- limits


def test_a_request_of_16_kib_is_read_and_a_longer_one_is_refused_by_its_id() -> None:
    request = b'{"id": "1", "type": "ticket.issue"}'.ljust(LARGEST_PAYLOAD)
    assert isinstance(command_reader().read(request), ParsedRequest)
    longer = command_reader().read(request + b" ")
    assert why(longer) == "larger than 16384 bytes"
    assert longer.id == "1"


def test_a_text_of_a_thousand_characters_is_read_and_a_longer_one_is_not() -> None:
    assert isinstance(read(queue="字" * LONGEST_TEXT), ParsedRequest)
    assert why(read(queue="字" * (LONGEST_TEXT + 1))) == "data.queue: string_too_long"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_that_every_reader_holds_exactly_is_read_and_a_larger_one_is_not(sign: int) -> None:
    assert read("event.replay", after=sign * LARGEST_NUMBER) == ParsedRequest(
        "1", "event.replay", ReplayQuestion(after=sign * LARGEST_NUMBER)
    )
    assert why(read("event.replay", after=sign * (LARGEST_NUMBER + 1))) == "data.after: too large"


@pytest.mark.parametrize("id_", ["1", "x" * 64, "aZ09._:/+=~@-"])
def test_an_id_of_plain_characters_is_one(id_: str) -> None:
    assert isinstance(read(id_=id_), ParsedRequest)


@pytest.mark.parametrize("id_", ["", "x" * 65, "a b", 'a"b', "a\\b", "号", "a\n"])
def test_an_id_that_would_have_to_be_escaped_is_none_and_cannot_be_answered(id_: str) -> None:
    result = read(id_=id_)
    assert isinstance(result, UnreadableRequest)
    assert result.id is None


# ---- persons


@pytest.mark.parametrize("person", [HASH[:-1], HASH + "0", HASH.upper(), "110101199003070038", ""])
def test_a_person_who_is_no_keyed_hash_is_refused_unread(person: str) -> None:
    result = read(queue="social", person=person)
    assert why(result) == "data.person: not a keyed hash"
    assert result.id == "1"
    assert not person or person not in result.refusal.detail


def test_a_number_that_is_in_somebody_s_hand_is_taken_without_its_person() -> None:
    data = {"number": "A900", "queue": "social", "issued_at": 7, "person": "110101"}
    given = event_reader().read(json.dumps({"id": "1", "type": "ticket.issued_offline", "data": data}).encode())
    assert isinstance(given, ParsedRequest)
    assert isinstance(given.asked, RecordOfflineTicket)
    assert (given.asked.number, given.asked.person) == ("A900", None)


# ---- what is none


@pytest.mark.parametrize("payload", [b'{"id": "1", "type": "ticket.fly"}', b'{"id": "1"}', b'{"id": "1", "data": {}}'])
def test_a_type_that_is_none_is_unknown(payload: bytes) -> None:
    result = command_reader().read(payload)
    assert isinstance(result, UnreadableRequest)
    assert (result.id, result.refusal.code) == ("1", Code.REQUEST_UNKNOWN)


def test_an_event_is_no_command_and_a_command_no_event() -> None:
    for reader, type_ in ((command_reader(), "ticket.printed"), (event_reader(), "ticket.issue")):
        result = reader.read(json.dumps({"id": "1", "type": type_, "data": {}}).encode())
        assert isinstance(result, UnreadableRequest)
        assert result.refusal.code is Code.REQUEST_UNKNOWN


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"queue": "social", "secret": 1}, "data: unknown key"),
        ({"queue": 5}, "data.queue: string_type"),
        ({"items": ["pension", 5]}, "data.items[1]: string_type"),
        (5, "data: dataclass_type"),
    ],
)
def test_a_refusal_names_the_place_and_repeats_nothing_of_it(body: object, reason: str) -> None:
    assert why(command_reader().read(json.dumps({"id": "1", "type": "ticket.issue", "data": body}).encode())) == reason


def test_a_key_beside_the_data_is_unknown_too() -> None:
    assert why(command_reader().read(b'{"id": "1", "type": "ticket.issue", "secret": 1}')) == "request: unknown key"


def test_what_is_no_json_or_no_object_has_no_id() -> None:
    broken, text = command_reader().read(b'{"id": "1"'), command_reader().read(b'"x"')
    assert (why(broken), why(text)) == ("not JSON", "request: dict_type")
    assert (broken.id, text.id) == (None, None)


# ---- answers


def test_answers_have_the_shape_of_the_wire() -> None:
    assert json.loads(granted("1", None)) == {"id": "1", "ok": True}
    assert json.loads(granted("1", ReplayQuestion(after=3)))["data"]["after"] == 3
    refusal = Refusal(Code.HALL_BUSY, "not now", {"seconds": 3})
    error = {"code": "hall.busy", "detail": "not now", "data": {"seconds": 3}}
    assert json.loads(refused("1", refusal)) == {"id": "1", "ok": False, "error": error}
    events = {"events": [{"id": "7"}, {"id": "8"}], "last": 9}
    assert json.loads(replayed("1", [b'{"id": "7"}', b'{"id": "8"}'], 9)) == {"id": "1", "ok": True, "data": events}
