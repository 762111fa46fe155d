"""The JSON envelopes of the wire: requests, answers, device events, births. Bodies are the domain's own classes.

`program.plain` reads and writes the simple cases, pydantic all others. Unknown keys in a request are refused.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import uuid_utils

from domain.statuses import DeviceStatus
from program.plain import writing
from program.plain.reading import parsed, reader
from program.plain.shapes import NotPlainError

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


def new_id() -> str:
    """A UUIDv7 (RFC 9562): sorts by time, so the hall's index grows at its end."""
    return str(uuid_utils.uuid7())


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """On `…/command`, and as device event on `…/event`. The same `id` again has no second effect.

    `store`: the command is only meant for a hall with this store, because it names its tickets; None: for any store.
    `by`: id of the person who acts through the device; needed at the supervisor's device in a hall that asks for proof
    (docs/wire.md).
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - what `pydantic.with_config` leaves; loading it takes 0.1 s

    id: str
    type: str
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    store: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    code: str
    detail: str = ""
    data: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a request, on its response topic, or to a device event, on `…/ack`."""

    id: str
    ok: bool
    data: dict[str, Any] | None = None
    error: Error | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """`host/state`: online or not. Devices hold their outbox until the host is online (Sparkplug).

    A reader that hears another `store`, or a start whose session is not above the last one, forgets the versions it has
    seen.
    """

    online: bool
    session: int  # grows with every start of the hall service on one store
    at: int
    version: str = ""
    degraded: str = ""  # e.g. "disk_full": the hall works but refuses changes
    store: str = ""  # id of the hall's store; another one is another hall, with other tickets and versions
    store_parent: str = ""  # the store that this one was copied from; empty: none
    instance: str = ""  # a random id of this start, which tells two starts with the same session apart
    serial: int = 0  # grows with every state that this start publishes
    twice: tuple[str, ...] = ()  # devices under whose name two machines run: neither gives offline numbers
    waits: bool = False  # the service does no work until it knows that no other one works under its name


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """`dev/{device}/state`: birth and health while `ready`, will when `lost`, goodbye when `stopped`.

    The known keys of `health` are in `domain/health/health.py`; a device may send more.
    """

    state: DeviceStatus
    session: int
    at: int
    program: str = ""
    version: str = ""
    health: dict[str, Any] = field(default_factory=dict)
    instance: str = ""  # a random id of this start of the program
    seen: dict[str, int] = field(default_factory=dict)  # in a birth: queue → `given` in the newest `public/queues`
    seen_day: str = ""  # the hall day of `seen`
    machine: str = ""  # a hash of the machine's marks; the same for all programs on it


class NotReadableError(ValueError):
    """Bytes or a body that do not fit the wanted class. `fields`: the wrong ones, as far as known."""

    def __init__(self, error: ValidationError) -> None:
        """The error's text is not kept, because it quotes the message."""
        super().__init__("not of this class")
        self.fields = frozenset(str(problem["loc"][0]) for problem in error.errors() if problem["loc"])


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(cls: Any) -> TypeAdapter[Any]:
    """pydantic's reader and writer of a class, for what is not plain. Loaded at first use: that takes 0.1 s."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    made = _adapters.get(cls)
    if made is None:
        made = _adapters[cls] = TypeAdapter(cls)
    return made


def _reader(cls: type[T]) -> Callable[[Any], T]:
    return reader(cls, forbid=hasattr(cls, "__pydantic_config__"))


def read(cls: type[T], payload: bytes | str) -> T:
    """Validate JSON into `cls`. Raises `NotReadableError` for anything else."""
    try:
        return _reader(cls)(parsed(payload))
    except NotPlainError:
        return _judged(cls, _adapter(cls).validate_json, payload)


def read_data(cls: type[T], data: object) -> T:
    """Validate an already parsed body (the `data` of a request or answer) into `cls`. Raises `NotReadableError`."""
    try:
        return _reader(cls)(data)
    except NotPlainError:
        return _judged(cls, _adapter(cls).validate_python, data)


def _judged(_cls: type[T], validate: Callable[[Any], Any], value: object) -> T:
    """The value read by pydantic."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        found: T = validate(value)
    except ValidationError as error:
        raise NotReadableError(error) from None
    return found


def write(value: object) -> bytes:
    """JSON of a dataclass, without the fields that are None."""
    try:
        return writing.write(value)
    except NotPlainError:
        return _adapter(type(value)).dump_json(value, exclude_none=True)


def write_text(value: object) -> str:
    """The same as a string, to be put into other JSON."""
    try:
        return writing.text(value)
    except NotPlainError:
        return write(value).decode()


def write_data(value: object) -> dict[str, Any]:
    """The same as a JSON-ready dict: the `data` of a request or answer."""
    try:
        return writing.as_dict(value)
    except NotPlainError:
        data: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json", exclude_none=True)
        return data


def is_logged(count: int) -> bool:
    """Whether the `count`th message of a kind is logged: the first, second, fourth … So a flood does not fill the
    log."""
    return count & (count - 1) == 0


def wall_ms() -> int:
    """This machine's clock, in ms since 1970 UTC."""
    return time.time_ns() // 1_000_000
