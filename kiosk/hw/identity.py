"""Identity numbers: GB 11643 (check character, birth date) and its relatives for residence permits.

Every 18-character number follows GB 11643: citizens, residents of Hong Kong, Macau and Taiwan (810000, 820000,
830000), and foreigners from 2023 on (first digit 9). The foreigners' number of 2017 is three letters and twelve
digits.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
LONG_TERM = "长期"
_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_FOREIGNER_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")


def check_character(first_17: str) -> str:
    """The eighteenth character of a number, from its first seventeen digits (GB 11643, MOD 11-2)."""
    return CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def is_number(number: str) -> bool:
    """Whether `number` is an 18-character number with a real birth date and the right check character.

    Regions are not checked: their list changes every year, and numbers of abolished regions stay in use.
    """
    return bool(_NUMBER.fullmatch(number)) and is_date(number[6:14]) and check_character(number[:17]) == number[17]


def is_foreigner_2017(number: str) -> bool:
    """Whether `number` has the shape of the 15-character number; its check rule is not published, so not checked."""
    return bool(_FOREIGNER_2017.fullmatch(number))


def is_date(text: str) -> bool:
    """Whether `text` is YYYYMMDD of a day that exists."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return False
    try:
        datetime(int(text[:4]), int(text[4:6]), int(text[6:]), tzinfo=UTC)
    except ValueError:
        return False
    return True


def has_expired(expires: str, today: str) -> bool:
    """`expires` is the last valid day, YYYYMMDD, or 长期; anything else says nothing about the end."""
    return is_date(expires) and expires < today
