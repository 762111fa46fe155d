"""The input of a screen of the self-service kiosk: its flow's state at one moment. Screens read no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from domain.calendar.day import SHANGHAI, zone
from domain.self_service.moment import KioskMoment
from domain.self_service.moves import moment_of
from domain.self_service.state import SelfService
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.self_service.assist_words import assist_words
from program.speech import Speaker


@dataclass(frozen=True, slots=True)
class KioskNow:
    """`now_ms` is the monotonic time that the flow is given too."""

    state: SelfService
    now_ms: int

    @property
    def moment(self) -> KioskMoment:
        """The moment as businesses get it."""
        return moment_of(self.state, self.now_ms)

    @property
    def business(self) -> Any:
        """The state of the visible business."""
        assert self.state.top is not None, "home has screens of its own"
        return self.state.top.state

    @property
    def say(self) -> Speaker:
        """Speaks the language that this person chose."""
        return Speaker(self.state.look.language)

    @property
    def hall_ms(self) -> int:
        """The best known hall time, ms since 1970."""
        return self.state.machine.hall_now(self.now_ms)

    @property
    def zone(self) -> tzinfo:
        catalogue = self.state.machine.catalogue
        return zone(catalogue.timezone) if catalogue else SHANGHAI

    @property
    def practice_minutes(self) -> int | None:
        """For how many more minutes this is practice, the last one as 1; None: it is not."""
        practice = self.state.practice
        return None if practice is None else max(1, -(-(practice.ends_at - self.now_ms) // 60_000))

    @property
    def ticket(self) -> MachineNow:
        """The input for the screens of 取号, without the time-out question, which belongs to the frame."""
        machine = replace(self.state.machine, asking=self.state.asking, count=self.state.count)
        return MachineNow(
            machine,
            self.now_ms,
            framed=True,
            practice=self.practice_minutes,
            assisted=assist_words(self.say, self.state),
        )
