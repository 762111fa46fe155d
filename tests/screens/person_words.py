"""Words and numbers that nobody has used before, the same again for the same seed: a probe types them, a test looks for
them in the probe's memory."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CHARACTERS, DIGITS = "杏花村路院单元东西南北", "0123456789"


@dataclass(frozen=True)
class Person:
    account: str
    address: str
    story: str
    phone: str
    searched: str
    told: str
    name: str
    number: str

    def all(self) -> list[str]:
        return [value for value in vars(self).values() if isinstance(value, str)]


def person(seed: str) -> Person:
    chance = Random(seed)

    def anew(signs: str, count: int) -> str:
        return "".join(chance.choice(signs) for _ in range(count))

    return Person(
        account=anew(DIGITS, 19),
        address=anew(CHARACTERS, 14),
        story=anew(CHARACTERS, 60),
        phone="139" + anew(DIGITS, 8),
        searched=anew(CHARACTERS, 30),
        told=anew(CHARACTERS, 120),
        name=anew(CHARACTERS, 5),
        number=anew(DIGITS, 18),
    )
