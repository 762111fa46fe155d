"""Who works in the demo's hall: its clerks with PINs that everybody may know, and a supervisor for the desk."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from domain.config import Text
from domain.staff.people import StaffList, StaffMember, StaffRole
from hall.staff.file import staff_beside, write_staff
from hall.staff.pins import hashed_pin

FIRST_PIN = 1001
"""The PIN of the first clerk in hall.toml; each following clerk has the next number."""

SUPERVISOR = StaffMember(id="fang", name=Text(zh="方主管", en="Fang, supervisor"), role=StaffRole.SUPERVISOR)
SUPERVISOR_PIN = "2001"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A clerk of the demo with the PIN, which the demo prints."""

    id: str
    pin: str


def demo_clerks(hall_toml: Path) -> list[DemoPerson]:
    """The clerks of this file in its order, each with a PIN."""
    clerks = tomllib.loads(hall_toml.read_text(encoding="utf-8")).get("clerks", [])
    return [DemoPerson(clerk["id"], str(FIRST_PIN + at)) for at, clerk in enumerate(clerks)]


def write_people(hall_toml: Path) -> None:
    """Write `staff.toml` beside `hall_toml`, with every clerk and a supervisor."""
    clerks = tomllib.loads(hall_toml.read_text(encoding="utf-8")).get("clerks", [])
    people = [
        StaffMember(id=one.id, name=Text(**clerk["name"]), pin=hashed_pin(one.pin))
        for one, clerk in zip(demo_clerks(hall_toml), clerks, strict=True)
    ]
    chief = StaffMember(id=SUPERVISOR.id, name=SUPERVISOR.name, role=SUPERVISOR.role, pin=hashed_pin(SUPERVISOR_PIN))
    write_staff(staff_beside(hall_toml), StaffList(people=(*people, chief)))
