"""The contacts of a terminal as its program sees them: keys and presence become inputs of the flow, door and tamper
become faults.

Events come on gpiozero's thread, which only notes them; a worker writes faults into the outbox.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from domain.commands import DeviceEvent, RecordFault
from domain.health.health import Health
from domain.statuses import ContactStatus, PartStatus
from kiosk.hw.gpio import Contact, ContactChanged, Gpio, KeyPressed

Input_contra = TypeVar("Input_contra", contravariant=True)
Input_co = TypeVar("Input_co", covariant=True)

FAULTS = {Contact.DOOR: "door.open", Contact.TAMPER: "tamper"}


class Around(Protocol[Input_contra]):
    """The program that the contacts belong to (`kiosk.terminal.program.Program`)."""

    @property
    def covered(self) -> bool: ...

    def post(self, given: Input_contra) -> None: ...

    def work(self, job: Callable[[], None]) -> None: ...

    def recorded(self, event: DeviceEvent) -> bool: ...

    def look_again(self) -> None: ...


class Contacts(Generic[Input_co]):
    """`gpio` None: no contact is wired. `key(level)` and `presence()` make inputs of the flow; without them, keys and
    presence are ignored."""

    def __init__(
        self,
        gpio: Gpio | None = None,
        *,
        key: Callable[[int], Input_co] | None = None,
        presence: Callable[[], Input_co] | None = None,
    ) -> None:
        self._gpio = gpio
        self._key = key
        self._presence = presence
        self._around: Around[Input_co] | None = None
        self._state = PartStatus.NONE if gpio is None else PartStatus.READY
        self._active: dict[Contact, bool] = {}
        self._recorded: dict[Contact, bool] = {}
        self._recording = threading.Lock()
        self._lamp: bool | None = None

    def start(self, around: Around[Input_co]) -> None:
        """Begin to watch. The present state of the door is reported at once."""
        self._around = around
        if self._gpio is not None:
            self._state = PartStatus.READY if self._gpio.start(self._on_gpio) else PartStatus.GONE
            self._gpio.lamp(on=bool(self._lamp))

    def stop(self) -> None:
        """Stop watching; the lamp goes out."""
        if self._gpio is not None:
            self._gpio.stop()

    def lamp(self, *, on: bool) -> None:
        if self._gpio is not None and on is not self._lamp:
            self._lamp = on
            self._gpio.lamp(on=on)

    def attach(self, health: Health) -> Health:
        """`health` with the status of the contacts."""
        if self._gpio is None:
            return health
        return replace(
            health,
            gpio=self._state,
            door=self._contact(Contact.DOOR),
            tamper=self._contact(Contact.TAMPER),
            keys_stuck=self._gpio.stuck_keys(),
        )

    def _contact(self, contact: Contact) -> ContactStatus:
        active = self._active.get(contact)
        if active is None:
            return ContactStatus.NONE
        return ContactStatus.OPEN if active else ContactStatus.CLOSED

    def _on_gpio(self, event: KeyPressed | ContactChanged) -> None:
        around = self._around
        assert around is not None, "started"
        match event:
            case KeyPressed(level):
                if self._key is not None and not around.covered:  # by what stands over the face it means
                    around.post(self._key(level))
            case ContactChanged(Contact.PRESENCE, active):
                if active and self._presence is not None:
                    around.post(self._presence())
            case ContactChanged(contact, active):
                self._active[contact] = active
                around.work(lambda: self._record(around, contact))
                around.look_again()

    def _record(self, around: Around[Input_co], contact: Contact) -> None:
        """Record the contact's present state: a door that was opened and shut while the disk was busy is shut."""
        with self._recording:
            active = self._active[contact]
            if self._recorded.get(contact) is active:
                return
            if around.recorded(RecordFault(code=FAULTS[contact], cleared=not active)):
                self._recorded[contact] = active
