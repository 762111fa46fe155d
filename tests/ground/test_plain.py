"""What is read and written without pydantic is read and written as pydantic would."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, time
from enum import Enum
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ConfigDict, TypeAdapter, ValidationError

from domain.commands import DEVICE_EVENTS, REQUESTS
from domain.config import HallConfig
from domain.events import EVENTS, TicketIssued
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.queries import QUESTIONS, FollowView, HallSnapshot
from domain.views.ticket import IssueAnswer, PrintOrder, TicketView
from domain.views.window import WindowSnapshot
from hall.clock.timekeeper import KeptClock
from kiosk.mqtt.messages import Answer, DeviceState, HostState, Request
from program.plain import writing
from program.plain.reading import parsed, reader
from program.plain.shapes import NotPlainError

VIEWS = [Catalogue, CallsSnapshot, NoticesSnapshot, QueuesSnapshot, HallSnapshot, WindowSnapshot, IssueAnswer,
         PrintOrder, TicketView, FollowView, Answer, DeviceState, HostState, Request, KeptClock]  # fmt: skip
READ = [*dict.fromkeys([*EVENTS.values(), *REQUESTS.values(), *DEVICE_EVENTS.values(), *QUESTIONS.values()]), *VIEWS]

STRANGE = [None, True, False, 0, 1, -1, 1.5, 2.0, 1e400, 2**70, "", "5", "zh", "2026-11-30", "08:00:00", "\ud83d",
           "\U0001f600", [], ["a"], [1], {}, {"a": 1}, {"zh": "中", "en": "e"}, {"zh": 1}]  # fmt: skip


def values(hint: Any) -> st.SearchStrategy[Any]:
    """JSON that may be what the annotation wants."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from([one.value for one in hint])
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        fields = {field.name: values(hints[field.name]) for field in dataclasses.fields(hint)}
        needed = {field.name for field in dataclasses.fields(hint)
                  if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING}  # fmt: skip
        return st.fixed_dictionaries(
            {name: fields[name] for name in needed}, optional={n: v for n, v in fields.items() if n not in needed}
        )
    texts = {date: st.dates().map(date.isoformat), time: st.times().map(time.isoformat), str: st.text(max_size=5)}
    plain = {int: st.integers(), bool: st.booleans(), float: st.floats(0, 1e6), type(None): st.none(), **texts}
    if hint in plain:
        return plain[hint]
    arguments = getattr(hint, "__args__", ())
    if getattr(hint, "__origin__", None) is tuple:
        return st.lists(values(arguments[0]), max_size=2)
    if getattr(hint, "__origin__", None) is dict:
        return st.dictionaries(st.text(max_size=3), values(arguments[1]), max_size=2)
    if arguments:
        return st.one_of(*map(values, arguments))
    return st.sampled_from([None, 1, "a", [1], {"b": None}])


def one_wrong(value: Any, path: list[int], strange: Any) -> Any:
    """`value` with something strange at a place in it, or one key more or fewer."""
    if not path or not isinstance(value, dict | list) or not value:
        return strange
    if isinstance(value, list):
        place = path[0] % len(value)
        return [one_wrong(v, path[1:], strange) if i == place else v for i, v in enumerate(value)]
    keys = [*value, "another"]
    key = keys[path[0] % len(keys)]
    return {**value, key: one_wrong(value.get(key), path[1:], strange)}


def nearly(cls: type) -> st.SearchStrategy[Any]:
    """JSON for a class; half of the time with something strange in it."""
    path = st.lists(st.integers(0, 30), min_size=1, max_size=5)
    return values(cls) | st.builds(one_wrong, values(cls), path, st.sampled_from(STRANGE))


def judged(adapter: TypeAdapter[Any], text: str) -> Any:
    try:
        return adapter.validate_json(text)
    except ValidationError:
        return None


@pytest.mark.parametrize("cls", READ, ids=lambda cls: cls.__name__)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_read_is_what_pydantic_reads(cls: type, data: st.DataObject) -> None:
    body = data.draw(values(cls))
    if data.draw(st.booleans()):
        body = one_wrong(
            body, data.draw(st.lists(st.integers(0, 30), min_size=1, max_size=4)), data.draw(st.sampled_from(STRANGE))
        )
    text = json.dumps(body, ensure_ascii=data.draw(st.booleans()))
    try:
        ours = reader(cls, forbid=cls is Request)(parsed(text))
    except NotPlainError:
        return
    assert ours == judged(adapter(cls), text)
    assert repr(ours) == repr(judged(adapter(cls), text))  # 1 and True and 1.0 are equal


@pytest.mark.parametrize("cls", READ, ids=lambda cls: cls.__name__)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_whole_is_plain_and_written_as_pydantic_writes(cls: type, data: st.DataObject) -> None:
    value = judged(adapter(cls), json.dumps(data.draw(values(cls))))
    if value is None:
        return
    theirs = adapter(cls).dump_json(value, exclude_none=True)
    assert json.loads(writing.write(value)) == json.loads(theirs)
    assert list(json.loads(writing.write(value))) == list(json.loads(theirs))
    assert reader(cls)(parsed(theirs)) == judged(adapter(cls), theirs.decode())


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def adapter(cls: type) -> TypeAdapter[Any]:
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


ISSUED = TicketIssued(
    at=1,
    ticket="t",
    number='A"1',
    queue="a",
    counter=7,
    items=("i", "j"),
    person="p",
    phone=None,
    device="\u4e2d",
    offline=True,
)


def test_the_text_of_an_object_is_its_json_without_what_is_left_out() -> None:
    text = writing.text(ISSUED, frozenset({"person", "counter"}))
    assert json.loads(text) == {
        name: one for name, one in writing.as_dict(ISSUED).items() if name not in {"person", "counter"}
    }
    assert text == writing.to_json(json.loads(text)), "as short as it can be, and in the same order"
    assert writing.text(dataclasses.replace(ISSUED, items=())) == writing.text(ISSUED).replace('["i","j"]', "[]")


@pytest.mark.parametrize(("field", "wrong"), [("counter", "7"), ("counter", 7.5), ("queue", 7), ("offline", "yes")])
def test_a_field_that_holds_what_its_class_does_not_say_is_not_plain(field: str, wrong: object) -> None:
    with pytest.raises(NotPlainError):
        writing.text(dataclasses.replace(ISSUED, **{field: wrong}))  # type: ignore[arg-type]  # that is the point


def test_whatever_holds_a_whole_number_is_written_as_one() -> None:
    assert '"counter":1,' in writing.text(dataclasses.replace(ISSUED, counter=True))


PLAIN_NOT = [
    "", "nothing", "\ufeff{}", '{"id": NaN}', '{"id": "\\ud83d"}', b"\xff", b"\xed\xa0\xbd", "[" * 100_000,
    '{"id": Infinity}', '{"id": 1' + "0" * 5_000 + "}", '{"id": "\x01"}', b"{\x00}\x00",
]  # fmt: skip


@pytest.mark.parametrize("payload", PLAIN_NOT, ids=range(len(PLAIN_NOT)))
def test_bytes_that_readers_may_understand_differently_are_not_plain(payload: bytes | str) -> None:
    with pytest.raises(NotPlainError):
        parsed(payload)


def test_a_key_that_is_not_known_is_left_out_or_refused() -> None:
    body = {"online": True, "session": 1, "at": 2, "more": 3}
    assert reader(HostState)(body) == HostState(online=True, session=1, at=2)
    with pytest.raises(NotPlainError):
        reader(HostState, forbid=True)(body)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_hall_is_read_as_pydantic_reads_it(data: st.DataObject) -> None:
    """As in `program/toml_file.py`, with dates and times as texts, which a TOML file may have too."""
    body = data.draw(values(HallConfig))
    if data.draw(st.booleans()):
        body = one_wrong(
            body,
            data.draw(st.lists(st.integers(0, 30), min_size=1, max_size=5)),
            data.draw(st.sampled_from(STRANGE[:13] + STRANGE[17:])),
        )
    around: Any = tuple[HallConfig, ...]
    strict = TypeAdapter(around, config=ConfigDict(extra="forbid"))
    try:
        ours = reader(HallConfig, forbid=True, toml=True)(body)
    except NotPlainError:
        return
    assert repr(ours) == repr(strict.validate_json(json.dumps([body]), strict=True)[0])
