"""docs/asyncapi.yaml says what the code does, and the code does what it says."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from asyncapi_document import document, fits, messages_on
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.booking.views import AppointmentQuestion
from domain.commands import DEVICE_EVENTS, REQUESTS, BookAppointment, IssueTicket, RecordOfflineTicket
from domain.events import EVENTS
from domain.progress.views import ProgressQuestion
from domain.refusal import Code, Refusal
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.queries import QUESTIONS, HallSnapshot
from domain.views.window import WindowSnapshot
from hall import requests
from hall.disk import journal
from hall.disk.store import StoredEvent
from hall.requests import ParsedRequest, command_reader, event_reader
from kiosk.mqtt.messages import DeviceState, HostState, Request, write, write_data
from kiosk.mqtt.topics import Topics

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {**REQUESTS, **QUESTIONS}
PUBLISHED: dict[str, type] = {
    "host.state": HostState,
    "device.state": DeviceState,
    "queues": QueuesSnapshot,
    "calls": CallsSnapshot,
    "notices": NoticesSnapshot,
    "catalogue": Catalogue,
    "window": WindowSnapshot,
}


def channel_messages(name: str) -> set[str]:
    return set(document()["channels"][name]["messages"])


def test_the_committed_document_is_what_the_code_says() -> None:
    script = [sys.executable, ROOT / "scripts" / "asyncapi", "--check"]
    checked = subprocess.run(script, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_every_topic_of_the_code_is_a_channel_and_every_channel_a_topic() -> None:
    topics = Topics("hall")
    made = set()
    for name, member in inspect.getmembers(Topics):
        if isinstance(member, property) and name != "base":
            made.add(getattr(topics, name))
        elif (
            inspect.isfunction(member)
            and not name.startswith("_")
            and list(inspect.signature(member).parameters)
            in (
                ["self", "device"],
                ["self", "window"],
                ["self", "name"],
            )
        ):
            made.add(member(topics, "x1"))
    assert all(messages_on(topic) for topic in made)
    assert len(made) == len(document()["channels"])


def test_every_request_question_event_and_code_is_in_the_document_and_no_other() -> None:
    assert channel_messages("command") == {f"{name}.request" for name in COMMANDS}
    assert channel_messages("reply") == {f"{name}.answer" for name in COMMANDS}
    assert channel_messages("deviceEvent") == {f"{name}.report" for name in DEVICE_EVENTS}
    assert channel_messages("ack") == {f"{name}.ack" for name in DEVICE_EVENTS}
    assert channel_messages("eventStream") == {f"{name}.event" for name in EVENTS}
    assert document()["components"]["schemas"]["RefusalCode"]["enum"] == [code.value for code in Code]
    in_channels = {name for channel in document()["channels"].values() for name in channel["messages"]}
    assert in_channels == set(document()["components"]["messages"])


def test_every_reference_leads_somewhere_and_every_schema_is_one() -> None:
    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                place: Any = document()
                for part in node["$ref"].removeprefix("#/").split("/"):
                    place = place[part]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(document())
    for schema in document()["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_nothing_private_stands_in_the_document_s_events() -> None:
    for name in EVENTS:
        schema = document()["components"]["schemas"][f"{EVENTS[name].__name__}Event"]
        assert not {"phone", "phone_key", "person", "address", "pickup", "nonce"} & set(schema["properties"])


FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
FREE: dict[type, dict[str, Any]] = {
    HallSnapshot: {"devices": ()},
    DeviceState: {"health": {"paper": "out"}},
    IssueTicket: {"person": "ab" * 16},
    RecordOfflineTicket: {"person": "ab" * 16},
    BookAppointment: {"person": "ab" * 16},
    AppointmentQuestion: {"person": "ab" * 16},
    ProgressQuestion: {"person": "ab" * 16},
}
"""Fields whose type does not say their shape, with a value each."""


def made(cls: type) -> st.SearchStrategy[Any]:
    if cls not in FREE:
        return st.from_type(cls)
    return st.builds(cls, **{name: st.just(value) for name, value in FREE[cls].items()})


@pytest.mark.parametrize("name", COMMANDS)
@FEW
@given(data=st.data())
def test_what_the_code_can_ask_is_a_request_of_the_document(name: str, data: st.DataObject) -> None:
    asked = data.draw(made(COMMANDS[name]))
    assert fits(f"{name}.request", write(Request(id="r-1", type=name, data=write_data(asked))))


@pytest.mark.parametrize("name", DEVICE_EVENTS)
@FEW
@given(data=st.data())
def test_what_a_device_can_report_is_an_event_of_the_document(name: str, data: st.DataObject) -> None:
    reported = data.draw(made(DEVICE_EVENTS[name]))
    assert fits(f"{name}.report", write(Request(id="r-1", type=name, data=write_data(reported))))


@pytest.mark.parametrize("name", PUBLISHED)
@FEW
@given(data=st.data())
def test_what_the_code_can_publish_is_in_the_document(name: str, data: st.DataObject) -> None:
    assert fits(name, write(data.draw(made(PUBLISHED[name]))))


@pytest.mark.parametrize("name", EVENTS)
@FEW
@given(data=st.data())
def test_what_can_happen_is_an_event_of_the_document(name: str, data: st.DataObject) -> None:
    written = journal.write(data.draw(made(EVENTS[name])))
    told = journal.cloud_event("h1", StoredEvent(seq=7, at=1_800_000_000_000, type=written.type, body=written.body))
    assert fits(f"{name}.event", told)
    others = [other for other in EVENTS if other != name]
    assert not any(fits(f"{other}.event", told) for other in others)


@pytest.mark.parametrize("code", Code)
def test_every_refusal_is_an_answer_of_the_document(code: Code) -> None:
    refused = requests.refused("r-1", Refusal(code, "why", {"after_seconds": 5})).encode()
    for name in COMMANDS:
        assert fits(f"{name}.answer", refused)
    for name in DEVICE_EVENTS:
        assert fits(f"{name}.ack", refused)


LOOSE: list[dict[str, Any]] = [
    {"id": "r-1", "type": "ticket.call_next", "data": {"window": "w1"}},
    {"id": "", "type": "ticket.call_next", "data": {"window": "w1"}},
    {"id": "two words", "type": "ticket.call_next", "data": {"window": "w1"}},
    {"id": "r" * 65, "type": "ticket.call_next", "data": {"window": "w1"}},
    {"type": "ticket.call_next", "data": {"window": "w1"}},
    {"id": "r-1", "type": "ticket.call_next", "data": {"window": 1}},
    {"id": "r-1", "type": "ticket.call_next", "data": {"window": "w1", "clerk": "c1"}},
    {"id": "r-1", "type": "ticket.call_next", "data": {}},
    {"id": "r-1", "type": "ticket.call_next"},
    {"id": "r-1", "type": "ticket.call_next", "data": {"window": "w1"}, "more": 1},
    {"id": "r-1", "type": "hall.snapshot"},
    {"id": "r-1", "type": "hall.snapshot", "data": {"queue": "x"}},
    {"id": "r-1", "type": "event.replay", "data": {"after": "1"}},
    {"id": "r-1", "type": "event.replay", "data": {"after": 1}},
    {"id": "r-1", "type": "ticket.issue", "data": {"items": ["a", 2]}},
    {"id": "r-1", "type": "ticket.issue", "data": {"phone": None}},
    {"id": "r-1", "type": "ticket.issue", "data": {"items": "pension"}},
]


@pytest.mark.parametrize("request_", LOOSE)
def test_the_hall_reads_exactly_what_the_document_allows(request_: dict[str, Any]) -> None:
    text = json.dumps(request_).encode()
    by_document = any(fits(f"{name}.request", text) for name in COMMANDS)
    assert isinstance(command_reader().read(text), ParsedRequest) == by_document


def test_a_report_is_no_request_and_a_request_no_report() -> None:
    report = write(Request(id="r", type="ticket.printed", data={"ticket": "t"}))
    assert fits("ticket.printed.report", report)
    assert isinstance(event_reader().read(report), ParsedRequest)
    assert not isinstance(command_reader().read(report), ParsedRequest)
    assert not any(fits(f"{name}.request", report) for name in COMMANDS)
