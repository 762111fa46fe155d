"""The sample hall with people who prove who they are, for tests: its list is written with cheap hashes."""

from __future__ import annotations

import os
from pathlib import Path

from sample_hall import TOML

from domain.config import Text
from domain.staff.people import StaffList, StaffMember, StaffRole
from hall.staff import pins
from hall.staff.file import STAFF_FILE, write_staff

CLERKS = """
[[clerks]]
id = "c2"
name = { zh = "李军", en = "Li Jun" }
number = "002"
post = { zh = "综合窗口", en = "Counter" }
duty = { zh = "受理", en = "Accepting" }
promise = { zh = "热情服务", en = "Kind service" }
contact = "6512 0002"

[[calendars]]"""

STAFF_TOML = 'sign_in = "pin or card"\n' + TOML.replace("[[calendars]]", CLERKS.lstrip(), 1)

PIN = {"c1": "736251", "c2": "846352", "boss": "905172"}
CARD = {"c1": "04A31F22", "c2": "0013371337"}


def person(id_: str, role: StaffRole = StaffRole.CLERK, **more: object) -> StaffMember:
    return StaffMember(id=id_, name=Text(zh=id_, en=id_), role=role, **more)  # type: ignore[arg-type]


def write_list(folder: Path, *, pin: dict[str, str] = PIN, disabled: tuple[str, ...] = ()) -> StaffList:
    """`staff.toml` beside hall.toml: two clerks with PINs and cards, and a supervisor with a PIN."""
    try:
        key = pins.card_key(folder)
    except OSError:
        key = pins.make_card_key(folder)
    roles = {"boss": StaffRole.SUPERVISOR}
    people = tuple(
        person(
            id_,
            roles.get(id_, StaffRole.CLERK),
            pin=pins.hashed_pin(digits),
            cards=(pins.hashed_card(key, CARD[id_]),) if id_ in CARD else (),
            disabled=id_ in disabled,
        )
        for id_, digits in pin.items()
    )
    staff = StaffList(people=people)
    write_staff(folder / STAFF_FILE, staff)
    os.utime(folder / STAFF_FILE)
    return staff
