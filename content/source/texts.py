"""Walks over all texts of the content, each with its key, and finds those that are missing in a language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from domain.config import Text

LANGUAGES = ("zh", "en")


def texts(value: Any, key: str = "") -> Iterator[tuple[str, Text]]:
    """Every `Text` inside a dataclass, with its key path as in the file."""
    if isinstance(value, Text):
        yield key, value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name), f"{key}.{field.name}" if key else field.name)
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from texts(inner, f"{key}[{place}]")


def missing_languages(value: Any, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """`(key, reason)` of each text that is empty in one of the languages."""
    for key, text in texts(value):
        for language in languages:
            if not getattr(text, language).strip():
                yield f"{key}.{language}", "is empty: site.toml says that everything is written in this language"
