"""From the bytes of a request to a command or query that its device may ask, or to the refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain import roles
from domain.commands import Command
from domain.config import Device, HallConfig
from domain.refusal import Code, Refusal
from domain.roles import Question
from domain.views.queries import QUESTIONS
from hall.requests import UnreadableRequest, command_reader, event_reader


@dataclass(frozen=True, slots=True)
class RawRequest:
    """One message from a device, as it came. `outbox`: it came on `…/event`, from the device's outbox."""

    device: str
    payload: bytes
    outbox: bool = False


@dataclass(frozen=True, slots=True)
class RejectedRequest:
    """Not to be decided. `id` None: nobody can be answered."""

    id: str | None
    refusal: Refusal
    type: str = ""


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command that its device may give. `key` is unique in the hall: two devices may choose the same `id`."""

    id: str
    key: str
    type: str
    command: Command


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A question that its device may ask; answering it changes nothing."""

    id: str
    question: Question
    device: Device


Received = RejectedRequest | CommandRequest | QueryRequest


class RequestReader:
    """Reads requests for one hall."""

    def __init__(self, config: HallConfig) -> None:
        self._devices = {device.id: device for device in config.devices}
        self._commands = command_reader()
        self._outboxes = event_reader()

    def receive(self, requests: Sequence[RawRequest]) -> list[Received]:
        return [self._receive(request) for request in requests]

    def _receive(self, request: RawRequest) -> Received:
        read = (self._outboxes if request.outbox else self._commands).read(request.payload)
        if isinstance(read, UnreadableRequest):
            return RejectedRequest(read.id, read.refusal)
        device = self._devices.get(request.device)
        if device is None:
            unknown = Refusal(Code.DEVICE_UNKNOWN, "not in the hall's list of devices", record=True)
            return RejectedRequest(read.id, unknown, read.type)
        refusal = roles.may(device.role, device.window, read.asked)
        if refusal is not None:
            return RejectedRequest(read.id, refusal, read.type)
        if read.type in QUESTIONS:
            return QueryRequest(read.id, read.asked, device)  # type: ignore[arg-type]  # the table of the type says so
        return CommandRequest(read.id, f"{device.id}/{read.id}", read.type, read.asked)  # type: ignore[arg-type]
