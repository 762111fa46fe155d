"""What a device that runs wild may send: one message of every type, from a device that may send it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.commands import DEVICE_EVENTS, REQUESTS
from domain.config import Role
from domain.roles import MAY
from domain.views.queries import QUESTIONS
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.topics import Topics

CHANGES, ASKS, TELLS, STATES, RUBBISH = (
    "requests that change something",
    "questions",
    "device events",
    "states",
    "what is no request",
)
WORK = (CHANGES, ASKS, TELLS, STATES, RUBBISH)
"""What the hall would have to do with them is alike."""

DIFFERENT = 1_000
"""So many ids; then they come again."""

DAY_TURNS = timedelta(hours=8 - 4)
"""The hall's day turns at four in the morning in China, eight hours before UTC."""

SAID: dict[str, object] = {
    "on": False,
    "queue": "b",
    "window": "w1",
    "call": "none",
    "items": ["i1"],
    "materials": ["m1"],
    "content": "a1",
    "channel": "paper",
    "given_at": 1,
    "ticket": "20260101-B0000001",
    "number": "B0000001",
    "clerk": "c1",
    "reason": "meeting",
    "phone": "13900000000",
    "staff": "c1",
    "session": "session",
    "nonce": "nonce",
    "key": "key",
    "level": 5,
    "code": "printer.cutter",
    "detail": "x" * 200,
    "issued_at": 1,
    "starts_at": 1,
    "ends_at": 2,
    "after": 0,
    "pickup": "QJ12345678",
    "kind": "unsolved",
    "text": "三次都没办成",
}
"""A value for every field that a request must have, and for some that it may have."""


@dataclass(frozen=True, slots=True)
class WildRequest:
    """`type` is its wire name; `role` of a device that may send it."""

    work: str
    type: str
    role: Role
    data: dict[str, object]

    def topic(self, topics: Topics, device: str) -> str:
        if self.work == STATES:
            return topics.device_state(device)
        return topics.event(device) if self.work == TELLS else topics.command(device)

    def bodies(self, window: str = "w1") -> Iterator[bytes]:
        """Messages that differ in their ids alone. `window`: of a device that stands at one."""
        data = self.data | ({"window": window} if "window" in self.data else {})
        for _ in range(DIFFERENT):
            if self.work == STATES:
                yield json.dumps(data).encode()
            else:
                yield json.dumps({"id": new_id(), "type": self.type, "data": data}).encode()


def every_type() -> list[WildRequest]:
    """Each request, question and device event that there is; a device's state; and two that are nothing of it."""
    tables = ((CHANGES, REQUESTS), (ASKS, QUESTIONS), (TELLS, DEVICE_EVENTS))
    found = [
        WildRequest(work, name, role_for(asked), data_of(asked))
        for work, table in tables
        for name, asked in table.items()
    ]
    state: dict[str, object] = {
        "state": "ready",
        "session": 1,
        "at": 1,
        "program": "kiosk",
        "version": "0",
        "health": {},
    }
    rubbish = [
        WildRequest(RUBBISH, "no.such", Role.KIOSK, {}),
        WildRequest(RUBBISH, "ticket.issue", Role.KIOSK, {"x": 1}),
    ]
    return [*found, WildRequest(STATES, "state", Role.KIOSK, state), *rubbish]


def role_for(asked: type) -> Role:
    """Of those that may ask it, the first."""
    return next(role for role, may in MAY.items() if asked in may)


def data_of(asked: type) -> dict[str, object]:
    """All that it must say. Raises KeyError for a field that nothing is known to say of."""
    said = SAID | {"day": (datetime.now(UTC) + DAY_TURNS).date().isoformat()}
    fields = dataclasses.fields(asked)
    optional = {
        field.name
        for field in fields
        if field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    }
    data = {field.name: said[field.name] for field in fields if field.name not in optional}
    return data | {name: said[name] for name in ("queue", "window") if name in optional}
