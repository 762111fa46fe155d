"""What can be wrong with the patterns of 取件码 in a `hall.toml`."""

from __future__ import annotations

from collections.abc import Iterator

from domain.config import HallConfig, Queue
from domain.pickup import mistake, overlap

Found = tuple[str, str, str | None]


def mistakes(config: HallConfig) -> Iterator[Found]:
    """A pattern that is none, and two that one code can have: its owner would be sent to the wrong window."""
    seen: list[Queue] = []
    for index, queue in enumerate(config.queues):
        key, pattern = f"queues[{index}].pickup_code", queue.pickup_code
        if not pattern:
            continue
        wrong = mistake(pattern)
        if wrong:
            yield key, wrong, None
            continue
        for other in seen:
            if overlap(pattern, other.pickup_code):
                yield key, f"a code of queue {other.id!r} may look the same: {other.pickup_code}", None
        seen.append(queue)
