"""Checks of ticket numbers in a `hall.toml`: prefixes, ranges, series that several queues share, machines' blocks.

When the file is read, a queue of a series (`[[series]]`) gets the prefix, range and width of the series, so that all
other code finds them at the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.config import HallConfig, Queue, Role, Series
from domain.ticket_number import MOST_DIGITS
from program.mistakes.form import Found
from program.mistakes.nearest import nearest

OF_THE_SERIES = ("prefix", "first", "last", "width")
"""Keys that a queue of a series must not have itself."""


def with_series(config: HallConfig) -> HallConfig:
    """The same hall, each queue with these values of its series. A queue whose series does not exist stays as it is."""
    known = {series.id: series for series in config.series}

    def numbered(queue: Queue) -> Queue:
        run = known.get(queue.series)
        if run is None:
            return queue
        return replace(queue, prefix=run.prefix, first=run.first, last=run.last, width=run.width)

    return replace(config, queues=tuple(numbered(queue) for queue in config.queues))


def runs(config: HallConfig) -> Iterator[tuple[str, Queue | Series]]:
    """Each run of numbers with its key path in the file: a series, or a queue with numbers of its own."""
    yield from ((f"series[{index}]", series) for index, series in enumerate(config.series))
    yield from ((f"queues[{index}]", queue) for index, queue in enumerate(config.queues) if not queue.series)


def mistakes(config: HallConfig, given: Callable[[str], bool]) -> Iterator[Found]:
    """The mistakes of a hall as it stands in the file. `given(key)`: whether the file has this key."""
    yield from _of_series(config, given)
    yield from _ids(config)
    yield from _twice(config)
    yield from _printed(config, given)
    yield from _whose(config)
    yield from _offline(config)


def _of_series(config: HallConfig, given: Callable[[str], bool]) -> Iterator[Found]:
    known = [series.id for series in config.series]
    for index, queue in enumerate(config.queues):
        if not queue.series:
            continue
        if queue.series not in known:
            yield f"queues[{index}].series", f"there is no series {queue.series!r}", nearest(queue.series, known)
            continue
        for name in OF_THE_SERIES:
            if given(f"queues[{index}].{name}"):
                reason = f"is that of series[{known.index(queue.series)}]: leave it out here"
                yield f"queues[{index}].{name}", reason, None


def _ids(config: HallConfig) -> Iterator[Found]:
    """The id of a series must not be or have been a queue's, because counters are stored by id. A series needs
    queues."""
    queues = {name: index for index, queue in enumerate(config.queues) for name in (*queue.was, queue.id)}
    used = {queue.series for queue in config.queues}
    for index, series in enumerate(config.series):
        if series.id in queues:
            yield f"series[{index}].id", f"{series.id!r} is, or was, the id of queues[{queues[series.id]}]", None
        if series.id not in used:
            yield f"series[{index}].id", f"no queue has the series {series.id!r}: nobody would get its numbers", None


def _twice(config: HallConfig) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for key, run in runs(config):
        if run.prefix and run.prefix in seen:
            yield f"{key}.prefix", f"{run.prefix!r} is used by {seen[run.prefix]} already", None
        seen.setdefault(run.prefix, key)


def _whose(config: HallConfig) -> Iterator[Found]:
    """Each offline block must name either a queue or a series."""
    queues = {queue.id: queue for queue in config.queues}
    known = [series.id for series in config.series]
    for index, device in enumerate(config.devices):
        for place, block in enumerate(device.offline):
            key = f"devices[{index}].offline[{place}]"
            if block.queue and block.series:
                yield f"{key}.series", "is given beside a queue: the numbers are those of one of the two", None
            elif not block.queue and not block.series:
                yield f"{key}.queue", "is missing: a block is of a queue, or of a series", None
            if block.queue and block.queue not in queues:
                yield f"{key}.queue", f"there is no queue {block.queue!r}", nearest(block.queue, queues)
            elif block.queue and queues[block.queue].series:
                own = queues[block.queue].series
                yield f"{key}.queue", f"{block.queue!r} has its numbers of the series {own!r}: name that", None
            if block.series and block.series not in known:
                yield f"{key}.series", f"there is no series {block.series!r}", nearest(block.series, known)


def _printed(config: HallConfig, given: Callable[[str], bool]) -> Iterator[Found]:
    """Prefixes, ranges and widths."""
    for key, run in runs(config):
        if not given(f"{key}.prefix"):
            yield f"{key}.prefix", "is missing: a queue has a prefix of its own, or a series", None
        elif not run.prefix or run.prefix[-1].isdigit():
            yield f"{key}.prefix", "must not be empty or end in a digit: A1 + 001 would read like A + 1001", None
        elif not run.prefix.isalnum():
            yield f"{key}.prefix", f"{run.prefix!r} must be letters: people read it aloud", None
        if not 0 <= run.first <= run.last:
            yield f"{key}.first", f"the range {run.first} to {run.last} is empty", None
        if not 1 <= run.width <= MOST_DIGITS:
            yield f"{key}.width", f"is from 1 to {MOST_DIGITS}", None
        elif run.width < len(str(run.last)):
            yield f"{key}.width", f"{run.last} does not fit in {run.width} digits", None


def _offline(config: HallConfig) -> Iterator[Found]:
    """Ranges and blocks must not overlap: a number in two of them would be given twice while the hall is away."""
    known = {run.id: run for _, run in runs(config)}
    taken = {name: [(run.first, run.last, _whole(run))] for name, run in known.items()}
    for index, device in enumerate(config.devices):
        for place, block in enumerate(device.offline):
            key = f"devices[{index}].offline[{place}]"
            if device.role is not Role.KIOSK:
                yield key, f"a device with the role {device.role.value!r} issues no numbers", None
            name = block.series or block.queue
            if name not in known:
                continue
            width = known[name].width
            if not 0 <= block.first <= block.last:
                yield f"{key}.first", f"the block {block.first} to {block.last} is empty", None
            if len(str(block.last)) > width:
                yield f"{key}.last", f"{block.last} does not fit in {width} digits", None
            for first, last, whose in taken[name]:
                if block.first <= last and first <= block.last:
                    yield f"{key}.first", f"{block.first} to {block.last} overlaps {whose}, {first} to {last}", None
            taken[name].append((block.first, block.last, f"the block of {device.id!r}"))


def _whole(run: Queue | Series) -> str:
    return "the queue's own range" if isinstance(run, Queue) else "the series' own range"
