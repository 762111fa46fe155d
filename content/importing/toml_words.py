"""Texts as TOML writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable


def word_of(text: str) -> str:
    """A basic string: JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def words_of(several: Iterable[str]) -> str:
    return f"[{', '.join(map(word_of, several))}]"


def text_of(zh: str, en: str = "") -> str:
    return f"{{ zh = {word_of(zh)}, en = {word_of(en)} }}"


def texts_of(several: Iterable[str]) -> str:
    return entries(text_of(one) for one in several)


def entries(several: Iterable[str]) -> str:
    """One a line."""
    return "[\n" + "".join(f"  {one},\n" for one in several) + "]"
