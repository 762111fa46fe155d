"""Reasons in Chinese. The code, and libraries, write reasons as ordinary English sentences. So the whole sentence is
looked up in `reasons_zh.po`, in which `{}` stands for the parts that vary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from program.speech import read_po

FILE = Path(__file__).with_name("reasons_zh.po")
HOLE = "{}"


def of(reason: str) -> str:
    """The reason in Chinese, or as it is if there is no translation. `{0}`, `{1}` in a translation stand for the first
    and second `{}`; these parts may have translations of their own.
    """
    catalogue = _catalogue()
    if reason in catalogue:
        return catalogue[reason]
    for pattern, translation in _patterns():
        found = pattern.fullmatch(reason)
        if found is not None:
            return _filled(translation, [of(part) for part in found.groups()])
    return reason


def _filled(translation: str, parts: Sequence[str]) -> str:
    return re.sub(r"\{(\d)\}", lambda place: parts[int(place[1])], translation)


@cache
def _catalogue() -> Mapping[str, str]:
    return {english: forms[0] for english, forms in read_po(FILE.read_text(encoding="utf-8")).items()}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The patterns with the longest fixed text come first."""
    holed = {english: chinese for english, chinese in _catalogue().items() if HOLE in english}
    by_words = sorted(holed, key=lambda english: len(english.replace(HOLE, "")), reverse=True)
    return [(_pattern(english), holed[english]) for english in by_words]


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, english.split(HOLE))), re.DOTALL)
