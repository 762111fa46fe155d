"""The review form: read leniently, checked by the hall's rules, and kept so that it can be shown again."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.config import Level, Text
from domain.views.catalogue import Catalogue
from phone_page import words
from phone_page.hall_link import SubmittedReview

_ONCE = re.compile(r"[0-9a-f]{32}")

MOUTHS = {5: "M7 13.5q5 6 10 0z", 4: "M7.5 14.5q4.5 4 9 0", 3: "M8 15.5h8", 2: "M8 16.5q4-3 8 0", 1: "M7 17.5q5-6 10 0"}
"""The mouth of the face of each level, as a path of SVG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """The form as filled in. `once` marks this page: sent twice, it is one review."""

    once: str
    level: Level | None = None
    tags: tuple[str, ...] = ()
    comment: str = ""


def empty() -> FilledForm:
    return FilledForm(once=secrets.token_hex(16))


def read(fields: Mapping[str, Sequence[str]], catalogue: Catalogue) -> FilledForm:
    """Read the fields of this form and ignore all others. Tags of other levels were hidden, so they are dropped."""
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
    """What the person must correct, or None."""
    if filled.level is None:
        return words.PROBLEM_LEVEL
    if len(filled.comment) > catalogue.comment_limit:
        return words.PROBLEM_LONG
    if filled.level.bad and not filled.tags and not filled.comment:
        return words.PROBLEM_REASON
    return None


def review(filled: FilledForm) -> SubmittedReview:
    """The review of a form without a problem. Other content is another request, so a corrected form is sent again."""
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
    """The text in one line, without control characters and without anything that is not valid Unicode."""
    readable = text.encode("utf-8", "ignore").decode()
    return " ".join("".join(char if char.isprintable() else " " for char in readable).split())
