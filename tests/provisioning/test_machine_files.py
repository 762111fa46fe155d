"""`xiaochuang machine-files`: a machine's folder has what it needs, and no key of another machine."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from provisioning.certificates.command import certificates_main
from provisioning.machine_files.command import machine_files_main
from provisioning.new_hall.command import new_hall_main

WORDS = (
    "--id",
    "xinghe",
    "--name",
    "星河",
    "--name-en",
    "Xinghe",
    "--broker",
    "hall.xinghe",
    "--machines",
    "2",
    "--yes",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    assert new_hall_main([str(site), *WORDS]) == 0
    for words in (["authority"], ["device"]):
        assert certificates_main([*words, "--site", str(site)]) == 0
    return site


def run(site: Path, *words: str) -> int:
    return machine_files_main(["--site", str(site), *words])


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_each_machine_gets_its_own_and_nothing_of_others(site: Path) -> None:
    assert run(site) == 0
    machine = site / "machines" / "kiosk-1"
    own = {"terminal.toml", "person.key", "tls/ca.crt", "tls/kiosk-1.crt", "tls/kiosk-1.key"}
    assert files(machine) == own
    pad = {f"tls/pad-w1-{seat}.{kind}" for seat in ("clerk", "citizen") for kind in ("crt", "key")}
    assert files(site / "machines" / "pad-w1") == {"pad-clerk.toml", "pad-citizen.toml", "tls/ca.crt", *pad}
    for name in own - {"terminal.toml", "tls/ca.crt", "tls/kiosk-1.crt"}:
        assert stat.S_IMODE((machine / name).stat().st_mode) == 0o600, name


def test_all_machines_of_a_hall_know_a_person_by_one_key(site: Path) -> None:
    run(site)
    keys = {(site / "machines" / name / "person.key").read_text() for name in ("kiosk-1", "kiosk-2")}
    assert keys == {(site / "secrets" / "person.key").read_text()}
    assert len(keys.pop().strip()) == 64


def test_a_second_run_changes_nothing_and_one_after_a_renewal_brings_the_new_ones(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(site)
    capsys.readouterr()
    assert run(site) == 0
    assert capsys.readouterr().out == "nothing has changed\n"
    assert certificates_main(["renew", "--all", "--site", str(site)]) == 0
    capsys.readouterr()
    assert run(site, "kiosk-1") == 0
    assert capsys.readouterr().out.count(": written") == 2, "certificate and key, and not the key for persons"


def test_what_is_missing_is_said_with_the_command_that_makes_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "tls" / "devices" / "kiosk-2.key").unlink()
    capsys.readouterr()
    assert run(site, "kiosk-2") == 1
    assert "xiaochuang certificates device" in capsys.readouterr().err
    assert run(site, "kiosk-9") == 1
    assert "has no terminal.toml" in capsys.readouterr().err
