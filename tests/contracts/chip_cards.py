"""The person on the tests' cards, and her cards."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench import virtual_chips
from kiosk.hw.identity import check_character

NUMBER = "11010519491231002X"
NAME = "李秀兰"


@dataclass
class SocialCard(virtual_chips.SocialCard):
    files: virtual_chips.Files = field(
        default_factory=lambda: virtual_chips.social_files(NUMBER, NAME, "19491231", "20401231")
    )


def long_named(name: str, **dialect: bool) -> SocialCard:
    """Her card with a name that may be longer than its record: the rest stands in the extension."""
    raw = name.encode("gbk")
    files = virtual_chips.social_files(NUMBER, "", "19491231", "20401231")
    rest = {0x4E: raw[30:].ljust(30, b"\0")} if raw[30:] else {}
    holder = {**files[b"\xef\x06"], 0x09: raw[:30].ljust(30, b"\0"), **rest}
    return SocialCard(files={**files, b"\xef\x06": holder}, **dialect)  # type: ignore[arg-type]


def citizen_text(number: str = NUMBER, *, valid_to: str = "长期", name: str = NAME) -> bytes:
    return virtual_chips.citizen_text(number, name, valid_to=valid_to)


def with_check(first_17: str) -> str:
    return first_17 + check_character(first_17)
