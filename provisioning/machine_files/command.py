"""`xiaochuang machine-files`: puts certificates and keys into each machine's folder of a site.

    machines/NAME/tls/ca.crt, ID.crt, ID.key     of each terminal.toml there, from `tls`
    machines/NAME/person.key                     where a terminal.toml asks for it, from `secrets/person.key`

The hall's key for person hashes is made if there is none. A second run changes nothing; after `certificates renew` it
copies the new ones. Keys have mode 0600. The folder is copied to the machine, so it has no key of another one.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import checked_terminal
from program.durable import whole_file
from program.secret_file import SecretRefusedError, read_secret

PERSON_KEY_BYTES = 32


class NotCompleteError(ValueError):
    """What a machine's folder lacks."""


def machine_files_main(argv: Sequence[str]) -> int:
    """Returns 0; 1 if something is missing or could not be written; 2 for wrong arguments."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang machine-files",
        description="Put each machine's certificates and keys into its folder of the site. A second run changes "
        "nothing; after a renewal it brings the new ones.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="folders of machines/; none: all")
    parser.add_argument("--site", type=Path, required=True, metavar="DIR", help="the hall's folder, with its hall.toml")
    asked = parser.parse_args(argv)
    machines: Path = asked.site / "machines"
    try:
        changed = []
        for name in asked.names or sorted(path.name for path in machines.glob("*") if path.is_dir()):
            changed += _fill(asked.site, machines / name)
    except (NotCompleteError, SecretRefusedError) as error:
        print(f"xiaochuang machine-files: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"xiaochuang machine-files: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"{path}: written")
    if not changed:
        print("nothing has changed")
    return 0


def _fill(site: Path, machine: Path) -> list[Path]:
    """Fill a machine's folder. Returns the files that are new or have changed. Raises `NotCompleteError`, `OSError`."""
    settings = sorted(machine.glob("*.toml"))
    if not settings:
        raise NotCompleteError(f"{machine} has no terminal.toml")
    wanted = {target: (content, mode) for path in settings for target, content, mode in _files(site, path)}
    changed = []
    for target, (content, mode) in wanted.items():
        if target.exists() and target.read_bytes() == content:
            continue
        with whole_file(target, mode=mode) as file:
            file.write(content)
        changed.append(target)
    return changed


def _files(site: Path, settings: Path) -> Iterator[tuple[Path, bytes, int]]:
    """The files as `(destination, content, mode)`. Files outside the machine's folder are left alone."""
    found = checked_terminal(settings, lambda _: None)
    if not isinstance(found, Terminal):
        raise NotCompleteError("\n".join(map(str, found)))
    own = site / "tls" / "devices" / f"{found.device}"
    sources = {
        found.broker.ca_file: (site / "tls" / "ca.crt", 0o644),
        found.broker.cert_file: (own.with_name(f"{own.name}.crt"), 0o644),
        found.broker.key_file: (own.with_name(f"{own.name}.key"), 0o600),
    }
    for name, (source, mode) in sources.items():
        if name is None or name.startswith(("/", "credential:")):
            continue
        if not source.is_file():
            raise NotCompleteError(f"{source} is not there: xiaochuang certificates device --site {site}")
        yield settings.parent / name, source.read_bytes(), mode
    key = found.person_key_file
    if key is not None and not key.startswith(("/", "credential:")):
        yield settings.parent / key, _person_key(site).encode(), 0o600


def _person_key(site: Path) -> str:
    """The key for person hashes, one for the whole hall: with another key, known persons would not be recognised."""
    path = site / "secrets" / "person.key"
    if not path.exists():
        with whole_file(path, mode=0o600, replace=False) as file:
            file.write(f"{secrets.token_hex(PERSON_KEY_BYTES)}\n".encode())
    return read_secret(str(path)) + "\n"
