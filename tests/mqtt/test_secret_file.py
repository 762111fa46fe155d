"""Secrets come from files that nobody else reads, or from systemd: for every program of the house."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_hall import TOML
from secret_files import secret_file

from demo.programs import COMMANDS
from program.secret_file import SecretRefusedError, read_guarded, read_secret, refusal

ROOT = Path(__file__).parents[2]


def test_a_secret_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    path = secret_file(tmp_path / "key", " s3cret \nmore")
    assert read_secret(path) == "s3cret"
    assert refusal(path) == ""


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_secret_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = Path(secret_file(tmp_path / "key", "s3cret"))
    path.chmod(mode)
    for read in (read_secret, read_guarded):
        with pytest.raises(SecretRefusedError, match=f"{mode:04o}.*chmod 600") as refused:
            read(str(path))
        assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_for_its_owner_alone_is_taken(tmp_path: Path, mode: int) -> None:
    path = Path(secret_file(tmp_path / "key", "s3cret"))
    path.chmod(mode)
    assert read_secret(str(path)) == "s3cret"


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: None, lambda path: path.touch(0o600)])
def test_what_is_no_secret_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "key")
    with pytest.raises(SecretRefusedError):
        read_secret(str(tmp_path / "key"))


def test_a_secret_that_is_not_there_yet_keeps_no_program_from_its_start(tmp_path: Path) -> None:
    assert refusal(None) == ""
    assert refusal(str(tmp_path / "key")) == ""


@pytest.mark.parametrize("mode", [0o400, 0o440])
def test_a_credential_of_systemd_is_read_by_its_name_and_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    """Root owns it, and an access list lets the unit's user in: that shows as the group's right to read."""
    with pytest.raises(SecretRefusedError, match="without systemd credentials"):
        read_secret("credential:sms")
    path = Path(secret_file(tmp_path / "sms", "s3cret"))
    path.chmod(mode)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_secret("credential:sms") == "s3cret"
    assert read_secret(str(path)) == "s3cret"
    with pytest.raises(SecretRefusedError, match="no name"):
        read_secret("credential:../sms")


TERMINAL = """
hall = "longgang"
device = "d1"
data = "data"
window = "w1"
person_key_file = "person.key"
signing_key_file = "signing.key"
[broker]
username = "d1"
password_file = "password"
ca_file = "ca.crt"
cert_file = "d1.crt"
key_file = "tls.key"
"""


def ended(folder: Path, *command: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("program", COMMANDS)
@pytest.mark.parametrize("name", ["password", "tls.key", "person.key", "signing.key"])
def test_no_terminal_starts_with_a_secret_that_others_can_read(program: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "terminal.toml").write_text(TERMINAL, encoding="utf-8")
    Path(secret_file(tmp_path / name, "s3cret")).chmod(0o644)
    code, said = ended(tmp_path, *COMMANDS[program], "--config", str(tmp_path / "terminal.toml"))
    assert code == 2
    assert f"chmod 600 {tmp_path / name}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("option", ["--password-file", "--key-file"])
@pytest.mark.parametrize("program", ["hall", "phone_page"])
def test_no_service_starts_with_a_secret_that_others_can_read(program: str, option: str, tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    secret = Path(secret_file(tmp_path / "secret", "s3cret"))
    secret.chmod(0o640)
    own = ["--config", str(tmp_path / "hall.toml")] if program == "hall" else ["--hall", "test-hall"]
    code, said = ended(tmp_path, "-m", program, *own, "--data", str(tmp_path / "data"), option, str(secret))
    assert code == 65
    assert f"chmod 600 {secret}" in said
    assert "Traceback" not in said


def test_a_number_machine_without_its_key_for_persons_says_which_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "terminal.toml").write_text(TERMINAL, encoding="utf-8")
    code, said = ended(tmp_path, *COMMANDS["kiosk"], "--config", str(tmp_path / "terminal.toml"))
    assert code == 2
    assert f"person_key_file: {tmp_path / 'person.key'} cannot be read" in said
