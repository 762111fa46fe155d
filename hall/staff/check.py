"""Whether hall.toml and the list of people beside it fit together (`xiaochuang check-config`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.config import HallConfig
from domain.staff.people import StaffList, StaffMember, StaffRole
from domain.staff.ways import ProofWay, SignIn, asks_proof
from hall.staff import pins
from hall.staff.file import STAFF_FILE, read_staff
from program.mistakes.file_text import FileText
from program.mistakes.nearest import nearest
from program.secret_file import SecretRefusedError
from program.toml_file import Mistake, source_of


@dataclass(frozen=True, slots=True)
class StaffFindings:
    """`mistakes` keep a person from working, but not the hall; `warnings` deserve attention."""

    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)


def findings(hall_toml: Path, config: HallConfig, source: FileText | None = None) -> StaffFindings:
    """What is wrong with the list beside this hall.toml. `config`: its content; `source`: its text."""
    found, path = StaffFindings(), hall_toml.parent / STAFF_FILE
    hall, own = _File(str(hall_toml), source), _File(str(path), source_of(path))
    staff = read_staff(path)
    if isinstance(staff, list):
        found.mistakes.extend(staff)
    elif staff is None:
        _without_list(found, hall, config)
    else:
        found.mistakes.extend(_key(path, staff))
        if config.sign_in is SignIn.NAMES:
            found.warnings.append(hall.mistake("sign_in", "a name alone opens a window, though there is a list"))
        else:
            found.mistakes.extend(_clerks(hall, config, staff))
            found.mistakes.extend(_strangers(own, config, staff))
            found.warnings.extend(_nobody_at_the_desk(own, staff))
    return found


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    source: FileText | None

    def mistake(self, key: str, reason: str, near: str | None = None) -> Mistake:
        return Mistake(self.name, key, reason, near, self.source)


def _without_list(found: StaffFindings, hall: _File, config: HallConfig) -> None:
    if asks_proof(config.sign_in):
        reason = f"there is no {STAFF_FILE} beside it: nobody could open a window; xiaochuang staff add makes one"
        found.mistakes.append(hall.mistake("sign_in", reason))
    else:
        reason = "a name alone opens a window, and reviews count for whoever it names; xiaochuang staff add ends that"
        found.warnings.append(hall.mistake("sign_in", reason))


def _key(path: Path, staff: StaffList) -> Iterator[Mistake]:
    if any(person.cards for person in staff.people):
        try:
            pins.card_key(path.parent)
        except SecretRefusedError as error:
            yield Mistake(str(path), "", f"has cards, and their key cannot be used: {error}")


def _clerks(hall: _File, config: HallConfig, staff: StaffList) -> Iterator[Mistake]:
    ways = (config.sign_in or SignIn.PIN_OR_CARD).ways
    for index, clerk in enumerate(config.clerks):
        person = staff.person(clerk.id)
        key = f"clerks[{index}].id"
        if person is None:
            near = nearest(clerk.id, [one.id for one in staff.people])
            yield hall.mistake(key, f"{clerk.id!r} is not in {STAFF_FILE}, and can open no window", near)
        elif not person.disabled and not any(_has(person, way) for way in ways):
            yield hall.mistake(key, f"{clerk.id!r} has no {' and no '.join(ways)} in {STAFF_FILE}")


def _has(person: StaffMember, way: ProofWay) -> bool:
    return bool(person.pin if way is ProofWay.PIN else person.cards)


def _strangers(own: _File, config: HallConfig, staff: StaffList) -> Iterator[Mistake]:
    known = [clerk.id for clerk in config.clerks]
    for index, person in enumerate(staff.people):
        if person.role is StaffRole.CLERK and person.id not in known and not person.disabled:
            reason = f"{person.id!r} is no clerk of hall.toml"
            yield own.mistake(f"people[{index}].id", reason, nearest(person.id, known))


def _nobody_at_the_desk(own: _File, staff: StaffList) -> Iterator[Mistake]:
    if not any(one.role.reaches(StaffRole.SUPERVISOR) and not one.disabled for one in staff.people):
        yield own.mistake("people", "nobody is a supervisor: the desk can do nothing")
