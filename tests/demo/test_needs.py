"""`xiaochuang demo --config`: what is wrong with the hall is said at once, and nothing is started."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from demo.__main__ import main
from demo.folder import SAMPLE

HALL = SAMPLE.read_text(encoding="utf-8")

MISTAKES = [
    # (what stands in the file, what is written instead, what is said)
    ('id = "chunxiaoli"', "id = ", "is not TOML: "),
    ('prefix = "A"', 'prefx = "A"', 'queue "elderly": prefx: unknown key'),
]


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    (tmp_path / "portraits").symlink_to(SAMPLE.parent / "portraits")
    return tmp_path / "hall.toml"


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES)
def test_a_mistake_is_named_before_anything_is_started(
    hall: Path, right: str, wrong: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert right in HALL
    hall.write_text(HALL.replace(right, wrong), encoding="utf-8")
    assert main(["--headless", "--dir", str(hall.parent / "demo"), "--config", str(hall)]) == os.EX_DATAERR
    assert any(line.startswith(f"{hall}:") and said in line for line in capsys.readouterr().err.splitlines())
    assert not (hall.parent / "demo").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = tmp_path / "none.toml"
    assert main(["--headless", "--dir", str(tmp_path / "demo"), "--config", str(none)]) == os.EX_DATAERR
    assert capsys.readouterr().err == f"{none}: cannot be read: No such file or directory\n"
