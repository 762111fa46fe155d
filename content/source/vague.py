"""Vague materials: 其他材料, 有关证明 and the like, which nobody can bring (S3 §15 forbids them in guides)."""

from __future__ import annotations

import re

_WHAT = "材料|资料|文件|证明|手续|证件|凭证"
_PATTERNS = (
    re.compile(rf"(?:其他|其它|有关|相关|必要|所需|需要|规定)的?(?:\w{{0,4}}的)?(?:证明|申请|辅助|补充)?(?:{_WHAT})"),
    re.compile(rf"等(?:相关|有关|其他|证明)*的?(?:{_WHAT})?$"),
    re.compile(rf"(?:要求|认为)\w{{0,6}}(?:提供|提交)的\w{{0,4}}(?:{_WHAT})"),
    re.compile(
        r"\b(?:other|relevant|related|necessary|required|any|further|supporting)\s+(?:\w+\s+)?"
        r"(?:documents?|materials?|papers?|proofs?|certificates?|evidence)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:etc|and so on)\b\.?", re.IGNORECASE),
)


def vague_words(text: str) -> str | None:
    """The vague words in `text`, or None if there are none."""
    for pattern in _PATTERNS:
        found = pattern.search(text.strip(" 。.；;）)"))
        if found:
            return found.group(0)
    return None
