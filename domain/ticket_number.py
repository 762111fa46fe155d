"""The two names of a ticket: its number, which people read, and its id, which is unique over all days of a hall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from domain.normal_form import normal

MOST_DIGITS = 9


def ticket_number(prefix: str, width: int, counter: int) -> str:
    """`A012`: the prefix of a queue, then the counter padded to the queue's width."""
    return f"{prefix}{counter:0{width}d}"


def ticket_id(day: str, number: str) -> str:
    """`20261121-A012`: unique because a number is used once a hall day. `day` is an ISO date."""
    return f"{day.replace('-', '')}-{number}"


def numbers_like(number: str) -> Iterator[str]:
    """`A951`, `A951-2`, `A951-3` …: the names of tickets whose papers show the same number. Each begins with the number
    on the paper.

    A prefix has letters only, so a dash stands nowhere else in a number.
    """
    printed = number.partition("-")[0]
    yield printed
    for nth in count(2):
        yield f"{printed}-{nth}"


def number_of(ticket: str) -> str:
    """The number in a ticket's id, `A012` in `20261121-A012`; "" if `ticket` is not an id."""
    return ticket.partition("-")[2]


def meant(said: str, queues: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The numbers that `said` may mean: `a12`, `Ａ０１２` and `A 012` mean A012.

    `queues`: prefix and width of each queue. Several numbers are possible only if two queues have similar prefixes.
    """
    form = normal(said)
    found = [form]
    for prefix, width in queues:
        head = normal(prefix)
        digits = form.removeprefix(head)
        if form.startswith(head) and digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS:
            found.append(ticket_number(prefix, width, int(digits)))
    return tuple(dict.fromkeys(found))
