"""The address for reports may be another's: that is no mistake in a file, and ends the hall with 69."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_hall import TOML
from secret_files import secret_file

KANNEL = """
shape = "kannel"
url = "http://127.0.0.1:13013/cgi-bin/sendsms"
user = "hall"
sender = "10690001"
secret_file = "{secret}"
listen = "{listen}"
listen_secret_file = "{secret}"
"""


@pytest.fixture
def taken() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield f"127.0.0.1:{other.getsockname()[1]}"


def _ended(folder: Path, listen: str, hall: str = TOML) -> subprocess.CompletedProcess[str]:
    (folder / "hall.toml").write_text(hall, encoding="utf-8")
    secret = secret_file(folder / "key", "s3cret")
    (folder / "sms.toml").write_text(KANNEL.format(secret=secret, listen=listen), encoding="utf-8")
    command = [sys.executable, "-m", "hall", "--config", folder / "hall.toml", "--data", folder / "data"]
    command += ["--sms", "http", "--sms-config", folder / "sms.toml"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_second_hall_says_which_address_is_taken(tmp_path: Path, taken: str) -> None:
    ended = _ended(tmp_path, taken)
    assert ended.returncode == 69
    assert f"the address for SMS reports, {taken}: Address already in use" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_address_that_this_machine_does_not_have_yet_is_waited_for_too(tmp_path: Path) -> None:
    ended = _ended(tmp_path, "192.0.2.1:8099")
    assert ended.returncode == 69
    assert "192.0.2.1:8099" in ended.stderr


def test_mistakes_in_the_halls_file_come_first(tmp_path: Path, taken: str) -> None:
    ended = _ended(tmp_path, taken, TOML.replace('prefix = "B"', 'prefix = "A"'))
    assert ended.returncode == 65
    assert "prefix" in ended.stderr
