"""The review as a form sends it: read leniently, judged by the same rules as in the hall, kept to be shown again."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.config import Level, Text
from domain.views import Catalogue
from phone_page import words
from phone_page.hall_link import SubmittedReview

_ONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """What stands in the form. `once` marks this one page: sent twice, it is one review."""

    once: str
    level: Level | None = None
    tags: tuple[str, ...] = ()
    comment: str = ""


def empty() -> FilledForm:
    return FilledForm(once=secrets.token_hex(16))


def read(fields: Mapping[str, Sequence[str]], catalogue: Catalogue) -> FilledForm:
    """Whatever came, as far as it is of this form. Tags of a level that is not the chosen one were hidden: they go."""
    value = _first(fields, "level")
    level = next((level for level in catalogue.levels if str(level.value) == value), None)
    ticked = fields.get("tag", ())
    tags = tuple(tag.code for tag in level.tags if f"{level.value}:{tag.code}" in ticked) if level else ()
    once = _first(fields, "once")
    return FilledForm(
        once=once if _ONCE.fullmatch(once) else secrets.token_hex(16),
        level=level,
        tags=tags,
        comment=_plain(_first(fields, "comment")),
    )


def problem(filled: FilledForm, catalogue: Catalogue) -> Text | None:
    """What the person is asked to mend, or None."""
    if filled.level is None:
        return words.PROBLEM_LEVEL
    if len(filled.comment) > catalogue.comment_limit:
        return words.PROBLEM_LONG
    if filled.level.bad and not filled.tags and not filled.comment:
        return words.PROBLEM_REASON
    return None


def review(filled: FilledForm) -> SubmittedReview:
    """Of a form without a problem. A form that was mended after a refusal is another request."""
    assert filled.level is not None
    content = "\n".join((filled.once, str(filled.level.value), *filled.tags, filled.comment))
    return SubmittedReview(
        request="phone-" + hashlib.sha256(content.encode()).hexdigest()[:32],
        level=filled.level.value,
        tags=filled.tags,
        comment=filled.comment,
    )


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _plain(text: str) -> str:
    """Words in one line: no control characters, and nothing that is no Unicode text."""
    readable = text.encode("utf-8", "ignore").decode()
    return " ".join("".join(char if char.isprintable() else " " for char in readable).split())
