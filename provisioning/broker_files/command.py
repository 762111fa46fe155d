"""`xiaochuang broker-files`: writes the broker's access list and passwords into the site folder, from its hall.toml.

    broker/mosquitto.acl        for the broker
    broker/mosquitto.passwd     for the broker: hashes
    secrets/ID.password         0600, for the program that logs in with it

Existing passwords stay, and a second run changes nothing. Devices no longer in hall.toml can no longer log in.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from domain.config import HallConfig, Role
from hall.config.file import read_hall
from program.durable import whole_file
from program.secret_file import SecretMissingError, SecretRefusedError, read_secret
from provisioning.broker_files.passwords import is_of, line, new_password
from provisioning.broker_files.rights import HALL_USER, access_list

ON_THE_SERVER = frozenset({Role.PHONE_PAGE, Role.METRICS, Role.SUPERVISOR})
"""Devices that log in at the server itself, with a password; a terminal is known by its certificate."""


def broker_files_main(argv: Sequence[str]) -> int:
    """Returns 0; 1 if something could not be read or written; 2 for wrong arguments."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang broker-files",
        description="Write the broker's access list and passwords from hall.toml. A second run changes nothing.",
    )
    parser.add_argument("--site", type=Path, required=True, metavar="DIR", help="the hall's folder, with its hall.toml")
    parser.add_argument(
        "--password",
        action="append",
        default=[],
        metavar="ID",
        help="also for this device, which is on the server itself; may be repeated",
    )
    asked = parser.parse_args(argv)
    config = read_hall(asked.site / "hall.toml", warn=lambda _: None)
    if isinstance(config, list):
        print(*config, sep="\n", file=sys.stderr)
        return 1
    strangers = set(asked.password) - {device.id for device in config.devices}
    if strangers:
        print(f"xiaochuang broker-files: hall.toml has no device {', '.join(sorted(strangers))}", file=sys.stderr)
        return 1
    try:
        changed = _write(asked.site, config, asked.password)
    except SecretRefusedError as refused:
        print(f"xiaochuang broker-files: {refused}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"xiaochuang broker-files: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"{path}: written")
    print("the broker reads them again with: systemctl reload mosquitto" if changed else "nothing has changed")
    return 0


def users(config: HallConfig, more: Sequence[str] = ()) -> list[str]:
    """The users that log in with a password."""
    devices = [device.id for device in config.devices if device.role in ON_THE_SERVER or device.id in more]
    return [HALL_USER, *devices]


def _write(site: Path, config: HallConfig, more: Sequence[str]) -> list[Path]:
    """Write the files. Returns those that are new or have changed."""
    changed: list[Path] = []
    passwords: dict[str, str] = {}
    for user in users(config, more):
        path = site / "secrets" / f"{user}.password"
        try:
            passwords[user] = read_secret(str(path))
        except SecretMissingError:
            passwords[user] = new_password()
            _store(path, passwords[user] + "\n", changed, mode=0o600)
    file = site / "broker" / "mosquitto.passwd"
    known = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    lines = [
        next((one for one in known if is_of(one, user, password)), None) or line(user, password)
        for user, password in passwords.items()
    ]
    if lines != known:
        _store(file, "\n".join(lines) + "\n", changed, mode=0o600)
    rights = site / "broker" / "mosquitto.acl"
    if not rights.exists() or rights.read_text(encoding="utf-8") != access_list(config):
        _store(rights, access_list(config), changed, mode=0o600)
    return changed


def _store(path: Path, text: str, changed: list[Path], *, mode: int) -> None:
    with whole_file(path, mode=mode) as file:
        file.write(text.encode())
    changed.append(path)
