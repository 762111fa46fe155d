"""Numbers: how they are written, which one is next, and whether two machines could print the same one."""

from __future__ import annotations

from domain.config import HallConfig, Queue


def written(queue: Queue, counter: int) -> str:
    """`A012`: prefix and counter, padded to the queue's width."""
    return f"{queue.prefix}{counter:0{queue.width}d}"


def conflicts(config: HallConfig) -> list[str]:
    """Why two tickets of a day could carry the same number, in words: overlapping ranges and blocks."""
    raise NotImplementedError
