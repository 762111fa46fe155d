"""Numbers: how they are written, which one is next, and whether two machines could print the same one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from domain.config import Device, HallConfig, Queue
from domain.state import QueueNow, State


def written(queue: Queue, counter: int) -> str:
    """`A012`: prefix and counter, padded to the queue's width."""
    return f"{queue.prefix}{counter:0{queue.width}d}"


def next_counter(state: State, queue: QueueNow) -> int | None:
    """The next number of the main range that nobody has today, or None when there is none left."""
    counter = max(queue.counter + 1, queue.config.first)
    while written(queue.config, counter) in state.numbers:
        counter += 1
    return counter if counter <= queue.config.last else None


def block_counter(device: Device | None, queue: Queue, number: str) -> int | None:
    """The counter of an offline number, if it is of the block that `device` owns for `queue`."""
    digits = number.removeprefix(queue.prefix)
    if device is None or not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        return None
    counter = int(digits)
    owned = any(b.queue == queue.id and b.first <= counter <= b.last for b in device.offline)
    return counter if owned and written(queue, counter) == number else None


def conflicts(config: HallConfig) -> list[str]:
    """Why two tickets of a day could carry the same number, in words: ranges and blocks that overlap."""
    found = [
        f"{a} and {b} overlap: both could print {prefix}{max(first_a, first_b)}"
        for (a, prefix, first_a, last_a), (b, other, first_b, last_b) in combinations(_ranges(config), 2)
        if prefix == other and first_a <= last_b and first_b <= last_a
    ]
    found += [
        f"queue {queue.id}: a prefix that ends with a digit ({queue.prefix!r}) makes numbers ambiguous"
        for queue in config.queues
        if queue.prefix[-1:].isdigit()
    ]
    return found


def _ranges(config: HallConfig) -> Iterator[tuple[str, str, int, int]]:
    """Who gives which counters: `(who, prefix, first, last)`."""
    prefixes = {queue.id: queue.prefix for queue in config.queues}
    for queue in config.queues:
        yield f"the range of queue {queue.id}", queue.prefix, queue.first, queue.last
    for device in config.devices:
        for block in device.offline:
            if block.queue in prefixes:
                who = f"the block {block.first}–{block.last} of device {device.id}"
                yield who, prefixes[block.queue], block.first, block.last
