"""The words of a message: a template filled in behind the registered signature 【…】.

Number and window only; of a booking, its time and code; of a case, the end of its receipt and where it is; of
a call for help, where.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from domain.booking.codes import LENGTH as CODE_LENGTH
from domain.config import HallConfig
from domain.progress.words import STAGE_WORDS

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST = 70  # UCS-2 characters of one SMS; a longer one is cut in parts of 67 and may arrive in pieces


@dataclass(frozen=True, slots=True)
class TextValues:
    """All that may be filled in."""

    number: str = ""
    window: str = ""
    ahead: int = 0
    time: str = ""
    code: str = ""
    stage: str = ""
    place: str = ""


def fill(template: str, signature: str, values: TextValues) -> str:
    """`您的号码{number}` → `【某某大厅】您的号码A012`."""
    text = template.format(**asdict(values))
    return f"【{signature.strip('【】 ')}】{text}"


def every_text(config: HallConfig) -> tuple[str, ...]:
    """Every text that this hall's rules may send, filled in with its longest values."""
    if (rules := config.notices) is None:
        return ()
    templates = [rules.called, rules.near, rules.issued, rules.number]
    if any(queue.booking is not None for queue in config.queues):
        templates += [rules.booked, rules.reminder, rules.moved, rules.cancelled, rules.proof]
    if config.progress is not None and config.progress.changes_seconds is not None:
        templates.append(rules.changed)
    if config.help.helpers:
        templates.append(rules.help)
    words = (text for template in templates if template is not None for text in (template.zh, template.en))
    return tuple(fill(text, rules.signature, longest_values(config)) for text in dict.fromkeys(words))


def time_words(local: datetime, language: str) -> str:
    """When a booking is, on the hall's clock: `11月24日9:00`, `24 Nov 9:00`."""
    clock = f"{local.hour}:{local.minute:02d}"
    if language.startswith("en"):
        return f"{local.day} {_MONTHS[local.month - 1]} {clock}"
    return f"{local.month}月{local.day}日{clock}"


def longest_values(config: HallConfig) -> TextValues:
    """The longest number, window and count of this hall: a text must fit into one SMS with them."""
    number = max((queue.prefix + "0" * queue.width for queue in config.queues), key=len, default="")
    window = max((window.number for window in config.windows), key=len, default="")
    return TextValues(
        number, window, 999, time_words(datetime(2026, 12, 30, 13, 30, tzinfo=UTC), "zh_CN"), "W" * CODE_LENGTH,
        max((words.zh for words in STAGE_WORDS.values()), key=len),
        max((device.name.zh for device in config.devices if device.name is not None), key=len, default=""),
    )  # fmt: skip
