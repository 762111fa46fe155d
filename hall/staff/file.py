"""Reads `staff.toml`, with all its mistakes, and writes it whole, readable only for its owner."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from domain.staff.people import PERSON_ID, StaffList, StaffMember
from hall.staff.pins import CARD_HASH, pin_hash_mistake
from program.durable import whole_file
from program.mistakes.form import Found
from program.renamed_keys import KEYS
from program.secret_file import SecretMissingError, SecretRefusedError, read_guarded
from program.toml_file import Mistake, Warn, log, read_partly

STAFF_FILE = "staff.toml"
"""Beside hall.toml."""

HEAD = """\
# Who works in this hall. Written by `xiaochuang staff`, which keeps no remarks; hashes alone, no PIN, no card.
# A running hall takes changes at the next use.
"""


def staff_beside(hall_toml: Path) -> Path:
    return hall_toml.parent / STAFF_FILE


def read_staff(path: Path, *, warn: Warn = log) -> StaffList | list[Mistake] | None:
    """The list, or its mistakes; None if there is no such file. A file that others can read is refused."""
    try:
        read_guarded(str(path))
    except SecretMissingError:
        return None
    except SecretRefusedError as error:
        return [Mistake(str(path), "", str(error).removeprefix(f"{path} "))]
    reading = read_partly(StaffList, path, renamed=KEYS["staff.toml"], warn=warn, secret=True)
    if reading.value is None:
        return reading.mistakes
    return [*reading.mistakes, *reading.judged(mistakes(reading.value))] or reading.value


def mistakes(staff: StaffList) -> Iterator[Found]:
    """Mistakes that a list of the right form can still have."""
    ids: dict[str, int] = {}
    cards: dict[str, int] = {}
    for index, person in enumerate(staff.people):
        key = f"people[{index}]"
        if not re.fullmatch(PERSON_ID, person.id):
            yield f"{key}.id", f"{person.id!r} must be lower case letters, digits and dashes, at most 32", None
        if person.id in ids:
            yield f"{key}.id", f"{person.id!r} is used by people[{ids[person.id]}] already", None
        ids.setdefault(person.id, index)
        for language in ("zh", "en"):
            if not getattr(person.name, language).strip():
                yield f"{key}.name.{language}", "is empty", None
        if person.pin and (wrong := pin_hash_mistake(person.pin)):
            yield f"{key}.pin", wrong, None
        for place, card in enumerate(person.cards):
            if not CARD_HASH.fullmatch(card):
                yield f"{key}.cards[{place}]", "is no hash of a card: xiaochuang staff card makes one", None
            elif card in cards:
                yield f"{key}.cards[{place}]", f"is a card of people[{cards[card]}] already", None
            cards.setdefault(card, index)


def write_staff(path: Path, staff: StaffList, own: tuple[int, int] | None = None) -> None:
    """Replace the file. Its owner is `own` (uid, gid), or else the former owner. Raises `OSError`."""
    with whole_file(path, mode=0o600) as file:
        if own is not None:
            os.fchown(file.fileno(), *own)
        file.write((HEAD + "".join(map(_table, staff.people))).encode())


def _table(person: StaffMember) -> str:
    rows = [
        "\n[[people]]",
        f"id = {_text(person.id)}",
        f"name = {{ zh = {_text(person.name.zh)}, en = {_text(person.name.en)} }}",
        f"role = {_text(person.role.value)}",
    ]
    if person.pin:
        rows.append(f"pin = {_text(person.pin)}")
    if person.cards:
        rows.append(f"cards = [{', '.join(map(_text, person.cards))}]")
    if person.disabled:
        rows.append("disabled = true")
    return "\n".join(rows) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML basic string, except for DEL
