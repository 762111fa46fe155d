"""The form of events on disk and on the stream. Personal fields are taken out here, and only here.

`PRIVATE` names the fields that never leave the hall service and are erased with their day.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.events import (
    EVENT_NAMES,
    EVENTS,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    CaseOpened,
    Event,
    PhoneCodeSent,
    PhoneLeft,
    TicketIssued,
)
from hall.disk.stored_event import StoredEvent
from program.mistakes.form import key_path
from program.plain import writing
from program.plain.reading import parsed, reader
from program.plain.shapes import NotPlainError

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class Private(NamedTuple):
    """The personal fields of one class of event, and the field that names their subject (ticket, booking …)."""

    subject: str
    fields: frozenset[str]

    def of(self, event: Event) -> dict[str, str]:
        """Personal field → its value in this event."""
        return {name: value for name in self.fields if (value := getattr(event, name)) is not None}


PRIVATE: dict[type[Event], Private] = {
    TicketIssued: Private("ticket", frozenset({"phone", "person", "pickup"})),
    PhoneLeft: Private("ticket", frozenset({"phone"})),
    AppointmentBooked: Private("code", frozenset({"person", "phone", "phone_key", "address"})),
    AppointmentMoved: Private("code", frozenset({"phone"})),
    AppointmentCancelled: Private("code", frozenset({"phone"})),
    CaseOpened: Private("case", frozenset({"phone"})),
    PhoneCodeSent: Private("token", frozenset({"phone", "phone_key"})),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One event for the store: the open part, and the personal part with its subject (a ticket or a booking)."""

    type: str
    body: str
    private: tuple[str, str] | None = None


NOT_ON_STREAM = {"rating.invited": ("nonce",), "case.opened": ("code", "text")}
"""Fields that the stream leaves out. The nonce ties a review to its invitation in the window's state; readers of the
stream have no use for it. The text of a complaint, and the code to ask about it, are only for those who handle it
(`case.list`).

The nonce is no secret: a review counts as the citizen's own because of its device's role and its signature.
"""


class UnreadableEventError(ValueError):
    """The log holds an event that this program cannot read: it comes from an unknown version, or the file is damaged.
    The text names the event and nothing of its content.
    """

    def __init__(self, stored: StoredEvent, why: str) -> None:
        self.seq = stored.seq
        super().__init__(
            f"event {stored.seq} of the log, {stored.type!r}, cannot be read: {why}. Start the program"
            " that wrote it, or a newer one; if there is none, the file is spoilt. Nothing was changed."
        )


@functools.cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    """The pydantic adapter for events that the fast reader does not accept. Loading pydantic takes a tenth of a
    second."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(cls)


def write(event: Event) -> Written:
    cls: Any = type(event)
    private = PRIVATE.get(cls)
    if private is None:
        return Written(EVENT_NAMES[cls], _body(event))
    body, apart = _body(event, private.fields), private.of(event)
    hidden = (getattr(event, private.subject), json.dumps(apart, sort_keys=True)) if apart else None
    return Written(EVENT_NAMES[cls], body, hidden)


def _body(event: Event, without: frozenset[str] = writing.NOTHING) -> str:
    """The JSON of an event, without None values and without these fields."""
    try:
        return writing.text(event, without)
    except NotPlainError:
        kind: Any = type(event)
        dumped: bytes = _adapter(kind).dump_json(event, exclude_none=True, exclude=set(without))
        return dumped.decode()


def read(stored: StoredEvent) -> Event:
    """The event as it was applied; once its day is closed, without its personal fields.

    Fields that the class no longer has are ignored; new fields have their default. Raises `UnreadableEventError` for a
    type that is not in `EVENTS`, and if a field without a default is missing.
    """
    cls: Any = EVENTS.get(stored.type)
    if cls is None:
        raise UnreadableEventError(stored, "this program knows no such event")
    try:
        whole = parsed(stored.body) | (parsed(stored.private) if stored.private is not None else {})
        event: Event = reader(cls)(whole)
    except (NotPlainError, TypeError):  # TypeError: the body is not an object
        return _judged(cls, stored)
    return event


def _judged(cls: Any, stored: StoredEvent) -> Event:
    """The event read by pydantic."""
    from pydantic import ValidationError  # noqa: PLC0415

    adapter = _adapter(cls)
    try:
        if stored.private is None:
            event: Event = adapter.validate_json(stored.body)
            return event
        whole: Event = adapter.validate_python(_object(stored.body) | _object(stored.private))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise UnreadableEventError(stored, f"{key_path(first['loc']) or 'the body'}: {first['type']}") from None
    return whole


def _object(text: str) -> dict[str, Any]:
    """The JSON object in `text`. Raises `ValidationError`."""
    found: dict[str, Any] = _adapter(dict[str, Any]).validate_json(text)
    return found


def cloud_event(hall: str, stored: StoredEvent) -> bytes:
    """The event in CloudEvents 1.0 structured JSON. `id` is its sequence number, by which consumers drop events that
    they have already.

    `sequence` is the CloudEvents extension of that name: text that sorts as the numbers do.
    """
    at = datetime.fromtimestamp(stored.at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    head = {
        "specversion": "1.0",
        "id": str(stored.seq),
        "source": f"/xc/v1/{hall}",
        "type": stored.type,
        "time": at,
        "sequence": f"{stored.seq:016d}",
        "datacontenttype": "application/json",
    }
    return f'{json.dumps(head)[:-1]}, "data": {_open_body(stored)}}}'.encode()


def _open_body(stored: StoredEvent) -> str:
    hidden = NOT_ON_STREAM.get(stored.type)
    if hidden is None:
        return stored.body
    body = json.loads(stored.body)
    for name in hidden:
        body.pop(name, None)
    return json.dumps(body, ensure_ascii=False)
