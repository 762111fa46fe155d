"""What a device may say where a word of a list belongs, and how much where words are free.

What is told stays in the hall's log for good and goes to everyone who hears its events. So a word of a list is checked
as one, and what an engineer or a clerk writes is one line of a length that a screen can show.
"""

from __future__ import annotations

import re
import unicodedata

LANGUAGES = ("zh_CN", "en")
"""In which interface, paper and messages speak; the source first."""

DETAIL_MOST = 200
"""Characters of what is said to an engineer."""
REASON_MOST, CONTACT_MOST = 100, 60
"""Characters of why a window is closed for a while, and whom to ask meanwhile: they stand on its screen."""

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
CODE_MOST = 48
_ORDER = re.compile(r"[A-Za-z0-9._:-]{0,64}")


def is_code(word: str) -> bool:
    """A code such as `printer.paper_out`: small letters, digits and `_`, in parts with dots between them."""
    return len(word) <= CODE_MOST and _CODE.fullmatch(word) is not None


def is_order(word: str) -> bool:
    """The id of an order to a machine, or none."""
    return _ORDER.fullmatch(word) is not None


def one_line(words: str, most: int) -> str:
    """Free words as one line of at most `most` characters, without control characters and with single blanks."""
    seen = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in words[: 4 * most])
    return " ".join(seen.split())[:most].rstrip()


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs"})
