"""Which secrets are read, down to the last bit of a mode and the last byte of a line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from secret_files import secret_file

from program.secret_file import LONGEST, SecretMissingError, SecretRefusedError, read_guarded, read_secret, refusal


@pytest.mark.parametrize("bit", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
def test_no_bit_for_others_is_taken(tmp_path: Path, bit: int) -> None:
    path = Path(secret_file(tmp_path / "key", "s3cret"))
    path.chmod(0o600 | bit)
    with pytest.raises(SecretRefusedError, match=f"can be read by others \\(mode {0o600 | bit:04o}\\)"):
        read_secret(str(path))
    assert "chmod 600" in refusal(str(path))


def test_another_users_file_is_refused_and_roots_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(secret_file(tmp_path / "key", "s3cret"))
    if os.geteuid() == 0:
        monkeypatch.setattr("os.geteuid", lambda: 4711)
        assert read_secret(str(path)) == "s3cret"
        os.chown(path, 4712, -1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: 4711)
    with pytest.raises(SecretRefusedError, match=f"{path} belongs to another user: chown"):
        read_secret(str(path))
    for user in (path.stat().st_uid, 0):
        monkeypatch.setattr("os.geteuid", lambda user=user: user)
        assert read_secret(str(path)) == "s3cret", "its owner reads it, and root, who looks after all programs"


def test_a_missing_secret_is_told_from_one_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(SecretMissingError, match="No such file"):
        read_secret(str(tmp_path / "key"))
    with pytest.raises(SecretRefusedError, match="is no file"):
        read_guarded("/dev/null")
    with pytest.raises(SecretRefusedError) as refused:
        read_secret(str(tmp_path))
    assert not isinstance(refused.value, SecretMissingError)
    assert "cannot be read" in refusal(str(tmp_path))


@pytest.mark.parametrize("content", ["", "\n", "  \n", "\ns3cret"])
def test_an_empty_first_line_is_no_secret(tmp_path: Path, content: str) -> None:
    path = secret_file(tmp_path / "key", content)
    with pytest.raises(SecretRefusedError, match="is empty"):
        read_secret(path)
    assert refusal(path) == "", "a certificate's file may begin like this"


def test_bytes_that_are_no_text_are_guarded_and_no_secret(tmp_path: Path) -> None:
    path = Path(secret_file(tmp_path / "key", ""))
    path.write_bytes(b"\xff\xfe")
    assert read_guarded(str(path)) == b"\xff\xfe"
    with pytest.raises(SecretRefusedError, match="is not UTF-8 text"):
        read_secret(str(path))


def test_no_more_is_read_than_the_longest_secret(tmp_path: Path) -> None:
    path = secret_file(tmp_path / "key", "s" * (LONGEST + 1))
    assert len(read_guarded(path)) == LONGEST


@pytest.mark.parametrize("name", ["", "a/b", "../a"])
def test_a_credential_has_a_plain_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(SecretRefusedError, match="is no name of a credential"):
        read_secret(f"credential:{name}")


def test_only_what_lies_in_the_folder_of_credentials_itself_may_be_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "below").mkdir()
    path = Path(secret_file(tmp_path / "below" / "key", "s3cret"))
    path.chmod(0o440)
    with pytest.raises(SecretRefusedError, match="can be read by others"):
        read_secret(str(path))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "")
    with pytest.raises(SecretRefusedError, match="without systemd credentials, and 'key' is one"):
        read_secret("credential:key")
