"""Recognises any card on a PC/SC reader and reads what it tells without a key, in a fixed order of attempts."""

from __future__ import annotations

from kiosk.hw.apdu import OK, ApduLink, exchange, wipe
from kiosk.hw.cards import CardKind, CardTrouble, Identity
from kiosk.hw.identity import has_expired
from kiosk.hw.resident_text import OF_IDENTITY, TEXT_LENGTH, BadCardTextError, read_resident_text
from kiosk.hw.social_card import read_social_card

RESIDENT_ATR = bytes.fromhex("3B 88 80 01 D1 03")  # the rest differs from card to card
READER_TEXT = bytes.fromhex("FF B0 00 00 00")  # readers with a SAM of their own: 4 bytes of head, 256 of text
READER_TEXT_HEAD = 4
RESIDENT_CARD_NUMBER = bytes.fromhex("00 36 00 00 08")
CONTACTLESS_NUMBER = bytes.fromhex("FF CA 00 00 00")
RANDOM_NUMBER = 0x08  # a four-byte number that begins so is random at each touch (ISO 14443-3)


def read_chip_card(link: ApduLink, atr: bytes, today: str) -> Identity | CardTrouble:
    """Read the card. `today` is YYYYMMDD, for its expiry. Raises `CardGoneError` when it is pulled."""
    found: Identity | CardTrouble
    if atr.startswith(RESIDENT_ATR):
        found = _reader_text(link) or _resident_number(link) or CardTrouble.UNREADABLE
    elif _is_marked(atr):
        found = _reader_text(link) or read_social_card(link) or _resident_number(link) or _any_card(link)
    else:
        found = read_social_card(link) or _any_card(link)
    if isinstance(found, Identity) and has_expired(found.expires, today):
        return CardTrouble.EXPIRED
    return found


def _is_marked(atr: bytes) -> bool:
    """Whether the ATR has the bytes 90 00, the mark of a reader that has read an identity card already. It is
    uncertain: other cards' historical bytes often end so too."""
    return b"\x90\x00" in (atr[12:14], atr[13:15])


def _reader_text(link: ApduLink) -> Identity | CardTrouble | None:
    """None: the reader gives no text."""
    answer, status = exchange(link, READER_TEXT)
    if status != OK or len(answer) < READER_TEXT_HEAD + TEXT_LENGTH:
        wipe(answer)
        return None
    raw = answer[READER_TEXT_HEAD : READER_TEXT_HEAD + TEXT_LENGTH]
    wipe(answer)
    try:
        return read_resident_text(raw, OF_IDENTITY).identity
    except BadCardTextError:
        return CardTrouble.UNREADABLE
    finally:
        wipe(raw)


def _resident_number(link: ApduLink) -> Identity | None:
    answer, status = exchange(link, RESIDENT_CARD_NUMBER)
    if status == OK and len(answer) == 8 and any(answer):
        return Identity(CardKind.OTHER, number=answer.hex().upper())
    return None


def _any_card(link: ApduLink) -> Identity | CardTrouble:
    """The number of a contactless card, unless it is random at each touch."""
    answer, status = exchange(link, CONTACTLESS_NUMBER)
    lasting = len(answer) in (7, 8, 10) or (len(answer) == 4 and answer[0] != RANDOM_NUMBER)
    if status == OK and lasting and any(answer):
        return Identity(CardKind.OTHER, number=answer.hex().upper())
    return CardTrouble.UNKNOWN_CARD
