"""`xiaochuang certificates`: makes, renews and lists the certificates of one hall.

A second run changes nothing: certificates that exist, fit and are not due stay. Keys are made here; the installer
copies them to their machines (provisioning/README.md).
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.config import Device, HallConfig, Role
from hall.config.file import read_hall
from kiosk.mqtt.tls_files import common_name, issued_by
from program.start.either_side import on_either_side, parse
from provisioning.broker_files.rights import HALL_USER
from provisioning.certificates.authority import Authority, NameRefusedError, names_of
from provisioning.certificates.folder import Certificates, Issued, NoAuthorityError

WITHOUT = frozenset({Role.PHONE_PAGE, Role.METRICS, Role.SUPERVISOR})
"""Roles on the hall's own server, which log in with a password and get no certificate unless `device ID` asks for
one."""

EARLIEST = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
"""A clock that shows an earlier time than this program's release is wrong, and its certificates would be too."""


class CommandRefusedError(ValueError):
    """Why nothing was made; the text is for the person who typed the command."""


def certificates_main(argv: Sequence[str]) -> int:
    """Returns 0; 1 if nothing was made, or (`list`) a certificate has expired or does not fit; 2 for wrong
    arguments."""
    asked = parse(_parser(), argv)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    if now < EARLIEST:
        print(f"xiaochuang certificates: the clock says {now:%Y-%m-%d}; set it first", file=sys.stderr)
        return 1
    try:
        status: int = asked.run(asked, Certificates(asked.site / "tls"), now)
    except (CommandRefusedError, NameRefusedError, NoAuthorityError) as refused:
        print(f"xiaochuang certificates: {refused}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"xiaochuang certificates: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xiaochuang certificates",
        description="The hall's own authority, its broker's certificate, one for each device. The site folder holds "
        "hall.toml; everything goes into its folder tls.",
    )
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    authority = words.add_parser("authority", help="make the hall's authority, once")
    authority.set_defaults(run=_make_authority)
    broker = words.add_parser("broker", help="make the broker's certificate")
    broker.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="host name or IP address that terminals call the broker by; may be repeated",
    )
    broker.set_defaults(run=_make_broker)
    device = words.add_parser("device", help="make certificates of devices")
    device.add_argument(
        "ids",
        nargs="*",
        metavar="ID",
        help="of hall.toml, or `hall` for a hall service that is not on the broker's machine; none: every terminal",
    )
    device.set_defaults(run=_make_devices)
    renew = words.add_parser("renew", help="make anew what has less than a third of its time left")
    renew.add_argument("--all", action="store_true", help="also what has more")
    renew.set_defaults(run=_renew)
    listed = words.add_parser("list", help="say what there is and when it ends")
    listed.set_defaults(run=_list)
    how: dict[str, Any] = {"type": Path, "metavar": "DIR", "help": "the hall's folder, with its hall.toml"}
    on_either_side(parser, [words], "--site", required=True, **how)
    return parser


def _make_authority(asked: argparse.Namespace, certificates: Certificates, now: dt.datetime) -> int:
    config = _hall(asked.site)
    if certificates.has_authority():
        found = certificates.authority().certificate
        print(f"{certificates.folder / 'ca.crt'}: there already, {common_name(found)}")
        return 0
    certificates.store_authority(Authority.new(config.id, now))
    print(f"{certificates.folder / 'ca.crt'}: made; keep authority.key beside it where only you can read it")
    return 0


def _make_broker(asked: argparse.Namespace, certificates: Certificates, now: dt.datetime) -> int:
    authority = certificates.authority()
    found = certificates.broker()
    names: list[str] = asked.name or (names_of(found.certificate) if found is not None else [])
    if not names:
        raise CommandRefusedError("say with --name what terminals call the broker by, e.g. --name hall.example")
    if found is not None and _stays(found, authority, now) and names_of(found.certificate) == names:
        print(f"{found.path}: there already, for {', '.join(names)}")
        return 0
    path = certificates.make_broker(authority, names, now)
    print(f"{path}: made for {', '.join(names)}")
    return 0


def _make_devices(asked: argparse.Namespace, certificates: Certificates, now: dt.datetime) -> int:
    authority = certificates.authority()
    for device in _chosen(_hall(asked.site), asked.ids):
        found = certificates.device(device)
        if found is not None and _stays(found, authority, now):
            print(f"{found.path}: there already, until {_until(found)}")
        else:
            print(f"{certificates.make_device(authority, device, now)}: made")
    return 0


def _renew(asked: argparse.Namespace, certificates: Certificates, now: dt.datetime) -> int:
    authority = certificates.authority()
    known = {HALL_USER, *(device.id for device in _hall(asked.site).devices)}
    made = 0
    for one in certificates.all():
        if one.kind == "authority" or (not asked.all and _stays(one, authority, now)):
            continue
        if one.kind == "broker":
            certificates.make_broker(authority, names_of(one.certificate), now)
        elif one.path.stem not in known:
            print(f"{one.path}: not renewed, hall.toml has no device of that name")
            continue
        else:
            certificates.make_device(authority, one.path.stem, now)
        made += 1
        print(f"{one.path}: renewed")
    if made == 0:
        print("nothing is due")
    return 0


def _list(asked: argparse.Namespace, certificates: Certificates, now: dt.datetime) -> int:
    found = list(certificates.all())
    if not found:
        raise NoAuthorityError(f"{certificates.folder} has no certificate")
    authority = certificates.authority()
    status = 0
    for one in found:
        wrong = _wrong(one, authority, now)
        status |= bool(wrong)
        names = f"  for {', '.join(names_of(one.certificate))}" if one.kind == "broker" else ""
        print(
            f"{one.kind:9} {common_name(one.certificate):28} until {_until(one)}, {one.days_left(now)} days"
            f"{names}{'  ' + wrong.upper() if wrong else ''}"
        )
    return status


def _wrong(one: Issued, authority: Authority, now: dt.datetime) -> str:
    if one.certificate.not_valid_after_utc <= now:
        return "has ended"
    if one.certificate.not_valid_before_utc > now:
        return "is not valid yet"
    if not issued_by(one.certificate, authority.certificate):
        return "is of another authority"
    return "" if one.key_fits else "its key is missing or another's"


def _stays(one: Issued, authority: Authority, now: dt.datetime) -> bool:
    return not _wrong(one, authority, now) and not one.is_due(now)


def _until(one: Issued) -> str:
    return f"{one.certificate.not_valid_after_utc:%Y-%m-%d}"


def _hall(site: Path) -> HallConfig:
    found = read_hall(site / "hall.toml", warn=lambda _: None)
    if isinstance(found, list):
        raise CommandRefusedError("\n".join(map(str, found)))
    return found


def _chosen(config: HallConfig, ids: Sequence[str]) -> list[str]:
    """The ids to make certificates for. Raises `CommandRefusedError` for an id that is not in hall.toml."""
    devices: dict[str, Device] = {device.id: device for device in config.devices}
    strangers = [one for one in ids if one not in devices and one != HALL_USER]
    if strangers:
        raise CommandRefusedError(f"hall.toml has no device {', '.join(map(repr, strangers))}")
    return list(ids) or [device.id for device in config.devices if device.role not in WITHOUT]
