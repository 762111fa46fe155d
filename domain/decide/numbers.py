"""Numbers: how they are written, which one is next, and which ones a machine may give alone."""

from __future__ import annotations

from itertools import takewhile

from domain.calendar.day import is_day
from domain.commands import SkipNumbers
from domain.config import Device, OfflineBlock, Queue
from domain.events import NumbersSkipped
from domain.refusal import Context, Decision
from domain.state.state import QueueNow, State
from domain.state.ticket import Ticket
from domain.ticket_number import meant, numbers_like, ticket_number


def written(queue: Queue, counter: int) -> str:
    """`A012`: the prefix, then the counter padded to the queue's width."""
    return ticket_number(queue.prefix, queue.width, counter)


def next_counter(state: State, queue: QueueNow) -> int | None:
    """The next counter of the queue's range that no ticket has today; None if the range is used up."""
    counter = max(queue.counter + 1, queue.config.first)
    while written(queue.config, counter) in state.numbers:
        counter += 1
    return counter if counter <= queue.config.last else None


def of_one_paper(state: State, number: str) -> tuple[Ticket, ...]:
    """Today's tickets whose papers show this number: none or one, or more if several machines gave it."""
    known = (state.numbers.get(name) for name in numbers_like(number))
    return tuple(takewhile(lambda ticket: ticket is not None, known))  # type: ignore[arg-type]  # none is None


def skip(state: State, asked: SkipNumbers, context: Context) -> Decision:
    """Skip numbers up to the named counters, where the queue has not passed them already. Queues that the configuration
    has lost are left out. For a day that is not open the counters are noted: that day may come, or prove to be the open
    one.

    Every queue of a series gets the event, so that it still knows the counter if it later leaves the series."""
    above: dict[str, int] = {}
    for name, counter in asked.counters.items():
        named = state.queues.get(name)
        for queue in state.sharing(named) if named is not None and named.known else ():
            own = queue.config
            above[own.id] = max(above.get(own.id, 0), min(counter, own.last))
    if asked.day == state.day:
        behind, day = {name: state.queues[name].counter for name in above}, ""
    elif is_day(asked.day):
        behind, day = state.used.get(asked.day, {}), asked.day
    else:
        return []
    return [
        NumbersSkipped(at=context.now, queue=name, counter=counter, day=day)
        for name, counter in above.items()
        if behind.get(name, 0) < counter
    ]


def of_lost_paper(state: State, said: str) -> tuple[tuple[QueueNow, ...], str, int] | None:
    """For a number that was skipped after a loss, so that its paper may exist although the hall does not know it: the
    queues that may have given it (several only in a series), the number and its counter. None for any other number."""
    known = [queue for queue in state.queues.values() if queue.known and queue.run.skipped]
    numbers = meant(said, ((queue.config.prefix, queue.config.width) for queue in known))
    for queue in known:
        for number in numbers:
            digits = number.removeprefix(queue.config.prefix)
            counter = int(digits) if digits.isascii() and digits.isdigit() else 0
            skipped = any(first <= counter <= last for first, last in queue.run.skipped)
            if skipped and written(queue.config, counter) == number and number not in state.numbers:
                return tuple(state.sharing(queue)), number, counter
    return None


def block_counter(device: Device | None, queue: Queue, number: str) -> int | None:
    """The counter of an offline number, or None if `device` owns no block of `queue` or its series that holds it."""
    digits = number.removeprefix(queue.prefix)
    if device is None or not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        return None
    counter = int(digits)
    owned = any(is_block_of(block, queue) and block.first <= counter <= block.last for block in device.offline)
    return counter if owned and written(queue, counter) == number else None


def is_block_of(block: OfflineBlock, queue: Queue) -> bool:
    """Whether a machine gives numbers of `queue` from this block. The block of a series serves all its queues."""
    return block.series == queue.series if queue.series else block.queue == queue.id
