"""From the bytes of a request to a command or query that its device may ask, or to the refusal; and answers as bytes.

Every request type becomes one envelope class whose `data` is the domain's own dataclass; pydantic chooses it by
`type`, strictly, in one pass. Unknown keys, wrong types, texts and numbers beyond reason are refused without being
quoted. Answers have the shape of `kiosk.mqtt.messages.Answer`, made without a detour over dicts; a request id needs no
escaping, since `RequestId` has no quotes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, make_dataclass
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from pydantic_core import from_json

from domain import roles
from domain.commands import DEVICE_EVENTS, REQUESTS, Command, GiveRating, RecordOfflineTicket, RecordPrint
from domain.config import Device, HallConfig
from domain.refusal import Code, Refusal
from domain.roles import Question
from domain.staff.people import PERSON_ID
from domain.state.people import PERSON_PATTERN
from domain.views.queries import QUESTIONS
from hall.staff.checker import Verdict
from kiosk.mqtt import messages
from program.mistakes.form import key_path

LARGEST_PAYLOAD = 16 * 1024
LONGEST_TEXT = 1000
LARGEST_NUMBER = 2**53  # what every JSON reader holds exactly

ID_PATTERN = r"^[A-Za-z0-9._:/+=~@-]{1,64}$"
RequestId = Annotated[str, Field(pattern=ID_PATTERN)]
"""Nothing in it needs escaping, in JSON or anywhere else."""

StoreId = Annotated[str, Field(max_length=64)]
Person = Annotated[str, Field(pattern=PERSON_ID)]
"""Who stands behind a request: an id of `staff.toml`."""


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A well-formed request. `asked` is a command or a question. `by`: who stands behind it, if that is said."""

    id: str
    type: str
    asked: Command | Question
    store: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class UnreadableRequest:
    """Not a request. With an `id` it can be answered; without one there is nobody to answer."""

    refusal: Refusal
    id: str | None = None


def command_reader() -> Reader:
    """Reads what comes on `…/command`."""
    return Reader({**REQUESTS, **QUESTIONS}, by=True)


def event_reader() -> Reader:
    """Reads what comes on `…/event`."""
    return Reader(DEVICE_EVENTS)


class Reader:
    """`read(payload)` for one table of wire names.

    What reads one type of request is made when the first of it comes: for all types it would take 20 ms of the start.
    """

    def __init__(self, types: Mapping[str, type], *, by: bool = False) -> None:
        """`by`: a request may say who stands behind it."""
        self._types = types
        self._by = by
        self._known: dict[str, _OneType] = {}

    def read(self, payload: bytes) -> ParsedRequest | UnreadableRequest:
        if len(payload) > LARGEST_PAYLOAD:
            return UnreadableRequest(
                Refusal(Code.REQUEST_INVALID, f"larger than {LARGEST_PAYLOAD} bytes"), id_of(payload)
            )
        hint = _TYPE.search(payload)  # nearly always the type; if a text holds the same words, `_slowly` finds it
        one = self._known.get(hint[1].decode()) if hint is not None else None
        if one is None:
            return self._slowly(payload)
        try:
            envelope = one.adapter.validate_json(payload)
        except ValidationError:
            return self._slowly(payload)
        return one.judge(envelope)

    def _slowly(self, payload: bytes) -> ParsedRequest | UnreadableRequest:
        """The first of its type, or something that is wrong."""
        try:
            parsed = from_json(payload)
        except ValueError:
            return UnreadableRequest(Refusal(Code.REQUEST_INVALID, "not JSON"))
        if not isinstance(parsed, dict):
            return UnreadableRequest(Refusal(Code.REQUEST_INVALID, "request: dict_type"))
        name = parsed.get("type")
        if not isinstance(name, str) or name not in self._types:
            return UnreadableRequest(Refusal(Code.REQUEST_UNKNOWN, "no such request type here"), id_of(payload))
        one = self._known.get(name)
        if one is None:
            one = self._known[name] = _OneType(name, self._types[name], by=self._by)
        try:
            return one.judge(one.adapter.validate_json(payload))
        except ValidationError as error:
            return UnreadableRequest(_why(error), id_of(payload))


_TYPE = re.compile(rb'"type": ?"([a-z_.]{1,40})"')


class _OneType:
    """Reads requests of one type."""

    def __init__(self, name: str, cls: type, *, by: bool) -> None:
        self.adapter: TypeAdapter[Any] = TypeAdapter(_envelope(name, cls, by=by))
        self._numbers = _numbers_of(cls)

    def judge(self, envelope: Any) -> ParsedRequest | UnreadableRequest:
        """What its types leave open."""
        asked: Command | Question = envelope.data
        for name in self._numbers:
            number = getattr(asked, name)
            if number is not None and abs(number) > LARGEST_NUMBER:
                return UnreadableRequest(Refusal(Code.REQUEST_INVALID, f"data.{name}: too large"), envelope.id)
        person = getattr(asked, "person", None)
        if person is not None and not re.fullmatch(PERSON_PATTERN, person):
            if not isinstance(asked, RecordOfflineTicket):
                return UnreadableRequest(Refusal(Code.REQUEST_INVALID, "data.person: not a keyed hash"), envelope.id)
            asked = dataclasses.replace(asked, person=None)  # its number is in somebody's hand
        by = getattr(envelope, "by", None) or ""
        return ParsedRequest(envelope.id, envelope.type, asked, envelope.store, by)


def _envelope(name: str, cls: type, *, by: bool) -> type:
    """The class of `{"id": …, "type": name, "data": {…}}`; `data` may be left out if nothing in it is needed.

    `store` may name the store that it is meant for and, if people may stand behind it, `by` one of them.
    """
    needed = any(
        field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        for field in dataclasses.fields(cls)
    )
    data: Any = ("data", cls) if needed else ("data", cls, dataclasses.field(default_factory=cls))
    head: list[Any] = [("id", RequestId), ("type", Literal[name])]
    more: list[Any] = [("store", StoreId, dataclasses.field(default=""))]
    if by:
        more.append(("by", Person | None, dataclasses.field(default=None)))
    made = make_dataclass(f"Request_{name}", [*head, data, *more], frozen=True, slots=True)
    return with_config(ConfigDict(extra="forbid", strict=True, str_max_length=LONGEST_TEXT))(made)


def _numbers_of(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls) if str(field.type).split(" |")[0] == "int")


def _why(error: ValidationError) -> Refusal:
    """The first reason by place and kind; the input itself may be personal and is not repeated."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    known = [part for part in first["loc"] if isinstance(part, int | str)]
    if first["type"] == "unexpected_keyword_argument":
        return Refusal(Code.REQUEST_INVALID, f"{key_path(known[:-1]) or 'request'}: unknown key")
    return Refusal(Code.REQUEST_INVALID, f"{key_path(known) or 'request'}: {first['type']}")


def id_of(payload: bytes) -> str | None:
    """The id of something that is otherwise no request, if it has a usable one."""
    try:
        parsed = from_json(payload)
    except ValueError:
        return None
    given = parsed.get("id") if isinstance(parsed, dict) else None
    return given if isinstance(given, str) and re.fullmatch(ID_PATTERN, given) else None


@dataclass(frozen=True, slots=True)
class RawRequest:
    """One message from a device, as it came. `outbox`: it came on `…/event`, from the device's outbox. `verdict`: on
    the proof in it, once that has been checked."""

    device: str
    payload: bytes = field(repr=False)
    outbox: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class RejectedRequest:
    """Not to be decided. `id` None: nobody can be answered."""

    id: str | None
    refusal: Refusal
    type: str = ""


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command that its device may give. `key` is unique in the hall: two devices may choose the same `id`. `by`: who
    stands behind it, if that is said; whether they may is not known yet."""

    id: str
    key: str
    type: str
    command: Command
    device: Device
    by: str = ""


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A question that its device may ask; answering it changes nothing."""

    id: str
    question: Question
    device: Device


Received = RejectedRequest | CommandRequest | QueryRequest


NO_DEVICES: Mapping[str, Device] = MappingProxyType({})
IN_HAND = (GiveRating, RecordOfflineTicket, RecordPrint)
"""What an outbox holds of people: a review that was given, a number on paper."""


class RequestReader:
    """Reads requests for one hall, which works on `store`."""

    def __init__(self, config: HallConfig, store: str = "", former: Mapping[str, Device] = NO_DEVICES) -> None:
        """`former`: devices that the configuration has lost; of them only what is in somebody's hand is taken."""
        self._store = store
        self._former = former
        self._devices = {device.id: device for device in config.devices}
        self._commands = command_reader()
        self._outboxes = event_reader()

    def receive(self, requests: Sequence[RawRequest]) -> list[Received]:
        return [self._receive(request) for request in requests]

    def _receive(self, request: RawRequest) -> Received:
        read = (self._outboxes if request.outbox else self._commands).read(request.payload)
        if isinstance(read, UnreadableRequest):
            return RejectedRequest(read.id, read.refusal)
        if read.store and read.store != self._store:
            other = Refusal(Code.HALL_OTHER_STORE, "the hall works on another store now: look again, then ask anew")
            return RejectedRequest(read.id, other, read.type)
        device = self._devices.get(request.device)
        if device is None and request.outbox and isinstance(read.asked, IN_HAND):
            device = self._former.get(request.device)
        if device is None:
            unknown = Refusal(Code.DEVICE_UNKNOWN, "not in the hall's list of devices", record=True)
            return RejectedRequest(read.id, unknown, read.type)
        refusal = roles.may(device.role, device.window, read.asked)
        if refusal is not None:
            return RejectedRequest(read.id, refusal, read.type)
        if read.type in QUESTIONS:
            return QueryRequest(read.id, read.asked, device)  # type: ignore[arg-type]  # the table of the type says so
        key, command = f"{device.id}/{read.id}", read.asked
        return CommandRequest(read.id, key, read.type, command, device, read.by)  # type: ignore[arg-type]


def granted(request_id: str, data: object | None) -> str:
    """`data` is a view of the domain, or None for an answer without data."""
    body = "" if data is None else f', "data": {messages.write(data).decode()}'
    return f'{{"id": "{request_id}", "ok": true{body}}}'


def refused(request_id: str, refusal: Refusal) -> str:
    error = messages.Error(code=refusal.code.value, detail=refusal.detail, data=refusal.data)
    return f'{{"id": "{request_id}", "ok": false, "error": {messages.write(error).decode()}}}'


def refusal_of(request_id: str | None, refusal: Refusal) -> str | None:
    """The answer; None without an id, for then nobody can be answered."""
    return None if request_id is None else refused(request_id, refusal)


def replayed(request_id: str, cloud_events: Sequence[bytes], last: int) -> str:
    """Answer to `event.replay`."""
    events = b", ".join(cloud_events).decode()
    return f'{{"id": "{request_id}", "ok": true, "data": {{"events": [{events}], "last": {last}}}}}'
