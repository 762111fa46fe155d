"""The input of a screen of the number machine: the flow's state at one moment. Screens read no clock themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from domain.calendar.day import SHANGHAI, zone
from domain.number_machine.state import Machine
from domain.views.public import QueueStatus
from program.speech import Speaker


@dataclass(frozen=True, slots=True)
class MachineNow:
    """`now_ms` is the monotonic time that the flow is given too."""

    state: Machine
    now_ms: int
    framed: bool = False  # inside a self-service kiosk: the foot leads home and lets another person begin
    practice: int | None = None  # for how many more minutes this is practice; None: it is not
    assisted: str = ""  # the words of the band while a member of staff helps

    @property
    def say(self) -> Speaker:
        """Speaks the language that this person chose."""
        return Speaker(self.state.look.language)

    @property
    def hall_ms(self) -> int:
        """The best known hall time, ms since 1970."""
        return self.state.hall_now(self.now_ms)

    @property
    def zone(self) -> tzinfo:
        return zone(self.state.catalogue.timezone) if self.state.catalogue else SHANGHAI

    def status(self, queue: str) -> QueueStatus:
        """Whether the queue gives numbers."""
        return self.state.status(queue, self.now_ms)
