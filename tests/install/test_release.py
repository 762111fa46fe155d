"""A newer program is used only once it has read the site's files without a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning.installation import command
from provisioning.installation.machine import TargetSystem
from provisioning.installation.release import UsedRelease
from provisioning.installation.site import ServerSite

HALL = 'id = "xinghe"\n'
CHECKS = '#!/bin/sh\necho "$@" >"$(dirname "$0")/asked"\necho "hall.toml:1: id: is not what it was" >&2\nexit {code}\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine whose newer program refuses the site's file, and whose older one does not."""
    for name, code in (("older", 0), ("newer", 1)):
        program = tmp_path / f"root/opt/xiaochuang/releases/{name}/.venv/bin/xiaochuang"
        program.parent.mkdir(parents=True)
        program.write_text(CHECKS.format(code=code))
        program.chmod(0o755)
    UsedRelease("older").do(TargetSystem(tmp_path / "root"))
    return tmp_path / "root"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in ("tls/ca.crt", "tls/broker.crt", "tls/broker.key", "broker/mosquitto.passwd", "broker/mosquitto.acl",
                 "secrets/hall.password"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "hall.toml").write_text(HALL)
    assert ServerSite(folder).missing() == []
    return folder


def test_one_link_says_which_is_used(root: Path) -> None:
    machine, newer = TargetSystem(root), UsedRelease("newer")
    assert UsedRelease("older").needed(machine) == ""
    assert newer.needed(machine) == "use the program in /opt/xiaochuang/releases/newer"
    newer.do(machine)
    assert newer.needed(machine) == ""
    assert (root / "opt/xiaochuang/.venv").resolve() == root / "opt/xiaochuang/releases/newer/.venv"


def test_a_program_that_refuses_the_site_is_not_used(
    root: Path, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "is_root", lambda: True)
    words = ["hall", "--site", str(site), "--root", str(root), "--release", "newer"]
    assert command.installation_main(words) == 1
    assert "is not what it was" in capsys.readouterr().err
    assert UsedRelease("older").needed(TargetSystem(root)) == ""
    assert not (root / "etc/xiaochuang").exists()
    asked = root / "opt/xiaochuang/releases/newer/.venv/bin/asked"
    assert asked.read_text() == f"check-config {site}/hall.toml\n"
