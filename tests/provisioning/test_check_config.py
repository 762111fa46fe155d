"""`xiaochuang check-config terminal.toml` opens the files of its link."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_ca import stranger

import xiaochuang

TERMINAL = """
hall = "h"
device = "{device}"
data = "."
broker = {{ host = "broker", port = 8883, ca_file = "ca.crt", cert_file = "kiosk-1.crt", key_file = "kiosk-1.key" }}
"""


@pytest.mark.parametrize(("device", "exit_code"), [("kiosk-1", 0), ("kiosk-2", 1)])
def test_a_certificate_of_another_device_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], device: str, exit_code: int
) -> None:
    stranger(tmp_path, "kiosk-1")
    file = tmp_path / "terminal.toml"
    file.write_text(TERMINAL.format(device=device), encoding="utf-8")
    assert xiaochuang.main(["check-config", str(file)]) == exit_code
    told = capsys.readouterr()
    if exit_code:
        assert f"{file}:5: broker.cert_file: is of 'kiosk-1', and this is 'kiosk-2'" in told.err
    assert ("all in order" in told.out) is (exit_code == 0)


def test_a_file_that_is_not_there_yet_is_told_and_no_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "terminal.toml"
    file.write_text(TERMINAL.format(device="kiosk-1"), encoding="utf-8")
    assert xiaochuang.main(["check-config", str(file)]) == 0
    assert f"broker.ca_file: {tmp_path / 'ca.crt'} is not there" in capsys.readouterr().err
