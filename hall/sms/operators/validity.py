"""Until when a message is worth sending, as SMPP writes it (3.4 §7.1.1). CMPP's Valid_Time has the form of SMPP 3.3."""

from __future__ import annotations

import time
from typing import Literal, TypeAlias

Form: TypeAlias = Literal["relative", "absolute", "none"]

_MOST_S = 48 * 3600  # more, no SMSC need keep: SMPP 3.4 leaves the limit to it


def validity(form: Form, valid_s: int | None, now: float) -> str:
    """`000000001000000R` (ten minutes from now), `261121091000032+` (ten past nine, 32 quarters before UTC), or empty.

    Empty: the operator's own time. Both have 16 characters: YYMMDDhhmmss, tenths, quarters, sign.
    """
    if valid_s is None or form == "none":
        return ""
    left = max(1, min(valid_s, _MOST_S))
    if form == "relative":
        minutes, seconds = divmod(left, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        return f"0000{days:02}{hours:02}{minutes:02}{seconds:02}000R"
    end = time.localtime(now + left)
    quarters = end.tm_gmtoff // 900
    return f"{time.strftime('%y%m%d%H%M%S', end)}0{abs(quarters):02}{'-' if quarters < 0 else '+'}"
