"""What a case is about."""

from __future__ import annotations

from enum import StrEnum


class CaseKind(StrEnum):
    """The kind of a case; the values are used on the wire."""

    UNSOLVED = "unsolved"  # 办不成事: what could not be done
    COMPLAINT = "complaint"  # 投诉
    PRAISE = "praise"  # 表扬
