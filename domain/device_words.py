"""Limits for texts that devices send: what counts as a code or an id, and how long a free text may be.

The hall's log keeps these texts for good, and everyone who receives its events gets them. So codes must have the form
of a code, and free text is cut to one line of a length that a screen can show.
"""

from __future__ import annotations

import re
import unicodedata

LANGUAGES = ("zh_CN", "en")
"""Languages of interface, paper and messages; the source language first."""

DETAIL_MOST = 200
"""Characters of a text for an engineer."""
REASON_MOST, CONTACT_MOST = 100, 60
"""Characters of a pause's reason and contact, which a window's screen shows."""

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
CODE_MOST = 48
_ORDER = re.compile(r"[A-Za-z0-9._:-]{0,64}")


def is_code(word: str) -> bool:
    """A code such as `printer.paper_out`: small letters, digits and `_`, in parts with dots between them."""
    return len(word) <= CODE_MOST and _CODE.fullmatch(word) is not None


def is_order(word: str) -> bool:
    """Whether this is the id of a print order, or empty."""
    return _ORDER.fullmatch(word) is not None


def one_line(words: str, most: int) -> str:
    """Free text as one line of at most `most` characters, without control characters and with single blanks."""
    seen = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in words[: 4 * most])
    return " ".join(seen.split())[:most].rstrip()


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs"})
