"""`xiaochuang demo --config`: what is wrong with the hall is said at once, and nothing is started."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from demo.__main__ import main
from demo.folder import SAMPLE

HALL = SAMPLE.read_text(encoding="utf-8")

CALENDAR = 'id = "always"'
MISTAKES = [
    # (what stands in the file, what is written instead, what is said)
    ('id = "chunxiaoli"', "id = ", "hall.toml: is not TOML: "),
    ('prefix = "A"', 'prefx = "A"', "hall.toml: queues[0].prefx: unknown key (did you mean 'prefix'?)"),
    ('id = "screen-w1"', 'id = "screen-3"', "hall.toml: devices: there is no 'screen-w1'"),
    ('id = "phone-page"', 'id = "page"', "hall.toml: devices: there is no 'phone-page'"),
    ('id = "pad-w1-citizen"', f'id = "pad-w1-citizen"\npublic_key = "{"A" * 43}="', "hall.toml: devices: 'pad-w1-cit"),
    (CALENDAR, 'id = "never"', "hall.toml: calendars: there is no 'always'"),
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
    assert f"{hall.parent}/{said}" in capsys.readouterr().err
    assert not (hall.parent / "demo").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = tmp_path / "none.toml"
    assert main(["--headless", "--dir", str(tmp_path / "demo"), "--config", str(none)]) == os.EX_DATAERR
    assert capsys.readouterr().err == f"{none}: cannot be read: No such file or directory\n"
