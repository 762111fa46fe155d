"""The one form of a phone number inside a hall, and which numbers the hall sends messages to.

A mainland mobile number is its 11 digits; every other number has `+` and its country's code (ITU-T E.164). Numbers are
kept in that form, however people or other systems write them. The form that an operator wants is made in
`hall/sms/operators`.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = 11
_WRITTEN_BETWEEN = re.compile(r"[\s\u00ad().·/-]|[\u2010-\u2015\u2212]")
_MAINLAND = re.compile(r"1[3-9][0-9]{9}")
_ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164: at most 15 digits with the country's
_NEIGHBOURS = {
    "852": re.compile(r"[4-9][0-9]{7}"),  # Hong Kong: mobile numbers begin with 4 to 9
    "853": re.compile(r"6[0-9]{7}"),  # Macau
    "886": re.compile(r"9[0-9]{8}"),  # Taiwan
}
LONGEST = 40


def is_mobile(phone: str) -> bool:
    """Whether it is a mobile number of the mainland: 11 digits, from 13… to 19…."""
    return _MAINLAND.fullmatch(phone) is not None


def normal_phone(written: str) -> str | None:
    """The number in the hall's form; None if no messages can be sent to it.

    >>> normal_phone("+86 138-0013-8000"), normal_phone("00852 9123 4567"), normal_phone("+886 0912 345 678")
    ('13800138000', '+85291234567', '+886912345678')
    """
    if len(written) > LONGEST:
        return None
    number = _WRITTEN_BETWEEN.sub("", unicodedata.normalize("NFKC", written))
    number = re.sub("^00", "+", number)
    if _MAINLAND.fullmatch(number.removeprefix("86")):  # with the country code but without +
        return number.removeprefix("86")
    if not _ABROAD.fullmatch(number):
        return None
    if number.startswith("+86"):
        inland = number.removeprefix("+86")
        return inland if _MAINLAND.fullmatch(inland) else None
    return _neighbour(number)


def _neighbour(number: str) -> str | None:
    """Check a number of Hong Kong, Macau or Taiwan by the rules of that place, without the leading zero used within
    Taiwan; None if it breaks them."""
    code, own = number[1:4], number[4:]
    if code not in _NEIGHBOURS:
        return number
    own = own.removeprefix("0") if code == "886" else own
    return f"+{code}{own}" if _NEIGHBOURS[code].fullmatch(own) else None


def with_country(phone: str) -> str:
    """The E.164 form, `+8613800138000`, of a number in the hall's form."""
    return f"+86{phone}" if is_mobile(phone) else phone
