"""What people find things by in a `hall.toml`: names that say nothing, and icons that there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from domain.config import HallConfig, Text
from kiosk import icon_names
from kiosk.toml_file import nearest

Found = tuple[str, str, str | None]


class _Named(Protocol):
    @property
    def name(self) -> Text: ...


def mistakes(config: HallConfig) -> Iterator[Found]:
    """Names are read in both languages; an icon that is unknown would be drawn as a clipboard."""
    yield from _empty("name", config.name)
    lists: dict[str, Sequence[_Named]] = {
        "queues": config.queues,
        "windows": config.windows,
        "items": config.items,
        "priorities": config.priorities,
        "clerks": config.clerks,
        "ratings.levels": config.ratings.levels,
    }
    lists |= {f"ratings.levels[{index}].tags": level.tags for index, level in enumerate(config.ratings.levels)}
    for key, entries in lists.items():
        for index, entry in enumerate(entries):
            yield from _empty(f"{key}[{index}].name", entry.name)
    for index, window in enumerate(config.windows):
        if not window.number.strip():
            yield f"windows[{index}].number", "is empty", None
    for index, queue in enumerate(config.queues):
        yield from _icon(f"queues[{index}].icon", queue.icon)
    for index, priority in enumerate(config.priorities):
        yield from _icon(f"priorities[{index}].icon", priority.icon)


def _empty(key: str, name: Text) -> Iterator[Found]:
    for language in ("zh", "en"):
        if not getattr(name, language).strip():
            yield f"{key}.{language}", "is empty", None


def _icon(key: str, icon: str) -> Iterator[Found]:
    if icon not in icon_names.codes():
        yield key, f"there is no icon {icon!r}", nearest(icon, icon_names.codes())
