"""Secrets come from files that nobody else reads, or from systemd; and `sms.toml` is read as strictly as hall.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rigs import secret_file
from sample_hall import TOML

from hall.sms.choice import choose
from hall.sms.secrets import SecretRefusedError, read_secret

KANNEL = """
shape = "kannel"
url = "http://127.0.0.1:13013/cgi-bin/sendsms"
user = "hall"
sender = "10690001"
secret_file = "{secret}"
"""


def test_a_secret_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    path = secret_file(tmp_path / "key", " s3cret \nmore")
    assert read_secret(path) == "s3cret"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_secret_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = Path(secret_file(tmp_path / "key", "s3cret"))
    path.chmod(mode)
    with pytest.raises(SecretRefusedError, match="chmod 600") as refused:
        read_secret(str(path))
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: None, lambda path: path.touch(0o600)])
def test_what_is_no_secret_is_refused(tmp_path: Path, make: object) -> None:
    make(tmp_path / "key")  # type: ignore[operator]
    with pytest.raises(SecretRefusedError):
        read_secret(str(tmp_path / "key"))


def test_a_credential_of_systemd_is_read_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SecretRefusedError, match="without systemd credentials"):
        read_secret("credential:sms")
    (tmp_path / "sms").write_text("s3cret", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_secret("credential:sms") == "s3cret"
    with pytest.raises(SecretRefusedError, match="no name"):
        read_secret("credential:../sms")


def _said(tmp_path: Path, toml: str, kind: str = "http") -> str:
    (tmp_path / "sms.toml").write_text(toml, encoding="utf-8")
    found = choose(kind, tmp_path / "sms.toml", tmp_path)
    if not isinstance(found, list):
        found.close()
        return ""
    return "\n".join(map(str, found))


def test_an_unknown_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    secret = secret_file(tmp_path / "key", "s3cret")
    assert _said(tmp_path, KANNEL.format(secret=secret)) == ""
    said = _said(tmp_path, KANNEL.format(secret=secret) + 'sendr = "1"\n')
    assert "sms.toml: sendr: unknown key (did you mean 'sender'?)" in said


def test_an_unknown_shape_is_named_with_the_nearest(tmp_path: Path) -> None:
    assert "did you mean 'kannel'" in _said(tmp_path, 'shape = "kanel"\n')


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    Path(secret_file(tmp_path / "key", "s3cret")).chmod(0o644)
    said = _said(
        tmp_path,
        f'shape = "tencent"\nuser = "u"\nsender = "s"\nsecret_file = "{tmp_path / "key"}"\nlisten = "nowhere"\n',
    )
    for key in ("secret_file", "app", "templates", "listen", "listen_secret_file"):
        assert f"sms.toml: {key}: " in said


def test_the_hall_service_does_not_start_with_a_readable_secret(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    Path(secret_file(tmp_path / "key", "s3cret")).chmod(0o644)
    (tmp_path / "sms.toml").write_text(KANNEL.format(secret=tmp_path / "key"), encoding="utf-8")
    command = [sys.executable, "-m", "hall", "--config", tmp_path / "hall.toml", "--data", tmp_path / "data"]
    command += ["--sms", "http", "--sms-config", tmp_path / "sms.toml"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 65
    assert "sms.toml: secret_file: " in ended.stderr
    assert "chmod 600" in ended.stderr
