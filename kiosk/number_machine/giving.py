"""Giving a number of the machine's own block: it is taken (`offline.py`), recorded in the outbox, and only then
shown."""

from __future__ import annotations

from datetime import time

from domain.calendar.day import Days
from domain.commands import RecordOfflineTicket
from domain.number_machine.effects import IssueOffline
from domain.number_machine.inputs import NoOwnNumber, OfflineIssued, OfflineRefused
from domain.ticket_number import ticket_id, ticket_number
from domain.views.catalogue import Catalogue, own_block
from kiosk.mqtt.outbox import RecordEvent
from kiosk.number_machine.offline import OwnNumbers
from program.durable import DISK_ERRORS


def day_of(catalogue: Catalogue, at: int) -> str:
    """The hall day of an instant."""
    minutes = catalogue.day_starts_minutes
    return Days(catalogue.timezone, time(minutes // 60, minutes % 60)).of(at)


def issue_offline(
    numbers: OwnNumbers, catalogue: Catalogue, device: str, effect: IssueOffline, record: RecordEvent
) -> OfflineIssued | OfflineRefused:
    """Executes `IssueOffline`: takes the number and records it in the outbox, then returns the input for the flow. For
    a worker thread."""
    block = own_block(catalogue, device, effect.queue)
    card = next((card for card in catalogue.queues if card.id == effect.queue), None)
    if block is None or card is None:
        return OfflineRefused(effect.request, NoOwnNumber.NO_BLOCK)
    today = day_of(catalogue, effect.issued_at)
    try:
        taken = numbers.take(block, today, sure=effect.sure, lost=effect.lost)
    except DISK_ERRORS:
        return OfflineRefused(effect.request, NoOwnNumber.DISK)
    if taken is None:
        return OfflineRefused(effect.request, NoOwnNumber.USED_UP)
    day, counter = taken
    number = ticket_number(card.prefix, card.width, counter)
    event = RecordOfflineTicket(
        number=number,
        queue=effect.queue,
        issued_at=effect.issued_at,
        sure=effect.sure,
        items=effect.items,
        priority=effect.priority,
        person=effect.person,
        phone=effect.phone,
        pickup=effect.pickup,
        language=effect.language,
    )
    if not record(event):
        return OfflineRefused(effect.request, NoOwnNumber.DISK)
    return OfflineIssued(effect.request, ticket_id(day, number), number, effect.issued_at)
