"""Calls for help that are open: one a machine at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.help.events import HelpCalled, HelpFinished, HelpPassedOn, HelpTaken, HelpWithdrawn
from domain.state.rows import Rows


@dataclass(slots=True, kw_only=True)
class HelpNow:
    """One open call. `asked`: the helpers who got a message, in order; `asked_at`: when the last step was."""

    call: str
    device: str
    language: str
    called_at: int
    asked_at: int
    asked: tuple[str, ...] = ()
    unanswered: bool = False
    taken_at: int | None = None
    window: str = ""
    clerk: str = ""


_ROWS = Rows(HelpNow, asked=tuple)


class HelpCalls:
    """`called` and the others fold their events."""

    def __init__(self) -> None:
        self._open: dict[str, HelpNow] = {}

    def __iter__(self) -> Iterator[HelpNow]:
        """The oldest first."""
        return iter(self._open.values())

    def __len__(self) -> int:
        return len(self._open)

    def get(self, call: str) -> HelpNow | None:
        return self._open.get(call)

    def of(self, device: str) -> HelpNow | None:
        """The call of this machine."""
        return next((one for one in self._open.values() if one.device == device), None)

    def called(self, event: HelpCalled) -> None:
        self._open[event.call] = HelpNow(
            call=event.call,
            device=event.device,
            language=event.language,
            called_at=event.at,
            asked_at=event.at,
            asked=(event.helper,) if event.helper else (),
        )

    def passed_on(self, event: HelpPassedOn) -> None:
        one = self._open.get(event.call)
        if one is None:
            return
        one.asked_at = event.at
        if event.helper:
            one.asked = (*one.asked, event.helper)
        else:
            one.unanswered = True

    def taken(self, event: HelpTaken) -> None:
        one = self._open.get(event.call)
        if one is not None:
            one.taken_at, one.window, one.clerk = event.at, event.from_window, event.clerk

    def over(self, event: HelpFinished | HelpWithdrawn) -> None:
        self._open.pop(event.call, None)

    def renamed(self, window: str, to: str) -> None:
        """The window has another id now."""
        for one in self._open.values():
            if one.window == window:
                one.window = to

    def move(self, moved: Callable[[int], int]) -> None:
        """The hall's time was corrected: `moved` gives the right time of an instant that was noted."""
        for one in self._open.values():
            one.called_at, one.asked_at = moved(one.called_at), moved(one.asked_at)
            one.taken_at = None if one.taken_at is None else moved(one.taken_at)

    def forget(self) -> None:
        self._open.clear()

    def dump(self) -> dict[str, Any]:
        return _ROWS.write(self._open.values())

    def load(self, dumped: Mapping[str, Any]) -> None:
        self._open = {one.call: one for one in _ROWS.read(dumped)}
