"""The normal form in which the hall compares everything that people type and scanners read.

Booking codes, pick-up codes, ticket numbers and the addresses of our own QR codes arrive in many shapes: small letters
where Caps Lock was on, full-width ones from a Chinese keyboard, blanks from a copied line, and with marks that a
scanner adds around the code. `normal` removes all of that. It is applied when a code is stored and whenever one is
looked up.

What scanners add (their setup manuals call it the AIM symbology identifier and the ECI protocol, after
ISO/IEC 15424 and the AIM ECI specification):

    >>> normal("]Q1yy8k3m"), normal("ｙｙ８ｋ ３ｍ"), normal(r"\\000026YY8K3M")
    ('YY8K3M', 'YY8K3M', 'YY8K3M')
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 512
"""Characters. A longer text is no code: its normal form is empty."""

_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")  # the kind of barcode: ]Q1, ]C0, ]d2
_ECI = re.compile(r"\\[0-9]{6}")  # the character coding that follows: \\000026 is UTF-8
_UNWRITTEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})  # blanks, control and format characters, half characters
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2012\u2013\u2014\u2015\u2212", "-"))


def normal(text: str) -> str:
    """`text` in capitals, half-width, without blanks and scanner marks; "" if nothing is left or it is too long.

    The normal form of a normal form is itself.
    """
    if len(text) > LONGEST:
        return ""
    while (shorter := _once(text)) != text:
        text = shorter
    return text if len(text) <= LONGEST else ""


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper()).translate(_DASHES)
    text = "".join(letter for letter in text if unicodedata.category(letter) not in _UNWRITTEN)
    return _without_additions(text)


def unframed(text: str) -> str:
    """What a scanner read, letter for letter, without the marks that it adds: framing characters, symbology, coding.

    Large and small letters, full-width ones and the blanks within stay as they are.
    """
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cc" and letter != "\ufeff")
    return _without_additions(text.strip()).strip()


def _without_additions(text: str) -> str:
    while (found := _SYMBOLOGY.match(text)) is not None:
        text = text[found.end() :]
    return _ECI.sub("", text)
