"""Checks of a `hall.toml` whose form is right: whether its entries fit together, and the hours.

Checks of single values are in `values.py`, checks of ticket numbers in `numbers.py`. Each check relies only on the
types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError, available_timezones

from domain.calendar.day import SHANGHAI, zone
from domain.cases.kinds import CaseKind
from domain.config import Calendar, Device, HallConfig, Level, Role, ServiceHours
from domain.health.alarm_codes import HALL
from hall.config import holidays, review_keys, values
from hall.config.help import help_mistakes
from hall.config.progress import progress_mistakes
from kiosk.mqtt import topics
from program.mistakes.form import Found
from program.mistakes.nearest import nearest

_AT_A_WINDOW = (Role.PAD, Role.PAD_CLERK, Role.PAD_CITIZEN)
_IDENTIFY = ("card", "phone", "none")
_PICTURE_BYTES = 300_000
LONGEST_NAME = {"zh": 12, "en": 24}
"""Most characters of a machine's name: the clerk's screen shows it in one line with the machine's problem."""


def mistakes(config: HallConfig, folder: Path) -> Iterator[Found]:
    """All mistakes. `folder`: the folder of hall.toml, in which portraits are looked for."""
    yield from _ids(config)
    yield from _earlier_ids(config)
    yield from _references(config)
    yield from _calendars(config)
    yield from values.mistakes(config)
    yield from progress_mistakes(config, folder)
    yield from help_mistakes(config)
    yield from _complete(config)
    yield from _levels(config.ratings.levels)
    yield from _devices(config.devices)
    yield from review_keys.mistakes(config)
    yield from _portraits(config, folder)
    yield from _rules(config)


def _ids(config: HallConfig) -> Iterator[Found]:
    """Ids must be valid topic levels, and unique in their list."""
    yield from _level("id", config.id)
    lists: dict[str, Sequence[Any]] = {
        "queues": config.queues,
        "series": config.series,
        "windows": config.windows,
        "items": config.items,
        "priorities": config.priorities,
        "clerks": config.clerks,
        "calendars": config.calendars,
        "devices": config.devices,
        "boards": config.boards,
    }
    for name, entries in lists.items():
        for index, entry in enumerate(entries):
            yield from _level(f"{name}[{index}].id", entry.id)
        yield from _twice(name, "id", [entry.id for entry in entries])
    yield from _twice("windows", "number", [window.number for window in config.windows])


def _earlier_ids(config: HallConfig) -> Iterator[Found]:
    """An earlier id (`was`) must not be a present id or stand twice: it would not be clear where people are to go."""
    lists: dict[str, Sequence[Any]] = {"queues": config.queues, "windows": config.windows, "items": config.items}
    for name, entries in lists.items():
        now = {entry.id: index for index, entry in enumerate(entries)}
        seen: dict[str, int] = {}
        for index, entry in enumerate(entries):
            for place, old in enumerate(entry.was):
                key = f"{name}[{index}].was[{place}]"
                yield from _level(key, old)
                if old in now:
                    yield key, f"{old!r} is the id of {name}[{now[old]}] now", None
                elif old in seen:
                    yield key, f"{old!r} is an earlier id of {name}[{seen[old]}] already", None
                seen.setdefault(old, index)


def _level(key: str, text: str) -> Iterator[Found]:
    try:
        topics.level(text)
    except topics.BadLevelError as error:
        yield key, str(error), None


def _twice(name: str, key: str, values: Sequence[object]) -> Iterator[Found]:
    seen: dict[object, int] = {}
    for index, value in enumerate(values):
        if value in seen:
            yield f"{name}[{index}].{key}", f"{str(value)!r} is used by {name}[{seen[value]}] already", None
        seen.setdefault(value, index)


def _references(config: HallConfig) -> Iterator[Found]:
    queues = [queue.id for queue in config.queues]
    items = [item.id for item in config.items]
    windows = [window.id for window in config.windows]
    calendars = [calendar.id for calendar in config.calendars]
    for index, queue in enumerate(config.queues):
        for place, item in enumerate(queue.items):
            yield from _known(f"queues[{index}].items[{place}]", "item", item, items)
        yield from _known(f"queues[{index}].calendar", "calendar", queue.calendar, calendars)
    for index, window in enumerate(config.windows):
        for place, serves in enumerate(window.serves):
            yield from _known(f"windows[{index}].serves[{place}].queue", "queue", serves.queue, queues)
        yield from _twice(f"windows[{index}].serves", "queue", [serves.queue for serves in window.serves])
    for index, device in enumerate(config.devices):
        if device.window is not None:
            yield from _known(f"devices[{index}].window", "window", device.window, windows)
    for kind in CaseKind:
        named: str | None = getattr(config.cases, kind.value)
        if named is not None:
            yield from _known(f"cases.{kind.value}", "window", named, windows)


def _known(key: str, what: str, word: str, known: Iterable[str]) -> Iterator[Found]:
    known = list(known)
    if word not in known:
        yield key, f"there is no {what} {word!r}", nearest(word, known)


def _complete(config: HallConfig) -> Iterator[Found]:
    """A hall has queues, every queue a window, every item a queue: else people take numbers and are never called."""
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


def _calendars(config: HallConfig) -> Iterator[Found]:
    """Empty calendars, service hours that overlap or end before they begin, weekdays that do not exist."""

    def in_day(at: time) -> tuple[bool, time]:
        """A sort key in the order of the hall day: times before the day's start come last, in the night."""
        return at < config.day_starts, at

    for index, calendar in enumerate(config.calendars):
        yield from _calendar(f"calendars[{index}]", calendar, in_day)
    yield from holidays.mistakes(config.years)


_InDay = Callable[[time], tuple[bool, time]]


def _calendar(key: str, calendar: Calendar, in_day: _InDay) -> Iterator[Found]:
    if not calendar.sessions:
        yield f"{key}.sessions", "is empty: the hall would never open", None
    for index, session in enumerate(calendar.sessions):
        if not session.days or not set(session.days) <= set(range(1, 8)):
            yield f"{key}.sessions[{index}].days", "must name days from 1 (Monday) to 7 (Sunday)", None
    yield from _sessions(f"{key}.sessions", calendar.sessions, in_day, by_day=True)
    seen = set()
    for index, special in enumerate(calendar.special):
        if special.day in seen:
            yield f"{key}.special[{index}].day", f"{special.day} is given twice", None
        seen.add(special.day)
        yield from _sessions(f"{key}.special[{index}].sessions", special.sessions, in_day, by_day=False)


def _sessions(key: str, sessions: Sequence[ServiceHours], in_day: _InDay, *, by_day: bool) -> Iterator[Found]:
    for index, session in enumerate(sessions):
        opens, closes = in_day(session.opens), in_day(session.closes)
        if opens >= closes:
            yield f"{key}[{index}].opens", f"opens at {session.opens} and closes at {session.closes}", None
        for earlier, other in enumerate(sessions[:index]):
            same_day = not by_day or set(session.days) & set(other.days)
            if same_day and opens < in_day(other.closes) and in_day(other.opens) < closes:
                yield f"{key}[{index}].opens", f"overlaps {key}[{earlier}], {other.opens} to {other.closes}", None


def _levels(levels: Sequence[Level]) -> Iterator[Found]:
    if levels and sorted(level.value for level in levels) != [1, 2, 3, 4, 5]:
        yield "ratings.levels", "must be the five levels, with the values 1 to 5", None
    for index, level in enumerate(levels):
        if level.bad and not level.tags:
            yield f"ratings.levels[{index}].tags", "a bad level needs tags to choose a reason from", None
        yield from _twice(f"ratings.levels[{index}].tags", "code", [tag.code for tag in level.tags])


def _devices(devices: Sequence[Device]) -> Iterator[Found]:
    for index, device in enumerate(devices):
        if device.id == HALL:
            yield f"devices[{index}].id", "is the hall service's own name", None
        for language, longest in LONGEST_NAME.items() if device.name is not None else ():
            length = len(getattr(device.name, language))
            if not 0 < length <= longest:
                yield f"devices[{index}].name.{language}", f"has {length} characters; 1 to {longest} can be read", None
        if device.role in _AT_A_WINDOW and device.window is None:
            yield f"devices[{index}].window", f"is missing: a {device.role.value} stands at a window", None


def _portraits(config: HallConfig, folder: Path) -> Iterator[Found]:
    for index, clerk in enumerate(config.clerks):
        if not clerk.portrait:
            continue
        key, path = f"clerks[{index}].portrait", folder / clerk.portrait
        if path.suffix != ".png":
            yield key, "must be a PNG", None
        elif path.is_file() and path.stat().st_size > _PICTURE_BYTES:
            yield key, f"{clerk.portrait!r} is larger than {_PICTURE_BYTES // 1000} kB", None
        yield from _level(key, path.stem)


def missing_portraits(config: HallConfig, folder: Path) -> Iterator[Found]:
    """Portraits that are missing: worth a warning, but the hall can start."""
    for index, clerk in enumerate(config.clerks):
        if clerk.portrait and not (path := folder / clerk.portrait).is_file():
            yield f"clerks[{index}].portrait", f"there is no file {clerk.portrait!r} beside it", _sibling(path)


def _sibling(path: Path) -> str | None:
    return nearest(path.name, [other.name for other in path.parent.glob("*.png")])


def _rules(config: HallConfig) -> Iterator[Found]:
    rules = config.rules
    for place, way in enumerate(rules.identify):
        yield from _known(f"rules.identify[{place}]", "way to identify", way, _IDENTIFY)
    if not rules.identify:
        yield "rules.identify", "must offer at least one way", None
    try:
        zone(config.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(config.timezone, available_timezones(), like=0.8) or str(SHANGHAI)
        yield "timezone", f"{config.timezone!r} is no time zone of this machine", near
