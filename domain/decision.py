"""What a decision is made from beside state and command, and what it gives: the events, or the refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.events import Event
from domain.refusal import Code, Refusal

Decision = list[Event] | Refusal


@dataclass(frozen=True, slots=True)
class Context:
    """When and by whom a command is given, and what the state does not hold.

    now: the hall's clock, in ms since 1970.
    device: the id of the device that asks; its role was checked before (`roles.may`). "" for the hall itself.
    token: at least 48 random hex digits, of which the session and nonce of a rating are made.
    printers: kiosk → status of its printer, or `lost`, `stopped`, `never`: what the kiosk itself is.
    """

    now: int
    device: str
    token: str
    printers: Mapping[str, str]


def no(code: Code, detail: str = "", **data: object) -> Refusal:
    """A refusal; the data without what is None, or none at all."""
    return Refusal(code, detail, {key: value for key, value in data.items() if value is not None} or None)


def forbidden(detail: str) -> Refusal:
    """The device acts beyond its role or for somebody else: refused, and recorded for the supervisor."""
    return Refusal(Code.DEVICE_NOT_ALLOWED, detail, record=True)
