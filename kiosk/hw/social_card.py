"""Social-security cards (社会保障卡): the free read of EF05 and EF06. Never a PIN, never an authentication.

Regions differ: some let both files be read freely, some ask for a PSAM (6982). Then the card's own number must do,
which is enough to know the same card again and not enough for a name. Record coding as found in the field.
Uncertain: the form of the card number (tag 07), which is taken as it stands, and the name's extension (tag 4E), which
is read when a name fills its record, and left out when it is no text.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.hw.apdu import OK, SECURITY_NOT_SATISFIED, ApduLink, exchange, wipe
from kiosk.hw.cards import CardKind, CardTrouble, Identity
from kiosk.hw.identity import is_date, is_number

APPLICATION = b"sx1.sh." + "社会保障".encode("gbk")
SELECT_APPLICATION = bytes((0x00, 0xA4, 0x04, 0x00, len(APPLICATION))) + APPLICATION
PADDING = b"\0\xff "
EF05, EF06 = b"\xef\x05", b"\xef\x06"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Where an item stands: its file, its tag, its record number for cards that know no tags, its length."""

    file: bytes
    tag: int
    number: int
    length: int


IDENTIFICATION = FileRecord(EF05, 0x01, 1, 16)
EXPIRES = FileRecord(EF05, 0x06, 6, 4)
CARD_NUMBER = FileRecord(EF05, 0x07, 7, 9)
SOCIAL_NUMBER = FileRecord(EF06, 0x08, 1, 18)
NAME = FileRecord(EF06, 0x09, 2, 30)
NAME_EXTENSION = FileRecord(EF06, 0x4E, 3, 30)  # uncertain: tag, number (the gap behind the name) and length
BIRTH = FileRecord(EF06, 0x0D, 7, 4)


def read_social_card(link: ApduLink) -> Identity | CardTrouble | None:
    """None: not a social-security card. Raises `CardGoneError` when the card is pulled."""
    _, status = exchange(link, SELECT_APPLICATION)
    if status != OK:
        return None
    files = _Files(link)
    number = files.text(SOCIAL_NUMBER)
    if is_number(number) or _is_foreign_worker(number):
        birth = files.digits(BIRTH)
        expires = files.digits(EXPIRES)
        return Identity(
            CardKind.SOCIAL,
            number=number,
            name=files.name(),
            birth=birth if is_date(birth) else "",
            expires=expires if is_date(expires) else "",
        )
    if number:
        return CardTrouble.UNREADABLE  # the card could be read, but its number is wrong
    own = files.text(CARD_NUMBER) or files.digits(IDENTIFICATION)
    return Identity(CardKind.OTHER, number=own) if own else CardTrouble.UNKNOWN_CARD


def _is_foreign_worker(number: str) -> bool:
    """Foreigners' social-security numbers begin with three letters of their country; their check is not published."""
    return len(number) == 18 and number.isascii() and number[:3].isalpha() and number[:3].isupper() and number.isalnum()


class _Files:
    """Reads records, and selects a file when it differs from the last one. A file that needs keys is not read."""

    def __init__(self, link: ApduLink) -> None:
        self._link = link
        self._selected = b""
        self._closed: set[bytes] = set()

    def text(self, record: FileRecord) -> str:
        """The record as GBK text; "" if it is no text."""
        value = self._read(record)
        text = _gbk(value)
        wipe(value)
        return text

    def name(self) -> str:
        """The name, with its extension if the name fills its record."""
        value = self._read(NAME)
        name = _gbk(value)
        if len(value) >= NAME.length and value[-1] not in PADDING:
            more = self._read(NAME_EXTENSION)
            both = value + more  # a character may be split between the two
            name = _gbk(both) or name
            wipe(more)
            wipe(both)
        wipe(value)
        return name

    def digits(self, record: FileRecord) -> str:
        """BCD digits (or hexadecimal ones)."""
        value = self._read(record)
        digits = value.hex().upper() if any(value) else ""
        wipe(value)
        return digits

    def _read(self, record: FileRecord) -> bytearray:
        if record.file in self._closed:
            return bytearray()
        by_tag = bytes((0x00, 0xB2, record.tag, 0x00, 0x00))
        by_number = bytes((0x00, 0xB2, record.number, 0x04, 0x00))
        by_short_id = bytes((0x00, 0xB2, record.number, _short_id(record.file) << 3 | 0x04, 2 + record.length))
        selected = (by_tag, by_number) if self._select(record.file) else ()
        for command in (*selected, by_short_id):
            answer, status = exchange(self._link, command)
            if status == SECURITY_NOT_SATISFIED:
                self._closed.add(record.file)
                break
            value = _value(answer, record.tag) if status == OK else None
            wipe(answer)
            if value is not None:
                return value
        return bytearray()

    def _select(self, file: bytes) -> bool:
        for p1 in (0x02, 0x00):
            if file == self._selected:
                break
            _, status = exchange(self._link, bytes((0x00, 0xA4, p1, 0x00, 0x02)) + file)
            if status == OK:
                self._selected = file
        return file == self._selected


def _short_id(file: bytes) -> int:
    """How READ RECORD names a file that is not selected: the low five bits of its name."""
    return file[-1] & 0x1F


def _gbk(value: bytearray) -> str:
    try:
        text = bytes(value).rstrip(PADDING).decode("gbk").strip()
    except UnicodeDecodeError:
        return ""
    return text if text.isprintable() else ""


def _value(answer: bytearray, tag: int) -> bytearray | None:
    """The value of TAG LEN VALUE; None for another tag or a length that is not there."""
    if len(answer) < 2 or answer[0] != tag or len(answer) < 2 + answer[1]:
        return None
    return answer[2 : 2 + answer[1]]
