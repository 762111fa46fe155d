"""`xiaochuang demo --config` opens any valid hall, and says what is wrong with one that is not."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from demo.__main__ import main
from demo.any_hall import OPEN_ALWAYS, DemoHall
from demo.first_steps import first_steps
from demo.folder import SAMPLE, SEATS, DemoFolder
from demo.people import FIRST_PIN, write_people
from domain.config import HallConfig, Role
from hall.config.file import reading_of
from hall.staff.file import read_staff
from provisioning.new_hall.command import new_hall_main

HALL = SAMPLE.read_text(encoding="utf-8")
PAGE = "http://127.0.0.1:9999"


def made(source: Path, folder: Path, *, real_hours: bool = False) -> tuple[DemoHall, HallConfig]:
    """The demo's copy, as written and as read back."""
    demo = DemoFolder(folder)
    folder.mkdir(exist_ok=True)
    hall = demo.write_hall(source, real_hours=real_hours, page=PAGE)
    write_people(demo.hall_toml)
    reading = reading_of(demo.hall_toml)
    assert reading.config is not None
    assert [*map(str, (*reading.mistakes, *reading.missing))] == []
    return hall, reading.config


def holds(hall: DemoHall, config: HallConfig) -> None:
    """Whatever the demo starts is a device of the hall, and people can be served at any hour."""
    roles = {device.id: (device.role, device.window) for device in config.devices}
    for seat in hall.seats:
        assert roles[seat.device] == (Role(seat.role), seat.window)
    assert [seat.program for seat in hall.seats] == [seat.program for seat in SEATS]
    assert len({seat.window for seat in hall.seats if seat.window}) == 1
    assert roles["phone-page"] == (Role.PHONE_PAGE, None)
    assert config.follow_url.startswith(f"{PAGE}/t/")
    assert "{key}" in config.follow_url
    assert {queue.calendar for queue in config.queues} == {OPEN_ALWAYS}
    assert config.clerks


def test_a_hall_of_new_hall_is_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--id", "longgang", "--name", "龙岗大厅", "--name-en", "Longgang", "--broker", "10.0.0.1", "--yes"]
    assert new_hall_main([str(tmp_path / "site"), *words, "--windows", "3"]) == 0
    capsys.readouterr()
    holds(*made(tmp_path / "site" / "hall.toml", tmp_path / "demo"))


SMALLEST = """
id = "smallest"
name = { zh = "小厅", en = "Small" }
queues = [{ id = "q", name = { zh = "业务", en = "Matters" }, prefix = "A", calendar = "weekdays" }]
[[windows]]
id = "counter"
number = "7"
name = { zh = "窗口", en = "Counter" }
kind = "other"
serves = [{ queue = "q" }]
[[calendars]]
id = "weekdays"
sessions = [{ days = [1], opens = 09:00:00, closes = 12:00:00 }]
"""
HALLS = {
    "no device, own calendar": SMALLEST,
    "default calendar left out": SMALLEST.replace(', calendar = "weekdays"', "").replace('"weekdays"', '"default"'),
    "names taken by others": """
devices = [{ id = "kiosk-1", role = "screen" }, { id = "phone-page", role = "kiosk" },
  { id = "pad-w1-citizen", role = "pad", window = "counter" }]
boards = [{ id = "demo", text = { zh = "公告", en = "Notice" } }]
sign_in = "card"
follow_url = "https://city.example/{ticket}"
""" + SMALLEST,
    "a byte order mark": "\ufeff" + SMALLEST,
    "the sample with another window": HALL.replace('"w1"', '"first"'),
    "the sample with a key": HALL.replace('role = "pad-citizen"', f'role = "pad-citizen"\npublic_key = "{"A" * 43}="'),
}  # fmt: skip


@pytest.mark.parametrize("text", HALLS.values(), ids=HALLS)
def test_any_valid_hall_is_opened(tmp_path: Path, text: str) -> None:
    source = tmp_path / "hall.toml"
    source.write_text(text, encoding="utf-8")
    if "portraits/" in text:
        (tmp_path / "portraits").symlink_to(SAMPLE.parent / "portraits")
    holds(*made(source, tmp_path / "demo"))


def test_a_hall_with_its_own_hours_keeps_them_when_asked_to(tmp_path: Path) -> None:
    source = tmp_path / "hall.toml"
    source.write_text(SMALLEST, encoding="utf-8")
    config = made(source, tmp_path / "demo", real_hours=True)[1]
    assert [one.id for one in config.calendars] == ["weekdays"]
    assert config.boards == ()


def test_a_portrait_from_anywhere_lies_in_the_demos_folder(tmp_path: Path) -> None:
    picture = tmp_path / "elsewhere" / "somebody.png"
    picture.parent.mkdir()
    picture.write_bytes((SAMPLE.parent / "portraits/lin.png").read_bytes())
    source = tmp_path / "site" / "hall.toml"
    source.parent.mkdir()
    source.write_text(HALL.replace("portraits/lin.png", "../elsewhere/somebody.png"), encoding="utf-8")
    config = made(source, tmp_path / "demo")[1]
    assert [clerk.portrait for clerk in config.clerks] == ["portraits/lin.png", "", "", "", ""]
    assert (tmp_path / "demo/portraits/lin.png").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "elsewhere", "site"]


def test_what_was_written_is_the_hall_that_was_read(tmp_path: Path) -> None:
    hall, _config = made(SAMPLE, tmp_path / "demo")
    again = tomllib.loads((tmp_path / "demo/hall.toml").read_text(encoding="utf-8"))
    assert again == hall.table
    source = tomllib.loads(HALL)
    for key in ("items", "windows", "priorities", "rules", "notices"):
        assert again[key] == source[key]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('id = "chunxiaoli"', "id = ", "is not TOML: "),
        ('prefix = "A"', 'prefx = "A"', "queue \"elderly\": prefx: unknown key (did you mean 'prefix'?)"),
    ],
)
def test_a_mistake_is_named_before_anything_is_started(
    tmp_path: Path, right: str, wrong: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = tmp_path / "hall.toml"
    hall.write_text(HALL.replace(right, wrong), encoding="utf-8")
    argv = ["--headless", "--language", "en", "--dir", str(tmp_path / "demo"), "--config", str(hall)]
    assert main(argv) == os.EX_DATAERR
    assert re.search(re.escape(f"{hall}:") + r"\d+: " + re.escape(said), capsys.readouterr().err)
    assert not (tmp_path / "demo").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = tmp_path / "none.toml"
    argv = ["--headless", "--language", "en", "--dir", str(tmp_path / "demo"), "--config", str(none)]
    assert main(argv) == os.EX_DATAERR
    assert capsys.readouterr().err == f"{none}: cannot be read: No such file or directory\n"


# ---- what one does first

STEPS = {
    ("zh", "zh"): ["点“林晓雯”，点“输入密码”（F5），输入 1001，点“开窗”（F5）", "“养老和社保”", "“下一位”（F5）"],
    ("zh", "en"): ["林晓雯, 输入密码 (F5), type 1001, then 开窗 (F5)", "choose 养老和社保", "不留信息，直接取号"],
    ("en", "en"): ["Lin Xiaowen, Enter PIN (F5), type 1001, then Open (F5)", "Pensions and seniors", "Next (F5)"],
}  # fmt: skip


@pytest.mark.parametrize(("screens", "said"), STEPS)
def test_the_first_steps_are_told_with_the_words_on_the_screens(tmp_path: Path, screens: str, said: str) -> None:
    hall, _config = made(SAMPLE, tmp_path / "demo")
    told = first_steps(hall, screens=screens, said=said)
    assert [part for part in STEPS[screens, said] if part not in told] == []
    staff = read_staff(tmp_path / "demo/staff.toml")
    assert staff is not None
    assert not isinstance(staff, list)
    assert staff.people[0].id == hall.table["clerks"][0]["id"]
    assert str(FIRST_PIN) in told


def test_where_names_open_windows_no_pin_is_told(tmp_path: Path) -> None:
    source = tmp_path / "hall.toml"
    source.write_text('sign_in = "names"\n' + SMALLEST, encoding="utf-8")
    hall, _config = made(source, tmp_path / "demo")
    assert str(FIRST_PIN) not in first_steps(hall, screens="zh", said="zh")
