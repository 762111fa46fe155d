"""Which role of device may ask what: a table, and the function that looks it up."""

from __future__ import annotations

from collections.abc import Mapping

from domain import commands as c
from domain.booking.views import AppointmentQuestion, BookingQuestion, DayAppointmentsQuestion, SlotsQuestion
from domain.cases.views import CasesQuestion
from domain.config import Role
from domain.progress.views import ProgressQuestion
from domain.refusal import Refusal, forbidden
from domain.views.figures import FiguresQuestion
from domain.views.queries import (
    FollowQuestion,
    LookUp,
    PickupQuestion,
    ReplayQuestion,
    ReviewCodeQuestion,
    ReviewKeyQuestion,
    SnapshotQuestion,
)

Question = (
    FollowQuestion
    | LookUp
    | PickupQuestion
    | ReplayQuestion
    | ReviewKeyQuestion
    | ReviewCodeQuestion
    | SnapshotQuestion
    | FiguresQuestion
    | BookingQuestion
    | ProgressQuestion
    | CasesQuestion
)
Asked = c.Command | Question

AtWindow = (
    c.CallNext
    | c.CallTicket
    | c.RecallTicket
    | c.StartService
    | c.FinishService
    | c.NoShow
    | c.ReinstateTicket
    | c.HoldTicket
    | c.ResumeTicket
    | c.TransferTicket
    | c.ChangeTicket
    | c.ReprintTicket
    | c.OpenWindow
    | c.PauseWindow
    | c.CloseWindow
    | PickupQuestion
    | ReviewKeyQuestion
    | CasesQuestion
    | c.TakeHelp
    | c.FinishHelp
)
"""Requests that name their window."""

_EVERYONE: frozenset[type[Asked]] = frozenset({SnapshotQuestion, c.RecordFault})

_CLERK: frozenset[type[Asked]] = frozenset(
    {
        c.CallNext,
        c.CallTicket,
        c.RecallTicket,
        c.StartService,
        c.FinishService,
        c.NoShow,
        c.ReinstateTicket,
        c.HoldTicket,
        c.ResumeTicket,
        c.TransferTicket,
        c.ChangeTicket,
        c.ReprintTicket,
        c.OpenWindow,
        c.PauseWindow,
        c.CloseWindow,
        LookUp,
    }
)
_HELPS: frozenset[type[Asked]] = frozenset({c.TakeHelp, c.FinishHelp})
_AT_THE_WINDOW: frozenset[type[Asked]] = (
    _CLERK
    | _HELPS
    | {
        PickupQuestion,  # not for the supervisor: the code is personal
        CasesQuestion,
    }
)
_CITIZEN: frozenset[type[Asked]] = frozenset({c.GiveRating, ReviewKeyQuestion})
_MACHINE: frozenset[type[Asked]] = frozenset(
    {c.IssueTicket, c.RecordOfflineTicket, c.CancelTicket, c.LeavePhone, c.RecordPrint, LookUp}
)
_BOOKINGS: frozenset[type[Asked]] = frozenset(
    {
        c.BookAppointment,
        c.MoveAppointment,
        c.CancelAppointment,
        c.SendPhoneCode,
        c.ProvePhone,
        SlotsQuestion,
        AppointmentQuestion,
    }
)

_HOLDER: frozenset[type[Asked]] = frozenset({FollowQuestion, c.RateByPhone, c.RateHall})  # of a ticket

MAY: Mapping[Role, frozenset[type[Asked]]] = {
    Role.KIOSK: _EVERYONE
    | _MACHINE
    | _BOOKINGS
    | _HOLDER
    | {ProgressQuestion, ReviewCodeQuestion, c.OpenCase, c.RecordNotice, c.CallHelp, c.WithdrawHelp, c.FinishHelp}
    | {c.StaffSignIn, c.StaffSignOut},
    Role.PAD: _EVERYONE | _AT_THE_WINDOW | _CITIZEN,
    Role.PAD_CLERK: _EVERYONE | _AT_THE_WINDOW,
    Role.PAD_CITIZEN: _EVERYONE | _CITIZEN,
    Role.SCREEN: frozenset(),
    Role.METRICS: frozenset({FiguresQuestion}),
    Role.PHONE_PAGE: _EVERYONE | _BOOKINGS | _HOLDER | {c.OpenCase},
    # Everything but events that only a machine or a citizen's own touch can report.
    Role.SUPERVISOR: _EVERYONE
    | _CLERK
    | _BOOKINGS
    | _HELPS
    | {c.IssueTicket, c.CancelTicket, c.LeavePhone, c.RecordPrint, c.StaffSignIn, c.StaffSignOut, ReplayQuestion}
    | {FiguresQuestion, DayAppointmentsQuestion, ProgressQuestion, CasesQuestion, c.OpenCase}
    | {c.SetDay, c.ShowEmergency},
}
"""Role → classes of requests it may make. No device may send `Tick`, `CorrectTime` or `SkipNumbers`: the hall service
makes them."""

_OWN_WINDOW_ONLY = frozenset({Role.PAD, Role.PAD_CLERK, Role.PAD_CITIZEN})


def may(role: Role, device_window: str | None, asked: Asked) -> Refusal | None:
    """None if a device of `role` at `device_window` may make the request `asked`, else the refusal.

    Rules that need the state are in `Hall.decide`: a kiosk cancels only what it issued itself, a review comes from the
    pad of its session's window, and only the supervisor enters bookings that were made elsewhere. Every role that may
    ask for more than figures may ask for `hall.snapshot`; all but the supervisor get its public parts only.
    """
    if type(asked) not in MAY[role]:
        return forbidden(f"{role.value} may not ask {type(asked).__name__}")
    if role in _OWN_WINDOW_ONLY and isinstance(asked, AtWindow) and asked.window != device_window:
        return forbidden(f"{role.value} of {device_window} acts for {asked.window!r}")
    return None
