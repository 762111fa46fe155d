"""`xiaochuang broker-files`: who may log in, by hall.toml. A real broker: tests/mqtt/test_production_broker.py."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path

import pytest
from sample_hall import TOML

from provisioning.broker_files import passwords, rights
from provisioning.broker_files.command import broker_files_main

SHIPPED = Path(__file__).resolve().parents[2] / "systemd"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    return tmp_path


def run(site: Path, *words: str) -> int:
    return broker_files_main(["--site", str(site), *words])


def contents(site: Path) -> dict[str, str]:
    return {str(path.relative_to(site)): path.read_text() for path in site.rglob("*") if path.is_file()}


def test_the_server_s_own_programs_have_passwords_and_nobody_else_can_read_them(site: Path) -> None:
    assert run(site) == 0
    assert {path.stem for path in (site / "secrets").iterdir()} == {"hall", "desk-1", "page-1"}
    made = [*(site / "secrets").iterdir(), site / "broker" / "mosquitto.passwd", site / "broker" / "mosquitto.acl"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}
    users = [line.split(":")[0] for line in (site / "broker" / "mosquitto.passwd").read_text().splitlines()]
    assert users == ["hall", "desk-1", "page-1"]


def test_no_password_stands_in_the_broker_s_files(site: Path) -> None:
    run(site)
    told = (site / "broker" / "mosquitto.passwd").read_text() + (site / "broker" / "mosquitto.acl").read_text()
    for path in (site / "secrets").iterdir():
        assert path.read_text().strip() not in told


def test_a_second_run_changes_nothing(site: Path) -> None:
    run(site)
    before = contents(site)
    assert run(site) == 0
    assert contents(site) == before


def test_who_is_no_longer_in_the_hall_is_let_in_no_longer(site: Path) -> None:
    run(site)
    text = TOML.replace('[[devices]]\nid = "desk-1"\nrole = "desk"\n', "")
    assert text != TOML
    (site / "hall.toml").write_text(text, encoding="utf-8")
    assert run(site) == 0
    assert "desk-1" not in contents(site)["broker/mosquitto.passwd"]
    assert "desk-1" not in contents(site)["broker/mosquitto.acl"]


def test_a_password_that_was_changed_by_hand_is_taken(site: Path) -> None:
    run(site)
    (site / "secrets" / "hall.password").write_text("another one\n")
    run(site)
    line = contents(site)["broker/mosquitto.passwd"].splitlines()[0]
    assert passwords.is_of(line, "hall", "another one")


def test_a_terminal_on_the_server_gets_one_when_asked_and_a_stranger_does_not(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(site, "--password", "kiosk-1") == 0
    assert (site / "secrets" / "kiosk-1.password").exists()
    assert run(site, "--password", "kiosk-9") == 1
    assert "kiosk-9" in capsys.readouterr().err


def test_a_password_that_others_can_read_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(site)
    (site / "secrets" / "hall.password").chmod(0o644)
    assert run(site) == 1
    assert "chmod 600" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["hall", "hall:", "hall:$7$x$y$z", "desk-1:$6$a$b", "hall:$7$101$AAAA$AAAA"])
def test_what_is_no_line_for_it_lets_nobody_in(wrong: str) -> None:
    assert not passwords.is_of(wrong, "hall", "secret")


def test_a_line_that_mosquitto_made_is_read_as_mosquitto_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "passwd"
    subprocess.run(["mosquitto_passwd", "-b", "-c", file, "hall", "secret"], check=True)
    line = file.read_text().strip()
    assert passwords.is_of(line, "hall", "secret")
    assert not passwords.is_of(line, "hall", "other")
    assert not passwords.is_of(line, "desk", "secret")


def test_named_rights_are_the_patterns_of_the_shipped_list(site: Path) -> None:
    patterns = re.findall(r"^pattern (\w+) (\S+)$", (SHIPPED / "mosquitto.acl").read_text(encoding="utf-8"), re.M)
    run(site)
    block = contents(site)["broker/mosquitto.acl"].split("user kiosk-1\n")[1].split("\n\n")[0]
    named = re.findall(r"^topic (\w+) (\S+)$", block, re.M)
    assert named == [(way, topic.replace("+", "test-hall", 1).replace("%u", "kiosk-1")) for way, topic in patterns]
    assert rights.HALL_USER == "hall"
