"""The files that an engineer brings to a machine: a hall's folder (its *site*), or one terminal's folder from it.

DIR/hall.toml, tls/, broker/, secrets/, portraits/ …      for the hall's server
DIR/machines/NAME/…                                       one terminal each, complete with its certificates:
terminal.toml | pad-clerk.toml …, tls/, person.key        `xiaochuang machine-files` fills it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from program.toml_text import read_table
from provisioning.installation import layout
from provisioning.installation.layout import InstalledProgram
from provisioning.installation.machine import InstallationError

OF_OTHERS = {"tls", "broker", "secrets", "machines"}
"""Folders of a site that have their own steps or belong to other machines."""

MADE_ON_THE_SERVER = {"staff.toml", "staff.key"}
OPEN = {"hall.toml", "holidays.toml"}


@dataclass(frozen=True, slots=True)
class ServerSite:
    folder: Path

    @property
    def hall_toml(self) -> Path:
        return self.folder / "hall.toml"

    def table(self) -> dict[str, Any]:
        """The content of hall.toml. Raises `InstallationError`."""
        return _table(self.hall_toml)

    def devices(self, *roles: str) -> list[dict[str, Any]]:
        found = self.table().get("devices", [])
        return [one for one in found if isinstance(one, dict) and one.get("role") in roles]

    def missing(self) -> list[str]:
        """The commands that are still to be run for this folder, in order."""
        folder = self.folder
        if not self.hall_toml.is_file():
            return [f"xiaochuang new-hall {folder}"]
        tls = folder / "tls"
        wanted = [
            ((tls / "ca.crt",), f"xiaochuang certificates authority --site {folder}"),
            (
                (tls / "broker.crt", tls / "broker.key"),
                f"xiaochuang certificates broker --name NAME --site {folder}    # NAME: as terminals call this server",
            ),
            (
                (*(path for path, *_ in self.broker_files()), *(path for path, _ in self.passwords())),
                f"xiaochuang broker-files --site {folder}",
            ),
        ]
        return [command for files, command in wanted if not all(path.is_file() for path in files)]

    def broker_files(self) -> Iterator[tuple[Path, str]]:
        """File → destination, for the broker, which reads them after giving up root's rights."""
        for name in ("mosquitto.passwd", "mosquitto.acl"):
            yield self.folder / "broker" / name, f"{layout.CONFIGURATION}/{name}"

    def passwords(self) -> Iterator[tuple[Path, str]]:
        """File → destination, for programs on the server: systemd, as root, passes the passwords on."""
        for user in ("hall", *(role for role in layout.BESIDE_THE_HALL if self.devices(role))):
            yield self.folder / "secrets" / f"{user}.password", f"{layout.CONFIGURATION}/{user}.password"

    def own_files(self) -> Iterator[tuple[Path, str]]:
        """File → destination, for hall.toml and the files beside it: holidays, portraits and others that the hall
        reads."""
        for path in sorted(self.folder.rglob("*")):
            inner = path.relative_to(self.folder)
            hidden = any(part.startswith(".") for part in inner.parts)
            if path.is_file() and not hidden and inner.parts[0] not in OF_OTHERS | MADE_ON_THE_SERVER:
                yield path, f"{layout.CONFIGURATION}/{inner}"


@dataclass(frozen=True, slots=True)
class TerminalSite:
    """One machine's folder."""

    folder: Path

    @classmethod
    def chosen(cls, folder: Path, name: str | None) -> TerminalSite:
        """The folder itself, or, in a whole site, the folder of the machine `name`. Raises `InstallationError`."""
        machines = folder / "machines"
        if name is None and not machines.is_dir():
            return cls(folder)
        names = sorted(path.name for path in machines.glob("*") if path.is_dir())
        if name is None and len(names) == 1:
            name = names[0]
        if name not in names:
            raise InstallationError(f"which machine is this? say --machine with one of: {', '.join(names) or 'none'}")
        return cls(machines / name)

    def programs(self) -> list[tuple[InstalledProgram, dict[str, Any]]]:
        """The programs of this machine, with their files. Raises `InstallationError`."""
        found = [one for one in layout.TERMINALS if (self.folder / one.settings).is_file()]
        return [(one, _table(self.folder / one.settings)) for one in found]

    def missing(self) -> list[str]:
        """What is still to be done before this folder can be installed."""
        programs = self.programs()
        if not programs:
            names = ", ".join(one.settings for one in layout.TERMINALS)
            return [f"{self.folder} has none of {names}: copy the folder machines/NAME of the hall's site here"]
        gone = [str(path) for _, table in programs for path, *_ in self.files(table) if not path.is_file()]
        if not gone:
            return []
        how = "at the hall's site run `xiaochuang machine-files --site DIR`, and copy the machine's folder again"
        return [f"{', '.join(sorted(set(gone)))}: not there; {how}"]

    def files(self, table: dict[str, Any]) -> Iterator[tuple[Path, str, bool]]:
        """The files that a terminal.toml names: source, destination, whether it is secret.

        Raises `InstallationError`.
        """
        broker = table.get("broker") if isinstance(table.get("broker"), dict) else {}
        assert isinstance(broker, dict)
        for name, secret in (
            (broker.get("ca_file"), False),
            (broker.get("cert_file"), False),
            (broker.get("key_file"), True),
            (broker.get("password_file"), True),
            (table.get("person_key_file"), True),
        ):
            if isinstance(name, str) and name and not name.startswith(("/", "credential:")):
                if ".." in Path(name).parts:
                    raise InstallationError(f"{name}: a file of a terminal lies in its own folder")
                yield self.folder / name, f"{layout.CONFIGURATION}/{name}", secret


def _table(path: Path) -> dict[str, Any]:
    try:
        found = read_table(path)
    except OSError as error:
        raise InstallationError(f"{path}: {error.strerror}") from None
    if isinstance(found, str):
        raise InstallationError(f"{path}: {found}")
    return found
