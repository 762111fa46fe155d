"""`xiaochuang staff`: edits the list of people who work in a hall, their roles, PINs and cards: `staff.toml` beside
hall.toml.

A PIN is drawn and printed once, or asked for on the terminal. It is never an argument, because other users of the
machine can read those.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import fcntl
import getpass
import os
import pwd
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from domain.config import HallConfig, Text
from domain.staff.people import StaffList, StaffMember, StaffRole, card_number, pin_mistake, typed_pin
from hall.staff import pins
from hall.staff.file import mistakes, read_staff, staff_beside, write_staff
from program.mistakes.nearest import nearest
from program.renamed_keys import KEYS
from program.secret_file import SecretMissingError, SecretRefusedError
from program.start.either_side import on_either_side, parse
from program.toml_file import Mistake, read_toml

USUAL = Path("/etc/xiaochuang/hall.toml")
SERVICE_USER = "xiaochuang-hall"
"""The user of the hall service (systemd/); a list made by root is given to it."""

DRAWN_DIGITS = 6

ReadCard = Callable[[], str]
"""Waits for a card on this machine's reader and returns its number; raises `NotDoneError`."""


class NotDoneError(Exception):
    """Why nothing was changed, in words."""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="xiaochuang staff",
        description="Who works in a hall: staff.toml beside hall.toml. A running hall takes changes at the next use.",
        epilog="Ends with 0: done; 1: not done, as said; 2: wrong words.",
    )
    what = made.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = what.add_parser("add", help="somebody new, with a PIN")
    add.add_argument("id", help="a clerk's id in hall.toml, or a new one")
    add.add_argument("--role", default="clerk", help=", ".join(StaffRole))
    add.add_argument("--zh", metavar="NAME", help="name in Chinese; a clerk has it in hall.toml")
    add.add_argument("--en", metavar="NAME", help="name in English, likewise")
    add.add_argument("--ask", action="store_true", help="ask for the PIN instead of drawing one")
    add.add_argument("--no-pin", action="store_true", help="who proves it with a card alone")
    pin = what.add_parser("pin", help="a new PIN; the old one is none any more")
    pin.add_argument("id")
    pin.add_argument("--ask", action="store_true", help="ask for it instead of drawing one")
    card = what.add_parser("card", help="one more card, or with --lost none")
    card.add_argument("id")
    card.add_argument("--reader", action="store_true", help="lay it on a PC/SC reader; else a reader types its number")
    card.add_argument("--lost", action="store_true", help="forget all cards of this person")
    role = what.add_parser("role", help="another role")
    role.add_argument("id")
    role.add_argument("role", help=", ".join(StaffRole))
    for name, text in (("disable", "lets nobody in any more"), ("enable", "lets in again"), ("remove", "takes out")):
        what.add_parser(name, help=text).add_argument("id")
    what.add_parser("list", help="everybody, with role and what they have; no PIN and no card")
    how: dict[str, Any] = {"type": Path, "default": USUAL, "metavar": "hall.toml", "help": f"default: {USUAL}"}
    on_either_side(made, [what], "--config", **how)
    return made


def staff_main(argv: Sequence[str], read_card: ReadCard) -> int:
    """Returns the exit code."""
    asked = parse(parser(), argv)
    try:
        config = _hall(asked.config)
        path = staff_beside(asked.config)
        if asked.what == "list":
            print(*_rows(_list(path)), sep="\n")
            return 0
        with _alone(path.parent):
            before = _list(path)
            after, said = _changed(asked, config, path, before, read_card)
            _write(path, after)
        print(said)
    except NotDoneError as error:
        print(f"xiaochuang staff: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"xiaochuang staff: {error.filename or asked.config}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def _hall(path: Path) -> HallConfig:
    """The hall of this file, without the checks of check-config, which do not matter for a list of people."""
    config = read_toml(HallConfig, path, renamed=KEYS["hall.toml"], warn=lambda _old: None)
    if isinstance(config, list):
        raise NotDoneError("\n".join(map(str, config)))
    return config


def _list(path: Path) -> StaffList:
    read = read_staff(path)
    if isinstance(read, list):
        raise NotDoneError("\n".join(map(str, read)))
    return read or StaffList()


def _write(path: Path, staff: StaffList) -> None:
    wrong = [Mistake(str(path), *one) for one in mistakes(staff)]
    if wrong:
        raise NotDoneError("\n".join(map(str, wrong)))
    write_staff(path, staff, _owner(path))
    if not any(one.cards for one in staff.people) and not (path.parent / pins.KEY_FILE).exists():
        pins.make_card_key(path.parent, _owner(path))  # the key also shows that there was a list, if the list is lost


def _rows(staff: StaffList) -> Iterator[str]:
    if not staff.people:
        yield "nobody yet: xiaochuang staff add ID"
    for one in staff.people:
        has = ["PIN"] if one.pin else []
        has += [f"{len(one.cards)} card" + "s" * (len(one.cards) > 1)] if one.cards else []
        state = ", disabled" if one.disabled else ""
        yield f"{one.id:<16} {one.role.value:<14} {' and '.join(has) or 'proves nothing'}{state}   {one.name.zh}"


def _changed(
    asked: argparse.Namespace, config: HallConfig, path: Path, staff: StaffList, read_card: ReadCard
) -> tuple[StaffList, str]:
    """The list after the change, and a line about it."""
    if asked.what == "add":
        if staff.person(asked.id) is not None:
            raise NotDoneError(f"{asked.id!r} is in the list already")
        person = StaffMember(id=asked.id, name=_name(asked, config), role=_role(asked.role))
        if asked.no_pin:
            return _with(staff, person), f"{asked.id} is in the list; a card: xiaochuang staff card {asked.id}"
        return _given_pin(staff, person, ask=asked.ask)
    person = _known(staff, asked.id)
    match asked.what:
        case "pin":
            return _given_pin(staff, person, ask=asked.ask)
        case "card" if asked.lost:
            return _with(staff, dataclasses.replace(person, cards=())), f"{asked.id} has no card any more"
        case "card":
            card = _card(path, staff, read_card if asked.reader else _typed_card)
            return _with(
                staff, dataclasses.replace(person, cards=(*person.cards, card))
            ), f"{asked.id} has this card now"
        case "role":
            role = _role(asked.role)
            return _with(staff, dataclasses.replace(person, role=role)), f"{asked.id} is {role.value} now"
        case "remove":
            left = tuple(one for one in staff.people if one.id != asked.id)
            return StaffList(people=left), f"{asked.id} is not in the list any more"
    off = asked.what == "disable"
    return _with(staff, dataclasses.replace(person, disabled=off)), f"{asked.id} is {'disabled' if off else 'enabled'}"


def _with(staff: StaffList, person: StaffMember) -> StaffList:
    """The list with this entry, in place of the person's former one."""
    if staff.person(person.id) is None:
        return StaffList(people=(*staff.people, person))
    return StaffList(people=tuple(person if one.id == person.id else one for one in staff.people))


def _known(staff: StaffList, id_: str) -> StaffMember:
    found = staff.person(id_)
    if found is None:
        near = nearest(id_, [one.id for one in staff.people])
        raise NotDoneError(f"nobody in the list is {id_!r}" + (f" (did you mean {near!r}?)" if near else ""))
    return found


def _role(word: str) -> StaffRole:
    try:
        return StaffRole(word)
    except ValueError:
        near = nearest(word, [role.value for role in StaffRole])
        meant = f" (did you mean {near!r}?)" if near else ""
        raise NotDoneError(f"there is no role {word!r}{meant}: {', '.join(StaffRole)}") from None


def _name(asked: argparse.Namespace, config: HallConfig) -> Text:
    clerk = next((one for one in config.clerks if one.id == asked.id), None)
    zh, en = asked.zh or (clerk and clerk.name.zh), asked.en or (clerk and clerk.name.en)
    if not zh or not en:
        raise NotDoneError(f"{asked.id!r} is no clerk of {asked.config}: --zh and --en say the name")
    return Text(zh=zh, en=en)


def _given_pin(staff: StaffList, person: StaffMember, *, ask: bool) -> tuple[StaffList, str]:
    pin = _asked_pin(person.id) if ask else _drawn_pin()
    after = _with(staff, dataclasses.replace(person, pin=pins.hashed_pin(pin)))
    name = f"{person.id} ({person.name.zh})"
    return after, f"{name} has a new PIN" if ask else f"the PIN of {name} is {pin}; it is shown this once"


def _drawn_pin() -> str:
    while pin_mistake(pin := "".join(secrets.choice("0123456789") for _ in range(DRAWN_DIGITS))):
        pass
    return pin


def _asked_pin(id_: str) -> str:
    pin = typed_pin(_secret(f"PIN of {id_}: "))
    mistake = pin_mistake(pin)
    if mistake:
        raise NotDoneError(mistake)
    if typed_pin(_secret("once more: ")) != pin:
        raise NotDoneError("these are two different PINs")
    return pin


def _typed_card() -> str:
    return _secret("tap the card on the reader that types, or type its number: ")


def _secret(prompt: str) -> str:
    """A line typed without echo; in a script, the next line of its input."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")


def _card(path: Path, staff: StaffList, read: ReadCard) -> str:
    number = card_number(read())
    if number is None:
        raise NotDoneError("that is no number of a card: 4 to 64 digits and letters")
    try:
        key = pins.card_key(path.parent)
    except SecretMissingError:
        if any(one.cards for one in staff.people):
            raise NotDoneError(
                f"{path.parent / pins.KEY_FILE} is gone, and with it all cards: put it back, or make everybody's anew "
                "after xiaochuang staff card ID --lost for each"
            ) from None
        key = pins.make_card_key(path.parent, _owner(path))
    except SecretRefusedError as error:
        raise NotDoneError(str(error)) from None
    card = pins.hashed_card(key, number)
    holder = staff.holder(card)
    if holder is not None:
        raise NotDoneError(f"this is a card of {holder.id} already")
    return card


def _owner(path: Path) -> tuple[int, int] | None:
    """The owner of the list (uid, gid): its former owner; for a new list of root's, the service's user; else None."""
    with contextlib.suppress(FileNotFoundError):
        found = path.stat()
        return found.st_uid, found.st_gid
    if os.geteuid() == 0:
        with contextlib.suppress(KeyError):
            service = pwd.getpwnam(SERVICE_USER)
            return service.pw_uid, service.pw_gid
    return None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A lock, so that two commands at once do not undo each other's changes."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)
