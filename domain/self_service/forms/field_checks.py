"""Checks of a form's fields, so that mistakes are found at once and not at the window. Pure."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from domain.content.documents import FieldKind, FormField
from domain.phone import normal_phone

ID_DIGITS, DATE_DIGITS = 18, 8
OLDEST = 1900
YEARS_AHEAD = 20
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
"""GB 11643: remainder of the weighted sum of the first 17 digits modulo 11 → last character."""
_LANDLINE = re.compile(r"(0[0-9]{2,3})?[2-8][0-9]{6,7}")


class Wrong(StrEnum):
    """Why a field cannot stay as it is."""

    EMPTY = "empty"
    NOT_CHOSEN = "not_chosen"
    NOT_SIGNED = "not_signed"
    ID_SHORT = "id_short"  # not 18 characters
    ID_DATE = "id_date"  # the date of birth in it does not exist
    ID_SUM = "id_sum"  # the check character does not fit: a digit is wrong
    PHONE = "phone"
    DATE = "date"
    NAME = "name"  # digits in a name


def wrong(field: FormField, value: str, today: date) -> Wrong | None:
    """What is wrong with `value`; None: nothing. The value of a choice is its id; a date has eight digits."""
    if not value:
        return _MISSING.get(field.kind, Wrong.EMPTY) if field.required else None
    match field.kind:
        case FieldKind.ID_NUMBER:
            return _of_id_number(value, today)
        case FieldKind.PHONE:
            return None if normal_phone(value) or _LANDLINE.fullmatch(value) else Wrong.PHONE
        case FieldKind.DATE:
            return None if as_date(value, today) else Wrong.DATE
        case FieldKind.NAME:
            return Wrong.NAME if any(sign.isdigit() for sign in value) else None
        case FieldKind.CHOICE:
            return None if value in {one.id for one in field.choices} else Wrong.NOT_CHOSEN
        case FieldKind.NUMBER | FieldKind.LINE | FieldKind.PARAGRAPH | FieldKind.SIGNATURE:
            return None


_MISSING = {FieldKind.CHOICE: Wrong.NOT_CHOSEN, FieldKind.SIGNATURE: Wrong.NOT_SIGNED}


def _of_id_number(value: str, today: date) -> Wrong | None:
    if len(value) != ID_DIGITS:
        return Wrong.ID_SHORT
    born = as_date(value[6:14], today)
    if born is None or born > today:
        return Wrong.ID_DATE
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, value, strict=False))
    return None if _CHECKS[total % 11] == value[-1] else Wrong.ID_SUM


def as_date(digits: str, today: date) -> date | None:
    """The date of `20261201`; None: it does not exist, or cannot be meant."""
    if len(digits) != DATE_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if OLDEST <= found.year <= today.year + YEARS_AHEAD else None


def longest(field: FormField) -> int:
    """How many characters can be typed."""
    match field.kind:
        case FieldKind.ID_NUMBER:
            return ID_DIGITS
        case FieldKind.DATE:
            return DATE_DIGITS
        case _:
            return field.longest


def typed(field: FormField, value: str, key: str) -> str:
    """The value after a key or a word: `delete`, `clear`, or characters that this kind of field accepts."""
    if key == "clear":
        return ""
    if key == "delete":
        return value[:-1]
    match field.kind:
        case FieldKind.ID_NUMBER:
            last = len(value) == ID_DIGITS - 1 and key.upper() == "X"
            takes = last or _is_digit(key)
            key = key.upper()
        case FieldKind.PHONE | FieldKind.DATE | FieldKind.NUMBER:
            takes = _is_digit(key)
        case FieldKind.NAME | FieldKind.LINE | FieldKind.PARAGRAPH:
            takes = key.isprintable()
        case FieldKind.CHOICE | FieldKind.SIGNATURE:
            takes = False
    whole = len(value) + len(key) <= longest(field)  # a word is taken whole, or not at all
    return value + key if takes and whole else value


def _is_digit(key: str) -> bool:
    return len(key) == 1 and key in "0123456789"
