"""All that a hall remembers, indexed for speed. `domain/decide/fold.py` writes it, everything else reads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from domain.calendar.day import Days
from domain.calendar.hours import Hours
from domain.config import Device, HallConfig, Item, Priority, Queue, Role, Serves, Text, Window, WindowKind
from domain.emergency.views import Emergency
from domain.queue_rules import Rules
from domain.state.appointments import Bookings
from domain.state.cases import Cases
from domain.state.faults import Faults
from domain.state.former import Former
from domain.state.help.calls import HelpCalls
from domain.state.lane import Lane
from domain.state.left import LeftBehind
from domain.state.number_run import NumberRun
from domain.state.people import People, Phones
from domain.state.phone_codes import PhoneCodes
from domain.state.rating_sessions import RatingSessions
from domain.state.reprints import Reprints
from domain.state.ticket import Ticket
from domain.state.waiting_line import WaitingLine, new_line
from domain.ticket_number import meant, ticket_id
from domain.views.public import CallView, Pause
from domain.views.window import WindowState

CALLS_SHOWN = 12
TIMES_KEPT = 24

Verify = Callable[[str, bytes, str], bool]
"""`(public key in base64, signed bytes, signature in base64)` → whether the signature is valid."""

TicketKey = Callable[[str], str]
"""Ticket id → the key that its paper carries, which nobody can guess."""


@dataclass(slots=True, eq=False)
class QueueNow:
    """One queue today. `issued`: how many numbers it gave; `run`: the run that gives them, shared by all queues of a
    series."""

    config: Queue
    hours: Hours
    line: WaitingLine
    known: bool = True  # False: a lost queue, which only events name and the configuration no longer has
    run: NumberRun = field(default_factory=NumberRun)
    issued: int = 0
    kept: int = 0  # how many waiting tickets are kept for one window, and so are not in the line
    times: deque[int] = field(default_factory=lambda: deque(maxlen=TIMES_KEPT))  # service times in ms

    @property
    def counter(self) -> int:
        """The counter of the last number of the main range, given by any queue of the series."""
        return self.run.counter

    @property
    def waiting(self) -> int:
        return len(self.line) + self.kept

    @property
    def used_up(self) -> bool:
        """Whether the numbers of this hall day are used up. More service hours today do not change that."""
        limit = self.config.daily_limit
        return self.counter >= self.config.last or (limit is not None and self.issued >= limit)

    def opens_at(self, now: int) -> int | None:
        """When the queue next gives numbers, in ms since 1970; None: not known."""
        return self.hours.opens_after(now) if self.used_up else self.hours.at(now).opens_at

    def end_day(self, rules: Rules) -> None:
        """Clear the waiting line. The service times stay as the best guess for the next day. The run is ended by the
        caller."""
        self.line = new_line(rules)
        self.issued = self.kept = 0


@dataclass(slots=True, eq=False)
class WindowNow:
    """One window today. `serves` is what it serves now, `tidal` whether that differs from the configuration."""

    config: Window
    serves: tuple[Serves, ...]
    known: bool = True
    tidal: bool = False
    state: WindowState = WindowState.CLOSED
    clerk: str | None = None
    pause: Pause | None = None
    ticket: Ticket | None = None
    kept: Lane = field(default_factory=Lane)
    held: dict[str, Ticket] = field(default_factory=dict)
    rating: str | None = None  # the session its pad shows
    served: int = 0
    busy_from: int | None = None  # since when it is busy with its ticket
    free_at: int | None = None  # since when it is free

    @property
    def works(self) -> bool:
        """Whether clerks can act here: it is open or paused, and the configuration still has it."""
        return self.known and self.state is not WindowState.CLOSED

    def serve(self, queues: tuple[str, ...]) -> None:
        """Serve exactly these queues: configured ones with their lags, others without. Exactly the configured ones: the
        window is no longer tidal."""
        usual = {serves.queue: serves for serves in self.config.serves}
        self.tidal = set(queues) != set(usual)
        others = tuple(usual.get(queue) or Serves(queue=queue) for queue in queues)
        self.serves = others if self.tidal else self.config.serves

    def close(self) -> None:
        """Reset the window to its state before opening."""
        self.state, self.clerk, self.pause = WindowState.CLOSED, None, None
        self.serves, self.tidal = self.config.serves, False
        self.busy_from = self.free_at = None

    def end_day(self) -> None:
        self.close()
        self.ticket, self.kept, self.served = None, Lane(), 0
        self.held.clear()


@dataclass(slots=True)
class Totals:
    """Counts of the open day. No-shows are counted from the tickets."""

    issued: int = 0
    served: int = 0
    cancelled: int = 0
    expired: int = 0
    notices: int = 0  # one-time notices that machines gave


class State:
    """The state of one hall."""

    def __init__(self, config: HallConfig, verify: Verify | None = None, ticket_key: TicketKey | None = None) -> None:
        self.config = config
        self.verify = verify
        self.ticket_key = ticket_key
        self.days = Days(config.timezone, config.day_starts)
        self.items: dict[str, Item] = {name: item for item in config.items for name in (*item.was, item.id)}
        self.priorities: dict[str, Priority] = {p.id: p for p in config.priorities}
        self.devices = {device.id: device for device in config.devices}
        self.clerks = {clerk.id: clerk for clerk in config.clerks}
        calendars = {calendar.id: Hours(calendar, self.days) for calendar in config.calendars}
        always = Hours(None, self.days)
        runs = {series.id: NumberRun() for series in config.series}
        self.queues = {
            q.id: QueueNow(
                q,
                calendars.get(q.calendar, always),
                new_line(config.rules),
                run=runs[q.series] if q.series else NumberRun(),
            )
            for q in config.queues
        }
        self.windows = {w.id: WindowNow(w, w.serves) for w in config.windows}
        self._queue_was = {old: queue.id for queue in config.queues for old in queue.was}
        self.queues_of_item: dict[str, list[str]] = {}
        for queue in config.queues:
            for item in queue.items:
                for name in (item, *(self.items[item].was if item in self.items else ())):
                    self.queues_of_item.setdefault(name, []).append(queue.id)
        self.rated_windows = {d.window for d in config.devices if d.role in {"pad", "pad-citizen"}}
        if any(d.role is Role.PHONE_PAGE for d in config.devices):
            self.rated_windows = set(self.windows)
        self.pickup_codes = tuple((queue.id, queue.pickup_code) for queue in config.queues)
        self.former = Former()  # what an earlier configuration had; not stored in snapshots
        self._serving: dict[str, list[tuple[WindowNow, int]]] | None = None
        self._lost: tuple[Serves, ...] = ()

        self.day = ""
        self.last_issue_at = 0  # no ticket gets an earlier issue time, whatever the clock says
        self.order = 0
        self.tickets: dict[str, Ticket] = {}
        self.numbers: dict[str, Ticket] = {}  # of this day; `tickets` also has late ones of earlier days
        self.offline: set[str] = set()  # ids of the last weeks: a machine may report one again days later
        self.missed: dict[str, Ticket] = {}  # NO_SHOW, oldest first
        self.put_back: dict[str, str] = {}  # tickets that wait again because their window was lost: id → that window
        self.people = People()
        self.phones = Phones()
        self.phone_codes = PhoneCodes()
        self.pickups: dict[str, Ticket] = {}  # 取件码 → the last ticket it got today
        self.totals = Totals()
        self.seq = 0
        self.calls: deque[CallView] = deque(maxlen=CALLS_SHOWN)
        self.sessions = RatingSessions()
        self.bookings = Bookings()
        self.cases = Cases()
        self.faults = Faults()
        self.reprints = Reprints()
        self.emergency: Emergency | None = None
        self.help = HelpCalls()
        self.acted_at = 0  # when somebody last took a number or worked at a window
        self.left: list[LeftBehind] = []  # tickets still open when the last days closed, oldest first
        self.used: dict[str, dict[str, int]] = {}  # hall day → queue → last counter, of days that were open before

    def queue(self, name: str) -> QueueNow:
        """The queue, created if the configuration has lost it, because its events must still be folded."""
        found = self.queues.get(name)
        if found is None:
            config = Queue(id=name, name=Text(zh=name, en=name), prefix="")
            found = QueueNow(config, Hours(None, self.days), new_line(self.config.rules), known=False)
            self.queues[name] = found
            self._lost_changed()
        return found

    def sharing(self, queue: QueueNow) -> list[QueueNow]:
        """The queues that share its run, itself included. A queue without a series, or one that the configuration has
        lost, shares it with none."""
        return [one for one in self.queues.values() if one.run is queue.run]

    def known_queue(self, name: str) -> QueueNow | None:
        """The configured queue with this id, or with this former id, which an asker may still use; None: there is
        none."""
        return self.queues.get(name if self.has(name) else self._queue_was.get(name, ""))

    def window_now(self, window: str | None) -> str | None:
        """The present id of this window, which may have been renamed."""
        return next((one.id for one in self.config.windows if window in one.was), window)

    def device(self, name: str) -> Device | None:
        """A device of the configuration, or of an earlier one."""
        return self.devices.get(name) or self.former.devices.get(name)

    def has(self, queue: str) -> bool:
        """Whether the configuration has this queue."""
        found = self.queues.get(queue)
        return found is not None and found.known

    def window(self, name: str) -> WindowNow:
        """The window, created if the configuration has lost it, like `queue`."""
        found = self.windows.get(name)
        if found is None:
            words = Text(zh=name, en=name)
            config = Window(id=name, number=name, name=words, kind=WindowKind.OTHER, serves=())
            found = self.windows[name] = WindowNow(config, (), known=False)
        return found

    def numbered(self, said: str) -> Ticket | None:
        """Today's ticket with the number that somebody says, types or scans; None if it fits no ticket or several."""
        exact = self.numbers.get(said)
        if exact is not None:
            return exact
        forms = ((queue.config.prefix, queue.config.width) for queue in self.queues.values() if queue.known)
        found = [self.numbers[number] for number in meant(said, forms) if number in self.numbers]
        return found[0] if len(found) == 1 else None

    def ticket_named(self, said: str) -> Ticket | None:
        """The ticket with this id, in which the number may be written as people type it: `20261121-a012`."""
        day, _, number = said.partition("-")
        of_today = ticket_id(self.day, "") == f"{day}-"
        return self.tickets.get(said) or (self.numbered(number) if of_today else None)

    def serving(self, queue: str) -> list[tuple[WindowNow, int]]:
        """Windows that are open or paused and serve `queue`, each with its lag in ms."""
        if self._serving is None:
            self._serving = {}
            for window in self.windows.values():
                if window.works:
                    for serves in self.served(window):
                        lag = serves.lag_minutes * 60_000
                        self._serving.setdefault(serves.queue, []).append((window, lag))
        return self._serving.get(queue, [])

    def served(self, window: WindowNow) -> tuple[Serves, ...]:
        """The queues that `window` calls from: its own and all lost ones, because nobody else would call the tickets in
        those."""
        return window.serves + self._lost if self._lost else window.serves

    @property
    def lost(self) -> tuple[str, ...]:
        """The ids of lost queues: only events name them. Usually there are none."""
        return tuple(serves.queue for serves in self._lost)

    def _lost_changed(self) -> None:
        self._lost = tuple(Serves(queue=name) for name, queue in self.queues.items() if not queue.known)
        self._serving = None

    def forget_queue(self, name: str) -> None:
        """Remove a lost queue in which nobody waits any more."""
        if name in self.lost:
            del self.queues[name]
            self._lost_changed()

    def windows_changed(self) -> None:
        """Call this after a window opened, paused, closed or changed its queues."""
        self._serving = None
