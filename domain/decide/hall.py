"""The hall as one aggregate: `decide` turns a command into events, `apply` folds an event into the state.

Only events change the state. `decide` changes nothing, and `apply` never fails on an event that `decide` made, so
events can be committed to disk between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from domain import commands as c
from domain.config import HallConfig
from domain.decide.bookings.book import book, cancel_booking, move
from domain.decide.bookings.phone_codes import prove, send_code
from domain.decide.calling import call_next, call_ticket, no_show, recall, reinstate
from domain.decide.case_opening import open_case
from domain.decide.fold import fold
from domain.decide.help_calls.calls import call_help, finish_help, help_due, take_help, withdraw_help
from domain.decide.issuing import cancel, issue, leave_phone, record_offline
from domain.decide.new_day import after, correct, is_over, set_day, turn
from domain.decide.notices.emergency import show_emergency
from domain.decide.numbers import skip
from domain.decide.rating_by_phone import give_by_phone, rate_hall
from domain.decide.reprinting import record_fault, record_notice, record_print, reprint
from domain.decide.reviewing import give, lapses
from domain.decide.serving import change, finish, hold, resume, start, transfer
from domain.decide.settling import settle
from domain.decide.staff import sign_in, sign_out
from domain.decide.windows import close, open_window, pause
from domain.events import Event
from domain.refusal import Context, Decision, Refusal
from domain.staff.proof import Proved
from domain.state.dump import dump, load
from domain.state.state import State, TicketKey, Verify
from domain.statuses import PrinterReport
from domain.ticket_number import number_of, ticket_id


def _tick(state: State, _asked: c.Tick, context: Context) -> Decision:
    """Time passed (the day has turned already): rating sessions lapse, people whom a new configuration displaced get a
    place, and whoever calls for help is not left waiting."""
    return [*lapses(state, context.now), *settle(state, context.now), *help_due(state, context.now)]


C = TypeVar("C")

_NO_PRINTERS: Mapping[str, PrinterReport] = MappingProxyType({})

_DECIDE: Mapping[type[c.Command], Callable[[State, Any, Context], Decision]] = {
    c.IssueTicket: issue,
    c.RecordOfflineTicket: record_offline,
    c.CancelTicket: cancel,
    c.LeavePhone: leave_phone,
    c.CallNext: call_next,
    c.CallTicket: call_ticket,
    c.RecallTicket: recall,
    c.StartService: start,
    c.FinishService: finish,
    c.NoShow: no_show,
    c.ReinstateTicket: reinstate,
    c.HoldTicket: hold,
    c.ResumeTicket: resume,
    c.TransferTicket: transfer,
    c.ChangeTicket: change,
    c.ReprintTicket: reprint,
    c.OpenWindow: open_window,
    c.PauseWindow: pause,
    c.CloseWindow: close,
    c.StaffSignIn: sign_in,
    c.StaffSignOut: sign_out,
    c.GiveRating: give,
    c.RateByPhone: give_by_phone,
    c.RateHall: rate_hall,
    c.BookAppointment: book,
    c.MoveAppointment: move,
    c.CancelAppointment: cancel_booking,
    c.SendPhoneCode: send_code,
    c.ProvePhone: prove,
    c.OpenCase: open_case,
    c.CallHelp: call_help,
    c.WithdrawHelp: withdraw_help,
    c.TakeHelp: take_help,
    c.FinishHelp: finish_help,
    c.RecordPrint: record_print,
    c.RecordFault: record_fault,
    c.RecordNotice: record_notice,
    c.SetDay: set_day,
    c.ShowEmergency: show_emergency,
    c.CorrectTime: correct,
    c.Tick: _tick,
    c.SkipNumbers: skip,
}


class Hall:
    """One hall: its day, tickets, windows, ratings and bookings.

    `verify(public_key, message, signature)` checks the signature of a pad that has a public key; without `verify`, the
    reviews of such a pad are refused. `ticket_key(ticket)` makes the keys of tickets; without it tickets have none.
    """

    def __init__(
        self, config: HallConfig, *, verify: Verify | None = None, ticket_key: TicketKey | None = None
    ) -> None:
        self.state = State(config, verify, ticket_key)

    @property
    def config(self) -> HallConfig:
        return self.state.config

    @property
    def day(self) -> str:
        """The open hall day as ISO date, or "" before the first one."""
        return self.state.day

    def decide(
        self,
        command: c.Command,
        now: int,
        *,
        device: str = "",
        token: str = "",
        printers: Mapping[str, PrinterReport] = _NO_PRINTERS,
        proved: Proved | None = None,
        by: str = "",
    ) -> Decision:
        """The events that `command` causes at `now`, or the refusal. Changes nothing.

        `now` and the keyword arguments are the `Context` of the decision. `FinishService` without a `token` invites to
        no rating, and `ReprintTicket` without `printers` finds no machine that can print. A command in a new hall day
        gets `DayClosed` and `DayOpened` in front of its own events; if it is refused, the day turns with the next
        `Tick`.
        """
        decide = _DECIDE[type(command)]
        context = Context(now, device, token, printers, proved, by)
        if not is_over(self.state, now):
            return decide(self.state, command, context)
        turned = turn(self.state, now)
        decision = decide(after(self.state, turned), command, context)
        return decision if isinstance(decision, Refusal) else turned + decision

    def named(self, command: C) -> C:
        """The command with the right id of its ticket.

        A terminal makes a ticket's id from its number and the day. A ticket issued while the hall's time was wrong has
        another day in its id, because an id never changes.
        """
        told: str = getattr(command, "ticket", "")
        if not told or told in self.state.tickets or told != ticket_id(self.day, number_of(told)):
            return command
        ticket = self.state.numbers.get(number_of(told))
        return command if ticket is None else replace(command, ticket=ticket.id)  # type: ignore[type-var]

    def apply(self, event: Event) -> None:
        """Fold one event into the state."""
        fold(self.state, event)

    def dump(self) -> dict[str, Any]:
        """The whole state, ready for JSON."""
        return dump(self.state)

    @classmethod
    def load(
        cls,
        config: HallConfig,
        data: dict[str, Any],
        *,
        verify: Verify | None = None,
        ticket_key: TicketKey | None = None,
    ) -> Hall:
        """The hall whose `dump` made `data`."""
        hall = cls(config, verify=verify, ticket_key=ticket_key)
        load(hall.state, data)
        return hall
