"""The parts of a message as they go over the air: UCS-2, 70 characters alone, else 67 behind a header.

With each part goes until when it is worth sending, as SMPP writes it (3.4 §7.1.1). CMPP's Valid_Time has the form of
SMPP 3.3.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal, TypeAlias

from domain.phone import is_mobile

Form: TypeAlias = Literal["relative", "absolute", "none"]

ALONE = 140  # bytes of one message
HEADER = 6  # 05 00 03 ref total n: 3GPP TS 23.040 §9.2.3.24.1
MOST = 255
_MOST_S = 48 * 3600  # more, no SMSC need keep: SMPP 3.4 leaves the limit to it


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One part of a message: `payload` has the header when there are several. Counts from 1."""

    phone: str
    payload: bytes
    part: int
    total: int
    valid_s: int | None = None


def dialled(phone: str, prefix: str, abroad_prefix: str) -> str:
    """The digits of a phone as an operator over a lasting connection wants them.

    `prefix` goes before a mainland number, `abroad_prefix` before one that has its country's code, without the `+`.
    """
    return prefix + phone if is_mobile(phone) else abroad_prefix + phone.removeprefix("+")


def parts_of(text: str, number: int) -> list[bytes]:
    """The payloads, each with its header if there are several. `number` must be the same at every attempt.

    A character outside the basic plane takes two units, which are never torn apart.
    """
    whole = text.encode("utf-16-be", errors="replace")
    if len(whole) <= ALONE:
        return [whole]
    pieces = []
    while whole:
        cut = ALONE - HEADER
        if len(whole) > cut and 0xD8 <= whole[cut - 2] <= 0xDB:
            cut -= 2
        pieces.append(whole[:cut])
        whole = whole[cut:]
    pieces = pieces[:MOST]
    head = bytes((5, 0, 3, number & 0xFF, len(pieces)))
    return [head + bytes((index,)) + piece for index, piece in enumerate(pieces, start=1)]


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
