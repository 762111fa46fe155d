"""The steps of a hall's server, in the order in which they are done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from provisioning.installation import layout
from provisioning.installation.layout import BESIDE_THE_HALL, CONFIGURATION, CONTENT, HALL, SHIPPED, TLS, UNITS
from provisioning.installation.machine import TargetSystem
from provisioning.installation.site import OPEN, ServerSite
from provisioning.installation.steps import Command, Disabled, Enabled, Folder, PlacedFile, Step, Users

RELOAD_BROKER = f"reload:{layout.BROKER_UNIT}"


def shipped(files: Path, part: str, machine: TargetSystem) -> Iterator[Step]:
    """The steps for every machine of this part, independent of the hall. `files`: the folder `systemd`.

    The broker's settings are updated only if they are there: without its certificates the broker would not start.
    """
    yield from _copies(files, "both")
    yield Users((files / "sysusers/xiaochuang.conf").read_text(encoding="utf-8"))
    yield Folder(path=CONFIGURATION)
    yield Folder(path=TLS)
    yield Command()
    yield from manual(files)
    yield from _copies(files, part)
    if part == "hall" and machine.path(layout.BROKER).exists():
        yield from _copies(files, "broker")


def manual(files: Path) -> Iterator[PlacedFile]:
    """Places the man pages and completions. `files`: as above; the folder `share` lies beside it."""
    share = files.parent / "share"
    for path in sorted(share.rglob("*")):
        if path.is_file():
            yield _place(path, f"{layout.SHARE}/{path.relative_to(share)}")


def hall_steps(site: ServerSite, files: Path) -> Iterator[Step]:
    """The steps for this hall's server, after those of `shipped`. The site must be complete."""
    tls = site.folder / "tls"
    yield _place(tls / "ca.crt", f"{TLS}/ca.crt", affects=(RELOAD_BROKER,))
    yield _place(tls / "broker.crt", f"{TLS}/broker.crt", affects=(RELOAD_BROKER,))
    broker = layout.BROKER_USER
    yield _place(tls / "broker.key", f"{TLS}/broker.key", mode=0o600, owner=broker, affects=(RELOAD_BROKER,))
    for path, target in site.broker_files():
        yield _place(path, target, mode=0o600, owner=broker, affects=(RELOAD_BROKER,))
    for path, target in site.passwords():
        unit = BESIDE_THE_HALL.get(path.stem, HALL).unit
        yield _place(path, target, mode=0o600, affects=(unit,))
    for path, target in site.own_files():
        is_open = path.name in OPEN or path.suffix in {".png", ".jpg", ".jpeg"}
        mode, owner = (0o644, "root") if is_open else (0o600, HALL.user)
        yield _place(path, target, mode=mode, owner=owner, affects=(HALL.unit,))
    yield from _copies(files, "broker")
    yield Enabled(layout.BROKER_UNIT, ours=False)
    yield Enabled(HALL.unit)
    if "content" in site.table():
        yield Enabled(CONTENT.unit)
    else:
        yield Disabled(CONTENT.unit, "hall.toml has no [content]")
    for role, program in BESIDE_THE_HALL.items():
        if not site.devices(role):
            yield Disabled(program.unit, f"hall.toml has no device with the role {role}")
        else:
            yield PlacedFile(
                path=f"{UNITS}/{program.unit}.d/30-hall.conf",
                content=f"[Service]\nEnvironment=HALL={site.table()['id']}\n".encode(),
                affects=("systemd", program.unit),
            )
            yield Enabled(program.unit)


def _copies(files: Path, part: str) -> Iterator[Step]:
    for name, target in SHIPPED[part].items():
        yield _place(files / name, target, affects=_who_hears(target))


def _who_hears(target: str) -> tuple[str, ...]:
    if target == layout.UDEV:
        return ("udev",)
    if target in {layout.BROKER, layout.RATE_LINE} or f"{layout.BROKER_UNIT}.d" in target:
        return ("systemd", layout.BROKER_UNIT)
    if not target.startswith(UNITS):
        return ()
    name = Path(target).name if target.endswith(".service") else Path(target).parent.name.removesuffix(".d")
    return ("systemd", name)


def _place(
    source: Path,
    target: str,
    *,
    mode: int = 0o644,
    owner: str = "root",
    affects: tuple[str, ...] = (),
) -> PlacedFile:
    return PlacedFile(path=target, content=source.read_bytes(), mode=mode, owner=owner, affects=affects)
