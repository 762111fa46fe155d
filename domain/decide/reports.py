"""What devices tell: paper that came out or did not, and their own faults."""

from __future__ import annotations

from domain.commands import RecordFault, RecordPrint
from domain.events import DeviceFault, TicketPrinted, TicketPrintFailed
from domain.refusal import Code, Context, Decision, no
from domain.state.state import State


def record_print(state: State, told: RecordPrint, context: Context) -> Decision:
    if told.ticket not in state.tickets:
        return no(Code.TICKET_UNKNOWN, f"no ticket {told.ticket!r}")
    if told.fault:
        return [
            TicketPrintFailed(
                at=context.now, ticket=told.ticket, device=context.device, fault=told.fault, order=told.order
            )
        ]
    return [TicketPrinted(at=context.now, ticket=told.ticket, device=context.device, copy=told.copy, order=told.order)]


def record_fault(state: State, told: RecordFault, context: Context) -> Decision:
    """A device may tell how it is at each start: only what is new is an event."""
    if not state.faults.changes(context.device, told.code, told.detail, cleared=told.cleared):
        return []
    return [
        DeviceFault(at=context.now, device=context.device, code=told.code, detail=told.detail, cleared=told.cleared)
    ]
