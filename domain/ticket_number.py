"""How a ticket is named: its number, which people read, and its id, which is unique among the days of a hall."""

from __future__ import annotations


def ticket_number(prefix: str, width: int, counter: int) -> str:
    """`A012`: the prefix of a queue, then the counter padded to the queue's width."""
    return f"{prefix}{counter:0{width}d}"


def ticket_id(day: str, number: str) -> str:
    """`20261121-A012`: unique because a number is used once a hall day. `day` is an ISO date."""
    return f"{day.replace('-', '')}-{number}"


def number_of(ticket: str) -> str:
    """The number in a ticket's id, `A012` of `20261121-A012`; "" if `ticket` is no id."""
    return ticket.partition("-")[2]
