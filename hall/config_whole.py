"""What is missing in a `hall.toml` whose single entries are in order: people would take numbers and never be called."""

from __future__ import annotations

from collections.abc import Iterator

from domain.config import HallConfig, Role

Found = tuple[str, str, str | None]

_REVIEWED = (Role.PAD, Role.PAD_CITIZEN)


def mistakes(config: HallConfig) -> Iterator[Found]:
    """A hall has queues, every queue a window, every item a queue, and every pad faces to show."""
    for key in ("queues", "windows"):
        if not getattr(config, key):
            yield key, "is empty: nobody could be served", None
    served = {serves.queue for window in config.windows for serves in window.serves}
    for index, queue in enumerate(config.queues):
        if queue.id not in served:
            yield f"queues[{index}].id", f"no window serves {queue.id!r}: its numbers would never be called", None
    offered = {item for queue in config.queues for item in queue.items}
    for index, item in enumerate(config.items):
        if item.id not in offered:
            yield f"items[{index}].id", f"no queue has {item.id!r}: nobody could take a number for it", None
    pad = next((device.id for device in config.devices if device.role in _REVIEWED), None)
    if pad is not None and not config.ratings.levels:
        yield "ratings.levels", f"is missing: {pad!r} asks people for their review", None
