"""The sounds of Chinese words, so that people find them by pinyin; made when a set is packed, so terminals need no
tables.

pypinyin reads whole words (银行 is yin hang, 行动 xing dong). Letters and digits inside a name stay as they are.
"""

from __future__ import annotations

import re

from domain.config import Text
from domain.content.whole import FoundWord, IndexRow

_LETTERS = re.compile(r"[a-z0-9]+")


def sounds_of(text: str) -> tuple[str, ...]:
    """`"高龄津贴"` → `("gao", "ling", "jin", "tie")`; signs have no sound, ü is written v."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - reads its tables

    def others(signs: str) -> list[str]:
        return _LETTERS.findall(signs.lower())

    return tuple(lazy_pinyin(text, style=Style.NORMAL, errors=others))  # type: ignore[arg-type]  # it takes lists too


def found_words(name: Text, words: tuple[str, ...]) -> tuple[FoundWord, ...]:
    """The Chinese name first, then people's own words."""
    several = dict.fromkeys((name.zh, *words))
    return tuple(FoundWord(text=one, sounds=sounds_of(one) if not one.isascii() else ()) for one in several)


def row(name: str, title: Text, words: tuple[str, ...], **more: object) -> IndexRow:
    return IndexRow(id=name, name=title, words=found_words(title, words), **more)  # type: ignore[arg-type]
