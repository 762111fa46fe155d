"""Bytes from the wire into commands and questions, strictly, in one pass; or why not, without quoting them.

Every request type becomes one envelope class whose `data` is the domain's own dataclass; pydantic chooses it by
`type`. Unknown keys, wrong types, texts and numbers beyond reason are refused.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from domain.commands import DEVICE_EVENTS, REQUESTS, Command, RecordOfflineTicket
from domain.refusal import Code, Refusal
from domain.roles import Question
from domain.state.people import PERSON_PATTERN
from domain.views.queries import QUESTIONS
from program.toml_file import key_path

LARGEST_PAYLOAD = 16 * 1024
LONGEST_TEXT = 1000
LARGEST_NUMBER = 2**53  # what every JSON reader holds exactly

ID_PATTERN = r"^[A-Za-z0-9._:/+=~@-]{1,64}$"
RequestId = Annotated[str, Field(pattern=ID_PATTERN)]
"""Nothing in it needs escaping, in JSON or anywhere else."""


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A well-formed request. `asked` is a command or a question."""

    id: str
    type: str
    asked: Command | Question


@dataclass(frozen=True, slots=True)
class UnreadableRequest:
    """Not a request. With an `id` it can be answered; without one there is nobody to answer."""

    refusal: Refusal
    id: str | None = None


def command_reader() -> Reader:
    """Reads what comes on `…/command`."""
    return Reader({**REQUESTS, **QUESTIONS})


def event_reader() -> Reader:
    """Reads what comes on `…/event`."""
    return Reader(DEVICE_EVENTS)


class Reader:
    """`read(payload)` for one table of wire names."""

    def __init__(self, types: Mapping[str, type]) -> None:
        envelopes = [_envelope(name, cls) for name, cls in types.items()]
        union: Any = Annotated[functools.reduce(operator.or_, envelopes), Field(discriminator="type")]
        self._adapter: TypeAdapter[Any] = TypeAdapter(
            union, config=ConfigDict(extra="forbid", strict=True, str_max_length=LONGEST_TEXT)
        )
        self._numbers = {cls: _numbers_of(cls) for cls in types.values()}

    def read(self, payload: bytes) -> ParsedRequest | UnreadableRequest:
        if len(payload) > LARGEST_PAYLOAD:
            return UnreadableRequest(
                Refusal(Code.REQUEST_INVALID, f"larger than {LARGEST_PAYLOAD} bytes"), _id_of(payload)
            )
        try:
            envelope = self._adapter.validate_json(payload)
        except ValidationError as error:
            return UnreadableRequest(_why(error), _id_of(payload))
        asked: Command | Question = envelope.data
        for name in self._numbers[type(asked)]:
            number = getattr(asked, name)
            if number is not None and abs(number) > LARGEST_NUMBER:
                return UnreadableRequest(Refusal(Code.REQUEST_INVALID, f"data.{name}: too large"), envelope.id)
        person = getattr(asked, "person", None)
        if person is not None and not re.fullmatch(PERSON_PATTERN, person):
            if not isinstance(asked, RecordOfflineTicket):
                return UnreadableRequest(Refusal(Code.REQUEST_INVALID, "data.person: not a keyed hash"), envelope.id)
            asked = dataclasses.replace(asked, person=None)  # its number is in somebody's hand
        return ParsedRequest(envelope.id, envelope.type, asked)


def _envelope(name: str, cls: type) -> type:
    """The class of `{"id": …, "type": name, "data": {…}}`; `data` may be left out if nothing in it is needed."""
    needed = any(
        field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        for field in dataclasses.fields(cls)
    )
    data: Any = ("data", cls) if needed else ("data", cls, dataclasses.field(default_factory=cls))
    return make_dataclass(
        f"Request_{name}", [("id", RequestId), ("type", Literal[name]), data], frozen=True, slots=True
    )


def _numbers_of(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls) if str(field.type).split(" |")[0] == "int")


def _why(error: ValidationError) -> Refusal:
    """The first reason by place and kind; the input itself may be personal and is not repeated."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return Refusal(Code.REQUEST_UNKNOWN, "no such request type here")
    if first["type"] == "json_invalid":
        return Refusal(Code.REQUEST_INVALID, "not JSON")
    place = [part for part in first["loc"] if isinstance(part, int | str)]
    known = place[1:] if place and "." in str(place[0]) else place
    if first["type"] == "unexpected_keyword_argument":
        return Refusal(Code.REQUEST_INVALID, f"{key_path(known[:-1]) or 'request'}: unknown key")
    return Refusal(Code.REQUEST_INVALID, f"{key_path(known) or 'request'}: {first['type']}")


def _id_of(payload: bytes) -> str | None:
    """The id of something that is otherwise no request, if it has a usable one."""
    try:
        parsed = from_json(payload)
    except ValueError:
        return None
    given = parsed.get("id") if isinstance(parsed, dict) else None
    return given if isinstance(given, str) and re.fullmatch(ID_PATTERN, given) else None
