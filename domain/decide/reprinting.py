"""Deciding over reprints (补打 by a clerk), and what others see of them. A reprint is a copy of the paper, never a
second ticket.

Reports of devices are decided here as well: whether paper came out, faults of the devices themselves, and which
one-time notices a kiosk has given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from domain.commands import RecordFault, RecordNotice, RecordPrint, ReprintTicket
from domain.config import Role, Text
from domain.decide.windows import window_known
from domain.device_words import DETAIL_MOST, is_code, is_order, one_line
from domain.events import DeviceFault, ReprintOrdered, TicketPrinted, TicketPrintFailed
from domain.one_time_notice.events import NoticeGiven
from domain.queue.status import ticket_view_now
from domain.refusal import Code, Context, Decision, Refusal, no
from domain.state.reprints import Reprint
from domain.state.state import State
from domain.state.ticket import Ticket
from domain.statuses import NotHeard, PrinterReport, PrinterStatus
from domain.views.ticket import OPEN_STATES, PrintOrder
from domain.views.window import ReprintState, ReprintView

ORDER_MS = 120_000
"""How long the broker keeps an order for a machine. Nobody waits for a copy that comes later."""


def reprint(state: State, asked: ReprintTicket, context: Context) -> Decision:
    """Order a copy of an open ticket of today, from a machine that can print now: the named one, or else the one that
    issued the ticket, or else the first in the configuration."""
    window = window_known(state, asked.window)
    if isinstance(window, Refusal):
        return window
    ticket = state.tickets.get(asked.ticket)
    if ticket is None:
        return no(Code.TICKET_UNKNOWN, f"no ticket {asked.ticket!r}")
    if ticket.state not in OPEN_STATES:
        return no(Code.TICKET_WRONG_STATE, f"{ticket.number} is {ticket.state.value}")
    under_way = state.reprints.under_way(ticket.id, context.now)
    if under_way is not None:
        return no(Code.REPRINT_UNDER_WAY, f"{under_way.device} was asked already")
    wanted = [asked.device] if asked.device is not None else list(_machines(state, ticket))
    if asked.device is not None and not _is_machine(state, asked.device):
        return no(Code.DEVICE_UNKNOWN, f"{asked.device!r} is no machine of this hall")
    chosen = next((one for one in wanted if _can_print(context.printers.get(one))), None)
    if chosen is None:
        return _none_can_print(state, wanted, context.printers)
    return [
        ReprintOrdered(
            at=context.now,
            order=state.reprints.fresh_id(ticket.id),
            ticket=ticket.id,
            window=asked.window,
            device=chosen,
            expires_at=context.now + ORDER_MS,
        )
    ]


def _is_machine(state: State, device: str) -> bool:
    found = state.devices.get(device)
    return found is not None and found.role is Role.KIOSK


def _machines(state: State, ticket: Ticket) -> Iterator[str]:
    """The kiosks in the order of preference: first the one that issued the ticket."""
    if _is_machine(state, ticket.device):
        yield ticket.device
    for device in state.devices.values():
        if device.role is Role.KIOSK and device.id != ticket.device:
            yield device.id


def _can_print(printer: PrinterReport | None) -> bool:
    return isinstance(printer, PrinterStatus) and printer.can_print


def _none_can_print(state: State, wanted: list[str], printers: Mapping[str, PrinterReport]) -> Refusal:
    why = [
        {"device": device, "name": asdict(_name(state, device)), "status": printers.get(device, NotHeard.NEVER)}
        for device in wanted
    ]
    return Refusal(Code.PRINTER_NONE, "no machine can print now", {"machines": why})


def _name(state: State, device: str) -> Text:
    """The name by which people find the machine."""
    found = state.devices.get(device)
    return found.name if found and found.name else Text(zh=f"取号机 {device}", en=device)


def print_order(state: State, reprint: Reprint, now: int) -> PrintOrder:
    """The order as the machine gets it: all that the paper needs, and nothing personal.

    The ticket's key is left out too, so that a clerk who orders a copy cannot review their own service.
    """
    ticket = state.tickets[reprint.ticket]
    view = ticket_view_now(state, ticket, now)
    return PrintOrder(
        order=reprint.order,
        ticket=ticket.id,
        number=ticket.number,
        queue=ticket.queue,
        issued_at=ticket.issued_at,
        language=ticket.language,
        ahead=view.ahead,
        wait=view.wait,
        offline=ticket.offline,
    )


def reprint_view(state: State, reprint: Reprint | None) -> ReprintView | None:
    """The copy as the clerk who ordered it sees it."""
    if reprint is None:
        return None
    ticket = state.tickets.get(reprint.ticket)
    ended = ReprintState.FAILED if reprint.fault else ReprintState.PRINTED
    return ReprintView(
        order=reprint.order,
        number=ticket.number if ticket else "",
        device=reprint.device,
        name=_name(state, reprint.device),
        state=ReprintState.ORDERED if reprint.ended_at is None else ended,
        ordered_at=reprint.ordered_at,
        expires_at=reprint.expires_at,
        ended_at=reprint.ended_at,
        fault=reprint.fault,
    )


def record_print(state: State, told: RecordPrint, context: Context) -> Decision:
    if told.ticket not in state.tickets:
        return no(Code.TICKET_UNKNOWN, f"no ticket {told.ticket!r}")
    if not is_order(told.order):
        return no(Code.REQUEST_INVALID, "order is no order's id")
    if told.fault:
        fault = told.fault if is_code(told.fault) else "unknown"
        return [
            TicketPrintFailed(at=context.now, ticket=told.ticket, device=context.device, fault=fault, order=told.order)
        ]
    return [TicketPrinted(at=context.now, ticket=told.ticket, device=context.device, copy=told.copy, order=told.order)]


def record_fault(state: State, told: RecordFault, context: Context) -> Decision:
    """A device may report its faults at each start: only a new one becomes an event."""
    if not is_code(told.code) and told.code not in state.faults.of(context.device):
        return no(Code.REQUEST_INVALID, "code is small letters, digits and _, in parts with dots between them")
    detail = one_line(told.detail, DETAIL_MOST)
    if not state.faults.changes(context.device, told.code, detail, cleared=told.cleared):
        return []
    return [DeviceFault(at=context.now, device=context.device, code=told.code, detail=detail, cleared=told.cleared)]


MOST_ITEMS, MOST_MATERIALS, LONGEST_ID = 20, 200, 64


def record_notice(_state: State, told: RecordNotice, context: Context) -> Decision:
    """The record copy is kept as it was told: the content that it speaks of is not the hall's to know."""
    names = (*told.items, *told.materials, told.content)
    fits = 0 < len(told.items) <= MOST_ITEMS and len(told.materials) <= MOST_MATERIALS
    if not fits or any(not name or len(name) > LONGEST_ID for name in names):
        return no(Code.REQUEST_INVALID, f"at most {MOST_ITEMS} items and {MOST_MATERIALS} materials, by their ids")
    return [
        NoticeGiven(
            at=context.now,
            device=context.device,
            items=told.items,
            materials=told.materials,
            content=told.content,
            channel=told.channel,
            given_at=told.given_at,
        )
    ]
