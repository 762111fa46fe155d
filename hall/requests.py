"""Turns the bytes of a request into a command or query that its device may ask, or into a refusal; and makes answers.

`data` is the domain's own dataclass, chosen by `type`. `program.plain` reads simple requests; all others are read by
pydantic, which says what is wrong (`hall/arrivals/strict.py`). Unknown keys, wrong types, and texts and numbers beyond
reason are refused without being quoted. Answers have the form of `kiosk.mqtt.messages.Answer`, but are written directly
as JSON; a request id needs no escaping, because `ID_PATTERN` allows no quotes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

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
from program.plain.reading import parsed, reader
from program.plain.shapes import NotPlainError

if TYPE_CHECKING:
    from hall.arrivals.strict import StrictReader

LARGEST_PAYLOAD = 16 * 1024
LONGEST_TEXT = 1000
LARGEST_NUMBER = 2**53  # what every JSON reader holds exactly

ID_PATTERN = r"^[A-Za-z0-9._:/+=~@-]{1,64}$"
"""Pattern of a request's id. It needs no escaping, in JSON or anywhere else."""

LONGEST_STORE = 64

_ID = re.compile(ID_PATTERN)
_BY = re.compile(PERSON_ID)


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A well-formed request. `asked`: a command or a query. `by`: the id of the person who acts through the device, if
    given."""

    id: str
    type: str
    asked: Command | Question
    store: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class UnreadableRequest:
    """A message that is no valid request. It can be answered only if it has an `id`."""

    refusal: Refusal
    id: str | None = None


def command_reader() -> Reader:
    """The reader for messages on `…/command`."""
    return Reader({**REQUESTS, **QUESTIONS}, by=True)


def event_reader() -> Reader:
    """The reader for messages on `…/event`."""
    return Reader(DEVICE_EVENTS)


class Reader:
    """`read(payload)` for one table of wire names.

    The reader of each type is made when its first request comes: making all would take 20 ms at the start.
    """

    def __init__(self, types: Mapping[str, type], *, by: bool = False) -> None:
        """`by`: whether requests may name a person in `by`."""
        self._types = types
        self._by = by
        self._known: dict[str, _OneType] = {}

    def read(self, payload: bytes) -> ParsedRequest | UnreadableRequest:
        if len(payload) > LARGEST_PAYLOAD:
            return UnreadableRequest(
                Refusal(Code.REQUEST_INVALID, f"larger than {LARGEST_PAYLOAD} bytes"), id_of(payload)
            )
        try:
            body = parsed(payload)
            name = body["type"]
            one = self._known.get(name) or self._of(name)
            return one.plain(body)
        except (NotPlainError, TypeError, KeyError):  # not an object, or of an unknown type
            return self._judged(payload)

    def _of(self, name: str) -> _OneType:
        one = self._known[name] = _OneType(name, self._types[name], by=self._by)
        return one

    def _judged(self, payload: bytes) -> ParsedRequest | UnreadableRequest:
        """The request as pydantic reads it, or what is wrong with it."""
        try:
            body = _from_json(payload)
        except ValueError:
            return UnreadableRequest(Refusal(Code.REQUEST_INVALID, "not JSON"))
        if not isinstance(body, dict):
            return UnreadableRequest(Refusal(Code.REQUEST_INVALID, "request: dict_type"))
        name = body.get("type")
        if not isinstance(name, str) or name not in self._types:
            return UnreadableRequest(Refusal(Code.REQUEST_UNKNOWN, "no such request type here"), id_of(payload))
        return (self._known.get(name) or self._of(name)).judged(payload)


class _OneType:
    """Reads requests of one type, of the shape `{"id": …, "type": name, "data": {…}}`.

    `data` may be left out if it has no needed key. `store` may name the store that the request is meant for; `by` may
    name a person, if the type allows it.
    """

    def __init__(self, name: str, cls: type, *, by: bool) -> None:
        self._name, self._cls, self._by = name, cls, by
        self._keys = frozenset({"id", "type", "data", "store"} | ({"by"} if by else set()))
        self._data: Callable[[Any], Any] = reader(cls, forbid=True, longest=LONGEST_TEXT)
        self._numbers = _numbers_of(cls)
        self._strict: StrictReader | None = None

    def plain(self, body: dict[str, Any]) -> ParsedRequest | UnreadableRequest:
        """The request, read without pydantic. Raises NotPlainError."""
        if type(body) is not dict or not body.keys() <= self._keys:
            raise NotPlainError(self._name)
        id_, store, by = body.get("id"), body.get("store", ""), body.get("by")
        if type(id_) is not str or _ID.fullmatch(id_) is None or type(store) is not str or len(store) > LONGEST_STORE:
            raise NotPlainError(self._name)
        if by is not None and (type(by) is not str or _BY.fullmatch(by) is None):
            raise NotPlainError(self._name)
        return self._judge(id_, self._data(body.get("data", {})), store, by or "")

    def judged(self, payload: bytes) -> ParsedRequest | UnreadableRequest:
        """The request, read with pydantic, which takes a tenth of a second to load."""
        from hall.arrivals.strict import StrictReader, WrongRequestError  # noqa: PLC0415

        if self._strict is None:
            self._strict = StrictReader(self._name, self._cls, by=self._by)
        try:
            found = self._strict.read(payload)
        except WrongRequestError as error:
            return UnreadableRequest(Refusal(Code.REQUEST_INVALID, str(error)), id_of(payload))
        return self._judge(found.id, found.data, found.store, found.by)

    def _judge(self, id_: str, asked: Any, store: str, by: str) -> ParsedRequest | UnreadableRequest:
        """Check what the types cannot express."""
        for name in self._numbers:
            number = getattr(asked, name)
            if number is not None and abs(number) > LARGEST_NUMBER:
                return UnreadableRequest(Refusal(Code.REQUEST_INVALID, f"data.{name}: too large"), id_)
        person = getattr(asked, "person", None)
        if person is not None and not re.fullmatch(PERSON_PATTERN, person):
            if not isinstance(asked, RecordOfflineTicket):
                return UnreadableRequest(Refusal(Code.REQUEST_INVALID, "data.person: not a keyed hash"), id_)
            asked = dataclasses.replace(asked, person=None)  # somebody holds this number, so it is not refused
        return ParsedRequest(id_, self._name, asked, store, by)


def _numbers_of(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls) if str(field.type).split(" |")[0] == "int")


def _from_json(payload: bytes) -> Any:
    """Raises ValueError."""
    try:
        return parsed(payload)
    except NotPlainError:
        from pydantic_core import from_json  # noqa: PLC0415 - only for what is not plain

        return from_json(payload)


def id_of(payload: bytes) -> str | None:
    """The id in a message that is no valid request; None if it has no usable one."""
    try:
        body = _from_json(payload)
    except ValueError:
        return None
    given = body.get("id") if isinstance(body, dict) else None
    return given if isinstance(given, str) and re.fullmatch(ID_PATTERN, given) else None


@dataclass(frozen=True, slots=True)
class RawRequest:
    """One message from a device, as it came. `outbox`: it came on `…/event`, from the device's outbox. `verdict`: the
    result for the proof in it, once checked."""

    device: str
    payload: bytes = field(repr=False)
    outbox: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class RejectedRequest:
    """A request that is refused before it is decided. `id` None: it cannot be answered."""

    id: str | None
    refusal: Refusal
    type: str = ""


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command that its device may give. `key` is unique in the hall: two devices may choose the same `id`. `by`: the
    id of the person who acts through the device, if given; their right is not checked yet."""

    id: str
    key: str
    type: str
    command: Command
    device: Device
    by: str = ""


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query that its device may ask; answering it changes nothing."""

    id: str
    question: Question
    device: Device


Received = RejectedRequest | CommandRequest | QueryRequest


NO_DEVICES: Mapping[str, Device] = MappingProxyType({})
IN_HAND = (GiveRating, RecordOfflineTicket, RecordPrint)
"""Events about something a person already has: a review they gave, a number on paper."""


class RequestReader:
    """Reads requests for one hall, which works on `store`."""

    def __init__(self, config: HallConfig, store: str = "", former: Mapping[str, Device] = NO_DEVICES) -> None:
        """`former`: devices that the configuration has lost; only `IN_HAND` is accepted from them."""
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
    """The answer to a request that was granted. `data`: a view of the domain, or None."""
    body = "" if data is None else f', "data": {messages.write_text(data)}'
    return f'{{"id": "{request_id}", "ok": true{body}}}'


def refused(request_id: str, refusal: Refusal) -> str:
    error = messages.Error(code=refusal.code.value, detail=refusal.detail, data=refusal.data)
    return f'{{"id": "{request_id}", "ok": false, "error": {messages.write_text(error)}}}'


def refusal_of(request_id: str | None, refusal: Refusal) -> str | None:
    """The answer to a refused request; None if it has no id."""
    return None if request_id is None else refused(request_id, refusal)


def replayed(request_id: str, cloud_events: Sequence[bytes], last: int) -> str:
    """The answer to `event.replay`."""
    events = b", ".join(cloud_events).decode()
    return f'{{"id": "{request_id}", "ok": true, "data": {{"events": [{events}], "last": {last}}}}}'
