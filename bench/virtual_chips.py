"""Programs of virtual cards: social-security cards of several regions, identity cards, a bus card.

`chip_of` makes the card of an invented person; the bench and the tests use the programs as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.virtual_card import Answer
from kiosk.hw.cards import CardKind, Identity

RESIDENT_ATR = bytes.fromhex("3B 88 80 01 D1 03 86 05 00 80 80 00 58")
SOCIAL_ATR = bytes.fromhex("3B 6D 00 00 00 81 54 44 20 86 60 12 34 56 78 9A 00")
BUS_ATR = bytes.fromhex("3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A")
OK = b"\x90\x00"
NOT_FOUND = b"\x6a\x82"
NO_RECORD = b"\x6a\x83"
DENIED = b"\x69\x82"
NO_CLASS = b"\x6e\x00"
APPLICATION = bytes.fromhex("7378312E73682E C9E7BBE1B1A3D5CF")
EF05, EF06 = b"\xef\x05", b"\xef\x06"
RECORD_NUMBERS = {EF05: [1, 2, 3, 4, 5, 6, 7], EF06: [0x08, 0x09, 0x4E, 0x0A, 0x0B, 0x0C, 0x0D]}
NAME_BYTES = 30

Files = Mapping[bytes, Mapping[int, bytes]]
"""A card's content: by file, then by tag."""


def social_files(number: str, name: str, birth: str, expires: str) -> Files:
    """EF05 and EF06 of a person; dates are YYYYMMDD or empty. Raises `ValueError` if a value cannot be on a card."""
    return {
        EF05: {
            0x01: bytes.fromhex("11010012345678901234567890123456"),
            0x06: bytes.fromhex(expires),
            0x07: b"A12345678",
        },
        EF06: {
            0x08: number.encode("ascii"),
            0x09: name.encode("gbk").ljust(NAME_BYTES, b"\0"),
            0x0D: bytes.fromhex(birth),
        },
    }


@dataclass
class SocialCard:
    """`by_tag`: knows tags, otherwise record numbers only. `by_short_id`: knows its files by short identifiers only and
    selects none. `fetch`: answers 61xx; `exact`: requires the exact length."""

    files: Files
    denied: tuple[bytes, ...] = ()
    by_tag: bool = True
    by_short_id: bool = False
    fetch: bool = False
    exact: bool = False
    p1: int = 0x02
    selected: bytes = b""
    pending: bytes = field(default=b"", repr=False)

    def __call__(self, command: bytes) -> bytes:
        cla, ins, p1, p2 = command[:4]
        if cla != 0x00:
            return NO_CLASS
        if ins in (0x20, 0x82):
            raise AssertionError("the driver tried a PIN or an authentication")
        if ins == 0xA4 and p1 == 0x04:
            return self._out(b"\x6f\x00") if command[5:] == APPLICATION else NOT_FOUND
        if ins == 0xA4:
            if self.by_short_id or p1 != self.p1 or command[5:7] not in self.files:
                return NOT_FOUND
            self.selected = command[5:7]
            return OK
        if ins == 0xC0:
            data, self.pending = self.pending, b""
            return data + OK
        if ins == 0xB2:
            return self._record(p1, p2, command[4])
        return NO_CLASS

    def _record(self, p1: int, p2: int, expected: int) -> bytes:
        file = bytes((0xEF, p2 >> 3)) if self.by_short_id else self.selected
        if file in self.denied:
            return DENIED
        if p2 == 0x00 and self.by_tag:
            tag = p1
        elif p2 in ((0x2C, 0x34) if self.by_short_id else () if self.by_tag else (0x04,)):
            tags = RECORD_NUMBERS[file]
            if not 1 <= p1 <= len(tags):
                return NO_RECORD
            tag = tags[p1 - 1]
        else:
            return NO_RECORD
        value = self.files.get(file, {}).get(tag)
        if value is None:
            return NO_RECORD
        return self._out(bytes((tag, len(value))) + value, expected)

    def _out(self, data: bytes, expected: int | None = None) -> bytes:
        if self.exact and expected is not None and expected != len(data):
            return bytes((0x6C, len(data)))
        if self.fetch:
            self.pending = data
            return bytes((0x61, len(data)))
        return data + OK


def resident_chip(command: bytes) -> bytes:
    """An identity card on a reader without a SAM: it tells its chip's number and nothing else."""
    return bytes.fromhex("0102030405060708") + OK if command == bytes.fromhex("0036000008") else b"\x6d\x00"


def resident_with_reader_text(text: bytes) -> Callable[[bytes], bytes]:
    """An identity card on a reader that gives `text` by a pseudo-APDU."""

    def answer(command: bytes) -> bytes:
        if command == bytes.fromhex("FFB0000000"):
            return bytes.fromhex("01000400") + text + OK
        return resident_chip(command)

    return answer


def bus_card(number: bytes) -> Callable[[bytes], bytes]:
    """A contactless card that tells its number and nothing else."""

    def answer(command: bytes) -> bytes:
        return number + OK if command == bytes.fromhex("FFCA000000") else NOT_FOUND

    return answer


def card_text(mark: str = " ", **pieces: tuple[int, str]) -> bytes:
    """The 256 bytes of a card's text: blanks, with `pieces` (offset, text) and the type mark `mark` written over
    them."""
    raw = bytearray(" ".encode("utf-16-le") * 128)
    for offset, text in (*pieces.values(), (248, mark)):
        written = text.encode("utf-16-le")
        raw[offset : offset + len(written)] = written
    return bytes(raw)


def citizen_text(number: str, name: str, *, valid_to: str = "长期") -> bytes:
    """The text of a citizen's identity card, as a SAM gives it."""
    return card_text(
        name=(0, name),
        sex=(30, "2"),
        ethnic=(32, "01"),
        birth=(36, number[6:14]),
        address=(52, "北京市朝阳区某某街道某某胡同1号"),
        number=(122, number),
        authority=(158, "北京市公安局朝阳分局"),
        valid_from=(188, "20160229"),
        valid_to=(204, valid_to),
    )


def chip_of(person: Identity) -> tuple[bytes, Answer]:
    """ATR and program of that person's card. Raises `ValueError` if a value cannot be on such a card."""
    match person.kind:
        case CardKind.RESIDENT:
            text = citizen_text(person.number, person.name, valid_to=person.expires or "长期")
            return RESIDENT_ATR, resident_with_reader_text(text)
        case CardKind.SOCIAL:
            files = social_files(person.number, person.name, person.birth, person.expires)
            return SOCIAL_ATR, SocialCard(files)
        case CardKind.OTHER:
            return BUS_ATR, bus_card(bytes.fromhex(person.number))
