"""Which phone numbers are ones: as a citizen types them at a machine, and as the hall sends to them."""

from __future__ import annotations

import re

DIGITS = 11
_MAINLAND = re.compile(r"1[3-9][0-9]{9}")
_ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164: at most 15 digits with the country's


def is_mobile(phone: str) -> bool:
    """A mobile number of the mainland: 11 digits, 13… to 19…."""
    return _MAINLAND.fullmatch(phone) is not None


def can_be_sent_to(phone: str) -> bool:
    """A mobile number of the mainland, or one with its country's code (`+852…`)."""
    return is_mobile(phone) or _ABROAD.fullmatch(phone) is not None
