"""What can be wrong with the texts of a `hall.toml` that have fields: SMS templates and addresses in QR codes."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Iterator
from typing import Any

from domain.config import HallConfig, Template, Text
from domain.picture import NEXT_OF_QUEUE
from hall.sms.text import LONGEST, fill, longest_values
from kiosk.toml_file import nearest

Found = tuple[str, str, str | None]

SMS_FIELDS = ("number", "window", "ahead")
NEEDED = {"called": ("number", "window"), "near": ("number",), "issued": ("number",)}
"""Without these a message helps nobody."""

WEB = ("https://", "http://")


def mistakes(config: HallConfig) -> Iterator[Found]:
    """Texts without words, fields that nothing fills in, texts that do not fit in one SMS, positions that are none."""
    yield from _empty("", config)
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
    templates = {"called": notices.called, "near": notices.near, "issued": notices.issued, "number": notices.number}
    for name, template in templates.items():
        if template is not None:
            yield from _template(f"notices.{name}", template, config)
    if any(not 1 <= position <= NEXT_OF_QUEUE for position in notices.near_positions):
        yield "notices.near_positions", f"a position in line is from 1 to {NEXT_OF_QUEUE}", None


def _empty(key: str, part: Any) -> Iterator[Found]:
    """Chinese is never empty, for it stands in where there is no English. A message has both; names: `config_names`."""
    if isinstance(part, Text | Template):
        for language in ("zh", "en") if isinstance(part, Template) else ("zh",):
            if not getattr(part, language).strip():
                yield f"{key}.{language}", "is empty", None
    elif isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from _empty(f"{key}[{index}]", one)
    elif dataclasses.is_dataclass(part):
        for field in (one for one in dataclasses.fields(part) if one.name != "name"):
            yield from _empty(f"{key}.{field.name}".lstrip("."), getattr(part, field.name))


def _template(key: str, template: Template, config: HallConfig) -> Iterator[Found]:
    assert config.notices is not None
    for language in ("zh", "en"):
        text = getattr(template, language)
        wrong = list(_fields(f"{key}.{language}", text, SMS_FIELDS))
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
