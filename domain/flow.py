"""The parts of every terminal's flow: inputs come in, effects go out, and both are data.

A flow is a reducer, `step(state, given, now_ms) -> (state, effects)`: pure, total, never blocks. The number machine's
is in `number_machine/step.py`, those of the pad's two screens in `pad/citizen.py` and `pad/clerk.py`. What is shown is
a function of the state alone. `now_ms` is a *monotonic* clock of the terminal; wall time only ever comes from the
hall's snapshots.
One small runner per process (`kiosk/terminal/runner.py`) executes the effects and feeds their outcome back as inputs.

A flow makes its own request ids, so that it can repeat a request under the same id. An id is a UUIDv7 (RFC 9562) made
from a clock, a random seed of the process and a counter. Two processes differ by the seed (62 random bits), two
requests of one process by the counter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.booking.views import AppointmentsAnswer, AppointmentView, PhoneCodeAnswer, PhoneProof, SlotsAnswer
from domain.cases.views import CaseReceipt, CasesAnswer
from domain.commands import DeviceCommand, DeviceEvent
from domain.help.views import HelpCallView, HelpSnapshot
from domain.progress.views import ProgressAnswer
from domain.refusal_data import RefusalData
from domain.roles import Question
from domain.staff.views import StaffAnswer
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, ContentSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.queries import FollowView, PickupAnswer, ReviewKey, TicketHolder
from domain.views.ticket import IssueAnswer, TicketView
from domain.views.window import WindowSnapshot


@dataclass(frozen=True, slots=True)
class Look:
    """Display settings of a screen for one person; reset when the citizen, or the clerk of the window, leaves."""

    language: str = "zh_CN"
    elder: bool = False  # 长者模式: text x 1.5, fewer choices on a page
    contrast: bool = False  # 高对比
    low: bool = False  # 低位: everything touchable in the lower half


BY_ITSELF_MS = 2_000
"""After a time-out led back to the first page, touches choose nothing for so long: a slow finger was on its way to what
stood there before."""

DOUBLE_TAP_MS = 400
"""A touch within this time after a change of the screen was meant for the screen before: it chooses nothing."""


@dataclass(frozen=True, slots=True)
class HallTime:
    """The hall's clock, carried on by this terminal's monotonic clock: `ahead_ms` is their difference.

    A retained snapshot may be old, but it never comes from the future, and a Pi without a battery for its clock starts
    in the past. So among all snapshots and this terminal's own clock (if the flow begins with it), the latest time is
    the nearest to the truth. Once a time comes live from the hall, only live times count.
    """

    ahead_ms: int | None = None
    sure: bool = False  # it came live from the hall, or from a time server

    def heard(self, at: int, now_ms: int, *, live: bool) -> HallTime:
        """The time after a snapshot made at `at`. `live`: the hall certainly sent it just now."""
        ahead_ms = at - now_ms
        if live:
            return HallTime(ahead_ms, sure=True)
        if self.sure or (self.ahead_ms is not None and self.ahead_ms >= ahead_ms):
            return self
        return HallTime(ahead_ms)

    def at(self, now_ms: int) -> int:
        """The hall's time in ms since 1970, or 0 while nothing is known of it."""
        return 0 if self.ahead_ms is None else self.ahead_ms + now_ms


UNKNOWN_TIME = HallTime()


# ---- inputs of every flow; each flow adds its own touches


@dataclass(frozen=True, slots=True)
class HallOnline:
    """The broker is connected and the hall service is online."""


@dataclass(frozen=True, slots=True)
class HallAway:
    """There is no broker, or no hall service behind it. The screen keeps what it shows; what needs the hall is politely
    refused."""


@dataclass(frozen=True, slots=True)
class HallReplaced:
    """The hall works on another store now: a new one, or a copy. Snapshots and tickets of the store before no longer
    hold. Snapshots of the new one follow."""


class Doubt(StrEnum):
    """Why it is not certain that this terminal is the device whose name it has."""

    NONE = ""
    TWICE = "twice"  # the hall hears two machines under that name
    OTHER_MACHINE = "other_machine"  # the terminal's files were made on another machine


@dataclass(frozen=True, slots=True)
class IdentityDoubted:
    """The doubt has changed. While there is one, another machine may give the same numbers as this terminal."""

    doubt: Doubt


Snapshot = (
    QueuesSnapshot | CallsSnapshot | NoticesSnapshot | ContentSnapshot | HelpSnapshot | Catalogue | WindowSnapshot
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A snapshot that is newer than all earlier ones of its topic; the link has checked that.

    `live`: the hall sent it just now. A snapshot that the broker or this terminal had stored may be old.
    """

    snapshot: Snapshot
    live: bool = False


Result = (
    IssueAnswer
    | TicketView
    | PickupAnswer
    | ReviewKey
    | ProgressAnswer
    | SlotsAnswer
    | AppointmentsAnswer
    | AppointmentView
    | PhoneCodeAnswer
    | PhoneProof
    | CaseReceipt
    | CasesAnswer
    | HelpCallView
    | FollowView
    | TicketHolder
    | StaffAnswer
)


def is_deaf(changed_at: int, now_ms: int, *, by_itself: bool) -> bool:
    """Whether a touch chooses nothing now. `changed_at`: when the page changed; `by_itself`: a time-out did
    that, no touch. Times in monotonic ms."""
    return now_ms - changed_at < (BY_ITSELF_MS if by_itself else DOUBLE_TAP_MS)


@dataclass(frozen=True, slots=True)
class Answered:
    """The hall's answer to `Ask(tag=…)`: done if `ok`, else refused with `code` (a `refusal.Code`).

    `data` has the class that belongs to the command, or to the code (`REFUSAL_DATA`). It is None if no flow needs it,
    or if it cannot be read; a flow that needs it treats that as a fault.
    """

    tag: str
    ok: bool
    data: Result | RefusalData | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """`Ask(tag=…)` got no answer in time. The hall may or may not have done it; asking again with the same
    `request_id` is safe."""

    tag: str


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """An event of this class could not be written to disk (full, broken): it will not reach the hall."""

    kind: type[DeviceEvent]


@dataclass(frozen=True, slots=True)
class DiskChanged:
    """This terminal's disk can be written again (`works`), or no longer: full, read-only, broken."""

    works: bool


@dataclass(frozen=True, slots=True)
class TimerFired:
    name: str


@dataclass(frozen=True, slots=True)
class LookChosen:
    """Someone touched a display mode or language in the foot."""

    look: Look


@dataclass(frozen=True, slots=True)
class BackTouched:
    """返回: one step back."""


@dataclass(frozen=True, slots=True)
class ContinueTouched:
    """继续, the answer to the question whether the person needs more time."""


@dataclass(frozen=True, slots=True)
class DoneTouched:
    """好的: the person has what they came for."""


# ---- effects that every runner can execute; each flow may add its own


@dataclass(frozen=True, slots=True)
class Reveal:
    """Find out what happened to a `ticket.issue` whose answer was lost: the same id is sent again with an empty body.

    For an id that it knows, the hall repeats its answer; for any other, an empty body issues nothing
    (`number_machine/lost_requests.py`).
    """


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a request. `tag` comes back in `Answered` or `NoAnswer`; the same `request_id` is the same request. `by`: id
    of the member of staff in whose name it is asked; "": nobody's."""

    tag: str
    command: DeviceCommand | Question | Reveal
    request_id: str | None = None  # None: the client makes one
    timeout_s: float = 5.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Put an event (a review, an offline ticket) into the outbox, from which it reaches the hall exactly once."""

    event: DeviceEvent


@dataclass(frozen=True, slots=True)
class StartTimer:
    """`TimerFired(name)` comes after `seconds`. Starting a running timer restarts it."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    name: str


LinkInput = HallOnline | HallAway | HallReplaced | IdentityDoubted | Arrived | Answered | NoAnswer | NotRecorded
CommonInput = LinkInput | DiskChanged | TimerFired | LookChosen
CommonEffect = Ask | Record | StartTimer | StopTimer


def request_id(at_ms: int, seed: int, serial: int) -> str:
    """`at_ms`: ms since 1970 (only for sorting); `seed`: 62 random bits; `serial`: grows with each request."""
    value = (at_ms & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (serial & 0xFFF) << 64
    value |= 0b10 << 62 | (seed ^ serial >> 12) & (1 << 62) - 1
    return str(UUID(int=value))
