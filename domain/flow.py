"""What every terminal's flow is made of: inputs come in, effects go out, both are data.

A flow is a reducer, `step(state, given, now_ms) -> (state, effects)`: pure, total, never blocks. The number machine's
is in `number_machine/step.py`, those of the pad's two screens in `pad/citizen.py` and `pad/clerk.py`. What is shown is
a function of the state alone. `now_ms` is a *monotonic* clock of the terminal; wall time only ever comes from the
hall's snapshots.
One small runner per process (`kiosk/terminal/runner.py`) executes the effects and feeds their outcome back as inputs.

A flow makes request ids of its own, so that it can ask the same thing again under the same id: a UUIDv7 (RFC 9562) out
of a clock, a random seed of the process and a counter. Two processes differ by the seed (62 random bits), two requests
of one process by the counter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.booking.views import AppointmentsAnswer, AppointmentView, PhoneCodeAnswer, PhoneProof, SlotsAnswer
from domain.commands import DeviceCommand, DeviceEvent
from domain.progress.views import ProgressAnswer
from domain.refusal_data import RefusalData
from domain.roles import Question
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, ContentSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.queries import PickupAnswer, ReviewKey
from domain.views.ticket import IssueAnswer, TicketView
from domain.views.window import WindowSnapshot


@dataclass(frozen=True, slots=True)
class Look:
    """How a screen shows itself to this person; reset when the person leaves (a citizen; a clerk's window)."""

    language: str = "zh_CN"
    elder: bool = False  # 长者模式: text x 1.5, fewer choices a page
    contrast: bool = False  # 高对比
    low: bool = False  # 低位: everything touchable in the lower half


DOUBLE_TAP_MS = 400
"""A touch this soon after the screen has changed was meant for the screen before: it chooses nothing."""


@dataclass(frozen=True, slots=True)
class HallTime:
    """The hall's clock, carried on by this terminal's monotonic clock: `ahead_ms` is their difference.

    A snapshot may be old when it comes (it was retained), but it is never from the future. So of this terminal's own
    clock, where a flow begins with it, and of all snapshots the one that puts the hall's clock furthest ahead is the
    nearest to the truth: a Pi without a battery for its clock wakes in the past. A time heard live from the hall is the
    truth, and from then on the only one.
    """

    ahead_ms: int | None = None
    sure: bool = False  # it was heard live, or is a time server's

    def heard(self, at: int, now_ms: int, *, live: bool) -> HallTime:
        """A snapshot says `at`. `live`: the hall has sent it just now; if that is not certain, it is not."""
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


# ---- inputs that every flow may get; each flow adds its own touches


@dataclass(frozen=True, slots=True)
class HallOnline:
    """The broker is connected and the hall service says it is there."""


@dataclass(frozen=True, slots=True)
class HallAway:
    """No broker, or no hall behind it. What is shown stays; what needs the hall is refused politely."""


@dataclass(frozen=True, slots=True)
class HallReplaced:
    """Another store speaks for the hall (it began anew, or goes on from a copy): what was heard of the one before, its
    snapshots and its tickets, is not so any more. The new one's snapshots follow."""


class Doubt(StrEnum):
    """Why it is not certain that this terminal is the device whose name it has."""

    NONE = ""
    TWICE = "twice"  # the hall hears two machines under that name
    OTHER_MACHINE = "other_machine"  # the files here were made on another machine


@dataclass(frozen=True, slots=True)
class IdentityDoubted:
    """While there is a doubt, what this terminal gives by itself another machine may give too."""

    doubt: Doubt


Snapshot = QueuesSnapshot | CallsSnapshot | NoticesSnapshot | ContentSnapshot | Catalogue | WindowSnapshot


@dataclass(frozen=True, slots=True)
class Arrived:
    """A snapshot that is newer than every one of its topic before it (the link has checked).

    `live`: the hall has sent it just now. One that the broker or this terminal had kept may be old.
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
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The hall's answer to `Ask(tag=…)`: done if `ok`, else refused with `code` (a `refusal.Code`).

    `data` has the class that belongs to the command, or to the code (`REFUSAL_DATA`). It is None if no flow reads what
    this answer carries, and if it cannot be read, which a flow that needs it takes for a fault.
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
    """An event of this class did not get onto the disk (full, broken): it will not reach the hall."""

    kind: type[DeviceEvent]


@dataclass(frozen=True, slots=True)
class DiskChanged:
    """This terminal's own disk takes writes again (`works`), or takes them no longer: full, read-only, broken."""

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
    """继续, when it was asked whether more time is needed."""


@dataclass(frozen=True, slots=True)
class DoneTouched:
    """好的: the person has what they came for."""


# ---- effects that every runner can execute; each flow may add its own


@dataclass(frozen=True, slots=True)
class Reveal:
    """Find out what became of a `ticket.issue` whose answer was lost: its id again with an empty body.

    An id that the hall knows gets its old answer; with any other, an empty body issues nothing
    (`number_machine/lost_requests.py`).
    """


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a request. `tag` comes back in `Answered` or `NoAnswer`; the same `request_id` is the same request."""

    tag: str
    command: DeviceCommand | Question | Reveal
    request_id: str | None = None  # None: the client makes one
    timeout_s: float = 5.0


@dataclass(frozen=True, slots=True)
class Record:
    """Put an event into the outbox: it will reach the hall once, whatever happens (reviews, offline tickets)."""

    event: DeviceEvent


@dataclass(frozen=True, slots=True)
class StartTimer:
    """`TimerFired(name)` after `seconds`; starting a running timer starts it anew."""

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
