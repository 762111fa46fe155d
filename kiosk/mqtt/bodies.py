"""The bodies of requests and answers: in the form of the wire, and in the form of a terminal's flow.

The wire's names are those of `REQUESTS`, `DEVICE_EVENTS` and `QUESTIONS`, read the other way round:

    wire_form(IssueTicket(queue="pension"))  →  ("ticket.issue", {"queue": "pension", "language": "zh_CN"})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any, TypeVar

from domain.booking.views import (
    AppointmentQuestion,
    AppointmentsAnswer,
    AppointmentView,
    PhoneCodeAnswer,
    PhoneProof,
    SlotsAnswer,
    SlotsQuestion,
)
from domain.cases.views import CaseReceipt, CasesAnswer, CasesQuestion
from domain.commands import (
    DEVICE_EVENTS,
    REQUESTS,
    BookAppointment,
    CallHelp,
    DeviceCommand,
    DeviceEvent,
    GiveRating,
    IssueTicket,
    MoveAppointment,
    OpenCase,
    ProvePhone,
    RecordFault,
    RecordOfflineTicket,
    RecordPrint,
    SendPhoneCode,
    StaffSignIn,
)
from domain.flow import Answered, Ask, Result, Reveal
from domain.help.views import HelpCallView
from domain.progress.views import ProgressAnswer, ProgressQuestion
from domain.refusal_data import REFUSAL_DATA
from domain.roles import Question
from domain.staff.views import StaffAnswer
from domain.views.queries import (
    QUESTIONS,
    FollowQuestion,
    FollowView,
    LookUp,
    PickupAnswer,
    PickupQuestion,
    ReviewCodeQuestion,
    ReviewKey,
    ReviewKeyQuestion,
    TicketHolder,
)
from domain.views.ticket import IssueAnswer, TicketView
from kiosk.mqtt.messages import Answer, NotReadableError, read_data

T = TypeVar("T")

_NAMES: dict[type, str] = {kind: name for table in (REQUESTS, DEVICE_EVENTS, QUESTIONS) for name, kind in table.items()}

_UNSAID: dict[type, frozenset[str]] = {
    IssueTicket: frozenset({"queue", "items"}),
    RecordOfflineTicket: frozenset({"sure", "items"}),  # `sure`: an older hall does not know it
    GiveRating: frozenset({"signature"}),
    RecordPrint: frozenset({"fault", "order"}),
    RecordFault: frozenset({"detail"}),
    ProgressQuestion: frozenset({"receipt", "phone_tail"}),
}
"""Fields that are not sent while they have their default. Fields that are None are never sent, all others always."""


def wire_form(sent: DeviceCommand | DeviceEvent | Question | Reveal) -> tuple[str, dict[str, Any]]:
    """`(type, data)` of the `Request` for a command, event, query or `Reveal`."""
    match sent:
        case Reveal():
            return _NAMES[IssueTicket], {}
        case RecordPrint(fault=fault):  # one class with two wire names
            return "ticket.print_failed" if fault else "ticket.printed", _body(sent)
    return _NAMES[type(sent)], _body(sent)


def _body(sent: DeviceCommand | DeviceEvent | Question) -> dict[str, Any]:
    unsaid = _UNSAID.get(type(sent), frozenset())
    data = {}
    for field in fields(sent):
        value = getattr(sent, field.name)
        if value is not None and not (field.name in unsaid and value == field.default):
            data[field.name] = list(value) if isinstance(value, tuple) else value
    return data


# ---- answers

_RESULTS: Mapping[type, type[Result]] = MappingProxyType(
    {
        IssueTicket: IssueAnswer,
        Reveal: IssueAnswer,
        LookUp: TicketView,
        PickupQuestion: PickupAnswer,
        ReviewKeyQuestion: ReviewKey,
        ReviewCodeQuestion: TicketHolder,
        ProgressQuestion: ProgressAnswer,
        SlotsQuestion: SlotsAnswer,
        AppointmentQuestion: AppointmentsAnswer,
        BookAppointment: AppointmentView,
        MoveAppointment: AppointmentView,
        SendPhoneCode: PhoneCodeAnswer,
        ProvePhone: PhoneProof,
        OpenCase: CaseReceipt,
        CasesQuestion: CasesAnswer,
        CallHelp: HelpCallView,
        FollowQuestion: FollowView,
        StaffSignIn: StaffAnswer,
    }
)
"""Command → class of the answer's data. Of other commands a flow needs to know only that they are done."""


def read_answer(ask: Ask, answer: Answer) -> Answered:
    """The answer to `ask` in the form of the flow. It never fails: unreadable data becomes None."""
    if answer.ok:
        result = _RESULTS.get(type(ask.command))
        return Answered(ask.tag, ok=True, data=_read(result, answer.data) if result is not None else None)
    code, data = (answer.error.code, answer.error.data) if answer.error is not None else ("", None)
    told = REFUSAL_DATA.get(code)
    return Answered(ask.tag, ok=False, code=code, data=_read(told, data) if told is not None else None)


def _read(kind: type[T], data: Mapping[str, Any] | None) -> T | None:
    """`data` as a `kind`. An unknown value of a field with a default counts as not sent."""
    try:
        return read_data(kind, data)
    except NotReadableError as error:
        strange = error.fields
    needed = {field.name for field in fields(kind) if field.default is MISSING}  # type: ignore[arg-type]
    if not data or strange & needed:
        return None
    return read_data(kind, {name: value for name, value in data.items() if name not in strange})
