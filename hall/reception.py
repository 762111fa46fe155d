"""Who asks what, and whether they may: from a letter to something that can be decided or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain import roles
from domain.commands import Command
from domain.config import Device, HallConfig
from domain.refusal import Code, Refusal
from domain.roles import Question
from domain.views import QUESTIONS
from hall.requests import Unreadable, command_reader, event_reader


@dataclass(frozen=True, slots=True)
class Letter:
    """One message from a device, as it came. `outbox`: it came on `…/event`."""

    device: str
    payload: bytes
    outbox: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not to be decided. `id` None: nobody can be answered."""

    id: str | None
    refusal: Refusal
    type: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A command that its device may give. `key`: ids are the asker's own, two devices may choose the same one."""

    id: str
    key: str
    type: str
    command: Command


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question that its device may ask."""

    id: str
    question: Question
    device: Device


Received = Rejected | Wish | Enquiry


class Reception:
    """Reads letters for one hall."""

    def __init__(self, config: HallConfig) -> None:
        self._devices = {device.id: device for device in config.devices}
        self._commands = command_reader()
        self._outboxes = event_reader()

    def receive(self, letters: Sequence[Letter]) -> list[Received]:
        return [self._receive(letter) for letter in letters]

    def _receive(self, letter: Letter) -> Received:
        read = (self._outboxes if letter.outbox else self._commands).read(letter.payload)
        if isinstance(read, Unreadable):
            return Rejected(read.id, read.refusal)
        device = self._devices.get(letter.device)
        if device is None:
            unknown = Refusal(Code.DEVICE_UNKNOWN, "not in the hall's list of devices", record=True)
            return Rejected(read.id, unknown, read.type)
        refusal = roles.may(device.role, device.window, read.asked)
        if refusal is not None:
            return Rejected(read.id, refusal, read.type)
        if read.type in QUESTIONS:
            return Enquiry(read.id, read.asked, device)  # type: ignore[arg-type]  # the table of the type says so
        return Wish(read.id, f"{device.id}/{read.id}", read.type, read.asked)  # type: ignore[arg-type]
