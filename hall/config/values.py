"""Checks of single values of a `hall.toml`: texts and their fields, names, icons, numbers, 取件码."""

from __future__ import annotations

import dataclasses
import re
import string
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from domain.config import HallConfig, Queue, Template, Text
from domain.pickup import mistake, overlap
from domain.show.public import catalogue
from domain.show.snapshots import NEXT_OF_QUEUE
from domain.state.cases import TIMES_KEPT as CASES_KEPT
from domain.state.phone_codes import TIMES_KEPT
from hall.sms.text import LONGEST, fill, longest_values
from kiosk.mqtt.messages import write
from program import icon_names
from program.mistakes.form import Found
from program.mistakes.nearest import nearest

SMS_FIELDS = ("number", "window", "ahead")
BOOKING_FIELDS = ("time", "code")
STAGE_FIELDS = ("code", "stage")
OTHER_FIELDS = {"changed": STAGE_FIELDS, "help": ("place",)}
OF_BOOKINGS = ("booked", "reminder", "moved", "cancelled", "proof")
NEEDED = {"called": ("number", "window"), "near": ("number",), "issued": ("number",)} | {
    "booked": ("time", "code"), "reminder": ("time", "code"), "moved": ("time", "code"), "cancelled": ("time",),
    "proof": ("code",), "changed": ("stage",), "help": ("place",),
}  # fmt: skip
"""Fields that a message must contain to be of use."""

LARGEST_MESSAGE = 4_000_000
"""Bytes. The broker's limit (`systemd/mosquitto.conf`) is a little higher, for the rest of the message."""

WEB = ("https://", "http://")

LONGEST_REMINDER = 48
"""Hours. The hall remembers for three days that it made a message."""

_Numbers = tuple[tuple[str, float | None], ...]

RULES = {
    0: (
        "recall_limit", "no_show_after_seconds", "return_behind", "return_minutes", "return_limit", "hold_minutes",
        "hold_limit", "appointment_early_minutes", "appointment_late_minutes",
    ),
    1: ("ratio_priority", "ratio_ordinary", "items_per_ticket", "numbers_per_person_and_day",
        "numbers_per_phone_and_day"),
}  # fmt: skip
"""Least value → the rules that have it."""
BOOKING = {
    0: ("latest_minutes", "change_minutes"),
    1: (
        "days_ahead",
        "per_day",
        "per_week",
        "per_month",
        "missed_limit",
        "barred_days",
        "codes_per_phone_and_day",
        "codes_per_minute",
    ),
}
"""The same for the table `booking`."""
CASES = ("keep_days", "per_minute", "per_day")
RATINGS = ("lapse_seconds", "comment_limit", "mend_days")
"""With 0 in these, nobody could review, write a comment, or get an answer in time."""

YEAR = {"seconds": 31_536_000, "minutes": 525_600, "days": 365, "ahead": 365}
"""The greatest duration, by the last word of its key. A longer one is a typing mistake, and may be too large for a
database column."""


def mistakes(config: HallConfig) -> Iterator[Found]:
    """All mistakes."""
    yield from _texts(config)
    yield from _names(config)
    yield from _pickup_codes(config)
    yield from _numbers(config)
    yield from _content(config)


def _content(config: HallConfig) -> Iterator[Found]:
    """The content's folder, and its address, to which machines add `/objects/…`."""
    content = config.content
    if content is None:
        return
    if not content.folder.strip():
        yield "content.folder", "is empty: where `xiaochuang content pack` puts sets", None
    parts = re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", content.address)
    if parts is None:
        yield "content.address", f"{content.address!r} is no address like http://192.168.8.2:8090", None


def too_large(config: HallConfig) -> Iterator[Found]:
    """The catalogue of a hall without other mistakes must fit in one message, or no terminal ever gets it."""
    size = len(write(catalogue(config, 0, 0)))
    if size > LARGEST_MESSAGE:
        yield "items", f"make {size / 1e6:.1f} MB with all other names; a message holds 4 MB", None


def _texts(config: HallConfig) -> Iterator[Found]:
    """Empty texts, unknown placeholders, texts too long for one SMS, impossible positions."""
    yield from _without_words("", config)
    yield from _fields("follow_url", config.follow_url, ("hall", "ticket", "key"))
    if config.follow_url and "{ticket}" not in config.follow_url:
        yield "follow_url", "has no {ticket}: every ticket's code would lead to the same page", None
    yield from _fields("review_url", config.review_url, ("hall", "window"))
    for key in ("follow_url", "review_url"):
        address = getattr(config, key)
        if address and not (address.startswith(WEB) and address.isprintable() and " " not in address):
            yield key, "is no address of a web page: a phone opens https://…", None
    notices = config.notices
    if notices is None:
        return
    if not notices.signature.strip("【】 "):
        yield "notices.signature", "is empty: operators refuse messages without one", None
    for name in ("called", "near", "issued", "number", *OF_BOOKINGS, "changed", "help"):
        template: Template | None = getattr(notices, name)
        if template is not None:
            yield from _template(f"notices.{name}", template, config)
    if any(not 1 <= position <= NEXT_OF_QUEUE for position in notices.near_positions):
        yield "notices.near_positions", f"a position in line is from 1 to {NEXT_OF_QUEUE}", None


def _without_words(key: str, part: Any) -> Iterator[Found]:
    """The Chinese text must never be empty, because it is shown where English is missing. A message needs both. Names:
    `_names`."""
    if isinstance(part, Text | Template):
        for language in ("zh", "en") if isinstance(part, Template) else ("zh",):
            if not getattr(part, language).strip():
                yield f"{key}.{language}", "is empty", None
    elif isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from _without_words(f"{key}[{index}]", one)
    elif dataclasses.is_dataclass(part):
        for field in (one for one in dataclasses.fields(part) if one.name != "name"):
            yield from _without_words(f"{key}.{field.name}".lstrip("."), getattr(part, field.name))


def _template(key: str, template: Template, config: HallConfig) -> Iterator[Found]:
    assert config.notices is not None
    for language in ("zh", "en"):
        text = getattr(template, language)
        name = key.rpartition(".")[2]
        known = BOOKING_FIELDS if name in OF_BOOKINGS else OTHER_FIELDS.get(name, SMS_FIELDS)
        wrong = list(_fields(f"{key}.{language}", text, known))
        yield from wrong
        if wrong:
            continue
        for field in NEEDED.get(key.rpartition(".")[2], ()):
            if f"{{{field}}}" not in text:
                yield f"{key}.{language}", f"has no {{{field}}}", None
        filled = fill(text, config.notices.signature, longest_values(config))
        if len(filled) > LONGEST:
            reason = f"is up to {len(filled)} characters with its signature, one SMS holds {LONGEST}"
            yield f"{key}.{language}", reason, None


def _fields(key: str, text: str, known: tuple[str, ...]) -> Iterator[Found]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        yield key, f"is no template: {error}", None
        return
    for _, field, form, conversion in parts:
        if field is None:
            continue
        if field not in known or form or conversion:
            only = ", ".join("{" + name + "}" for name in known)
            yield key, f"has the field {{{field}}}; it may have {only}", nearest(field, known)


class _Named(Protocol):
    @property
    def name(self) -> Text: ...


def _names(config: HallConfig) -> Iterator[Found]:
    """Names need both languages, and icons must be known: an unknown one would be drawn as a clipboard."""
    yield from _nameless("name", config.name)
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
            yield from _nameless(f"{key}[{index}].name", entry.name)
    for index, window in enumerate(config.windows):
        if not window.number.strip():
            yield f"windows[{index}].number", "is empty", None
    for index, queue in enumerate(config.queues):
        yield from _icon(f"queues[{index}].icon", queue.icon)
    for index, priority in enumerate(config.priorities):
        yield from _icon(f"priorities[{index}].icon", priority.icon)


def _nameless(key: str, name: Text) -> Iterator[Found]:
    for language in ("zh", "en"):
        if not getattr(name, language).strip():
            yield f"{key}.{language}", "is empty", None


def _icon(key: str, icon: str) -> Iterator[Found]:
    if icon not in icon_names.codes():
        yield key, f"there is no icon {icon!r}", nearest(icon, icon_names.codes())


def _pickup_codes(config: HallConfig) -> Iterator[Found]:
    """Wrong patterns, and two patterns that one code can fit: its owner would be sent to the wrong window."""
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


def _numbers(config: HallConfig) -> Iterator[Found]:
    """Numbers below their least or above their greatest value, which the reason names."""
    for least, names in RULES.items():
        yield from _beyond(least, tuple((f"rules.{name}", getattr(config.rules, name)) for name in names))
    yield from _beyond(1, tuple((f"ratings.{name}", getattr(config.ratings, name)) for name in RATINGS))
    for index, queue in enumerate(config.queues):
        key = f"queues[{index}]"
        limits = (f"{key}.daily_limit", queue.daily_limit), (f"{key}.target_wait_minutes", queue.target_wait_minutes)
        yield from _beyond(1, limits)
        if not 0 < queue.service_minutes <= YEAR["minutes"]:
            yield f"{key}.service_minutes", "must be minutes above 0, and at most a year", None
        if queue.booking is not None:
            yield from _beyond(1, ((f"{key}.booking.people", queue.booking.people),))
            yield from _beyond(5, ((f"{key}.booking.minutes", queue.booking.minutes),))
    if config.booking.codes_per_minute > TIMES_KEPT:
        yield (
            "booking.codes_per_minute",
            f"is {config.booking.codes_per_minute}, but must be at most {TIMES_KEPT}",
            None,
        )
    if config.cases.per_minute > CASES_KEPT:
        yield "cases.per_minute", f"is {config.cases.per_minute}, but must be at most {CASES_KEPT}", None
    yield from _beyond(1, tuple((f"cases.{name}", getattr(config.cases, name)) for name in CASES))
    for least, names in BOOKING.items():
        yield from _beyond(least, tuple((f"booking.{name}", getattr(config.booking, name)) for name in names))
    for index, priority in enumerate(config.priorities):
        yield from _beyond(0, ((f"priorities[{index}].head_start_minutes", priority.head_start_minutes),))
        yield from _beyond(1, ((f"priorities[{index}].min_age", priority.min_age),))
    for index, window in enumerate(config.windows):
        lags = ((f"windows[{index}].serves[{n}].lag_minutes", one.lag_minutes) for n, one in enumerate(window.serves))
        yield from _beyond(0, tuple(lags))
    for index, calendar in enumerate(config.calendars):
        yield from _beyond(0, ((f"calendars[{index}].early_minutes", calendar.early_minutes),))
    if config.notices is not None:
        yield from _beyond(1, (("notices.expires_minutes", config.notices.expires_minutes),))
        if not 1 <= config.notices.reminder_hours <= LONGEST_REMINDER:
            yield "notices.reminder_hours", f"is from 1 to {LONGEST_REMINDER}", None


def _beyond(least: int, numbers: _Numbers) -> Iterator[Found]:
    for key, number in numbers:
        most = YEAR.get(key.rpartition(".")[2].rpartition("_")[2])
        if number is not None and number < least:
            yield key, f"is {number}, but must be at least {least}", None
        elif number is not None and most is not None and number > most:
            yield key, f"is {number}, but must be at most {most}", None
