"""A mistake in hall.toml is named by file, key, reason and the nearest valid word, before anything starts."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from sample_hall import TOML

from domain.config import HallConfig
from hall.config.check import check
from hall.config.file import read_hall
from program.toml_file import Mistake


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "hall.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_hall_in_order_is_read_whole(write) -> None:
    hall = read_hall(write(TOML))
    assert isinstance(hall, HallConfig)
    assert [queue.prefix for queue in hall.queues] == ["A", "B"]
    assert hall.calendars[0].sessions[0].opens.hour == 4


OFFLINE = "offline = [{ queue = "

MISTAKES = [
    # (what stands in the file, what is written instead, key, part of the reason, nearest)
    ('prefix = "A"', 'prefx = "A"', "queues[0].prefx", "unknown key", "prefix"),
    ('prefix = "A"\n', "", "queues[0].prefix", "is missing", None),
    ('prefix = "A"', 'prefx = "A"', "queues[0].prefx", "unknown key", "prefix"),
    ("first = 1", 'first = "1"', "queues[0].first", 'is "1", and a whole number is wanted', "1"),
    ('kind = "accept"', 'kind = "acept"', "windows[0].kind", 'is "acept"; it can be accept, deliver, ', "accept"),
    ("lag_minutes = 10", "lag = 10", "windows[0].serves[1].lag", "unknown key", "lag_minutes"),
    ('[{ queue = "social" }, {', '[{ queue = "socal" }, {', "windows[0].serves[0].queue", "no queue 'socal'", "social"),
    ('items = ["pension"]', 'items = ["pensions"]', "queues[0].items[0]", "no item 'pensions'", "pension"),
    ('items = ["pension"]', 'calendar = "defualt"', "queues[0].calendar", "no calendar 'defualt'", "default"),
    ('window = "w2"', 'window = "w3"', "devices[2].window", "no window 'w3'", "w2"),
    ('role = "pad"\nwindow = "w2"', 'role = "pad"', "devices[2].window", "is missing", None),
    ('id = "civil"', 'id = "social"', "queues[1].id", "used by queues[0]", None),
    ('id = "civil"', 'id = "civil"\nwas = ["social"]', "queues[1].was[0]", "is the id of queues[0] now", None),
    ('id = "civil"', 'id = "civil"\nwas = ["a", "a"]', "queues[1].was[1]", "an earlier id of queues[1] already", None),
    ('id = "w2"', 'id = "w2"\nwas = ["W 2"]', "windows[1].was[0]", "", None),
    ('"QJ########"', '"########"', "queues[0].pickup_code", "must begin with a letter", None),
    ('"QJ########"', '"QJ###"', "queues[0].pickup_code", "at least 4 #", None),
    ('"QJ########"', '"QJ[0-9]{8}"', "queues[0].pickup_code", "may hold A to Z", None),
    ('id = "civil"', 'id = "civil"\npickup_code = "QJ2026####"', "queues[1].pickup_code", "queue 'social'", None),
    ('prefix = "B"', 'prefix = "A"', "queues[1].prefix", "used by queues[0]", None),
    ('prefix = "B"', 'prefix = "B1"', "queues[1].prefix", "end in a digit", None),
    ("last = 899\n", "last = 0\n", "queues[0].first", "1 to 0 is empty", None),
    ("width = 4", "width = 12", "queues[1].width", "is from 1 to 9", None),
    ("last = 8999", "last = 10000", "queues[1].width", "does not fit in 4 digits", None),
    ("first = 900", "first = 899", "devices[0].offline[0].first", "overlaps the queue's own range", None),
    ("last = 949", "last = 1000", "devices[0].offline[0].last", "does not fit in 3 digits", None),
    ('role = "screen"', 'role = "screen"\n' + OFFLINE + '"social", first = 950, last = 959 }]',
     "devices[3].offline[0]", "issues no numbers", None),
    ('role = "screen"', 'role = "kiosk"\n' + OFFLINE + '"social", first = 949, last = 959 }]',
     "devices[3].offline[0].first", "overlaps the block of 'kiosk-1'", None),
    ("sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59 }]", "sessions = []",
     "calendars[0].sessions", "is empty", None),
    ("closes = 03:59:59 }", "closes = 12:00:00 }, { days = [3], opens = 11:00:00, closes = 13:00:00 }",
     "calendars[0].sessions[1].opens", "overlaps calendars[0].sessions[0]", None),
    ("closes = 03:59:59 }", "closes = 04:00:00 }", "calendars[0].sessions[0].opens", "opens at", None),
    ("[1, 2, 3, 4, 5, 6, 7]", "[0]", "calendars[0].sessions[0].days", "from 1 (Monday)", None),
    ("请{number}号", "请{numbr}号", "notices.called.zh", "{numbr}", "number"),
    ("请{number}号", "{person}", "notices.called.zh", "{person}", None),
    ("请准备。", "请准备。" + "请" * 60, "notices.near.zh", "one SMS holds 70", None),
    ("near_positions = [3]", "near_positions = [6]", "notices.near_positions", "from 1 to 5", None),
    ("value = 3", "value = 6", "ratings.levels", "1 to 5", None),
    ('bad = true, tags = [\n    { code = "slow", name = { zh = "慢", en = "Slow" } },\n  ]', "bad = true, tags = []",
     "ratings.levels[3].tags", "needs tags", None),
    ('id = "kiosk-1"', 'id = "kiosk-1"\nname = { zh = "", en = "entrance" }', "devices[0].name.zh", "1 to 12", None),
    ('id = "kiosk-1"', 'id = "kiosk-1"\nname = { zh = "大门", en = "the machine at the entrance" }',
     "devices[0].name.en", "1 to 24", None),
    ('id = "kiosk-1"', 'id = "Kiosk_1"', "devices[0].id", "lower case letters", None),
    ('id = "test-hall"', 'id = "test/hall"', "id", "lower case letters", None),
    ('id = "test-hall"', 'id = "test-hall"\ntimezone = "Asia/Beijing"', "timezone", "no time zone", "Asia/Shanghai"),
    ('id = "test-hall"', 'id = "test-hall"\ntimezone = "Asia/Urumchi"', "timezone", "no time zone", "Asia/Urumqi"),
    ('contact = "6512 0001"', 'contact = "1"\nportrait = "c1.png"', "clerks[0].portrait", "no file 'c1.png'", None),
    *[("no_show_after_seconds = 0", f"{rule} = -1", f"rules.{rule}", "is -1, but must be at least 0", None)
      for rule in ("hold_limit", "hold_minutes", "appointment_early_minutes", "appointment_late_minutes",
                   "no_show_after_seconds", "return_limit")],
    ("no_show_after_seconds = 0", "numbers_per_person_and_day = 0", "rules.numbers_per_person_and_day", "at least 1",
     None),
    ("no_show_after_seconds = 0", "items_per_ticket = 0", "rules.items_per_ticket", "at least 1", None),
    *[("[ratings]", f"[ratings]\n{key} = {number}", f"ratings.{key}", f"is {number}, but must be at least 1", None)
      for key, number in (("comment_limit", -1), ("lapse_seconds", -3), ("mend_days", 0))],
    ("head_start_minutes = 20", "head_start_minutes = -20", "priorities[0].head_start_minutes", "at least 0", None),
    ("head_start_minutes = 20", "head_start_minutes = 20\nmin_age = -1", "priorities[0].min_age", "at least 1", None),
    ("head_start_minutes = 20", 'head_start_minutes = 20\nicon = "whelchair"', "priorities[0].icon",
     "no icon 'whelchair'", "wheelchair"),
    ('prefix = "A"', 'prefix = "A"\nicon = "hart"', "queues[0].icon", "no icon 'hart'", "heart"),
    ('prefix = "A"', 'prefix = "A"\nservice_minutes = nan', "queues[0].service_minutes", "above 0", None),
    ('prefix = "A"', 'prefix = "A"\ntarget_wait_minutes = 0', "queues[0].target_wait_minutes", "at least 1", None),
    *[("no_show_after_seconds = 0", f"{rule} = {most + 1}", f"rules.{rule}", f"but must be at most {most}", None)
      for rule, most in (("no_show_after_seconds", 31_536_000), ("return_minutes", 525_600), ("hold_minutes", 525_600),
                         ("appointment_early_minutes", 525_600), ("appointment_late_minutes", 525_600))],
    *[("[ratings]", f"[ratings]\n{key} = {most + 1}", f"ratings.{key}", f"but must be at most {most}", None)
      for key, most in (("lapse_seconds", 31_536_000), ("mend_days", 365))],
    ("near_positions = [3]", "expires_minutes = 99999999999999999999", "notices.expires_minutes",
     "but must be at most 525600", None),
    ("head_start_minutes = 20", "head_start_minutes = 525601", "priorities[0].head_start_minutes", "at most 525600",
     None),
    ("lag_minutes = 10", "lag_minutes = 525601", "windows[0].serves[1].lag_minutes", "at most 525600", None),
    ('prefix = "A"', 'prefix = "A"\ntarget_wait_minutes = 525601', "queues[0].target_wait_minutes", "at most 525600",
     None),
    ('prefix = "A"', 'prefix = "A"\nservice_minutes = inf', "queues[0].service_minutes", "at most a year", None),
    ('prefix = "A"', 'prefix = "A"\nservice_minutes = 525601', "queues[0].service_minutes", "at most a year", None),
    ('id = "default"', 'id = "default"\nearly_minutes = 525601', "calendars[0].early_minutes", "at most 525600", None),
    ("lag_minutes = 10", "lag_minutes = -10", "windows[0].serves[1].lag_minutes", "at least 0", None),
    ('zh = "王敏"', 'zh = ""', "clerks[0].name.zh", "is empty", None),
    ('en = "Wang Min"', 'en = " "', "clerks[0].name.en", "is empty", None),
    ('zh = "综合受理"', 'zh = ""', "windows[0].name.zh", "is empty", None),
    ('number = "1"', 'number = ""', "windows[0].number", "is empty", None),
    ('zh = "慢"', 'zh = ""', "ratings.levels[3].tags[0].name.zh", "is empty", None),
    ("no_show_after_seconds = 0", 'identify = ["cards"]', "rules.identify[0]", "no way to identify", "card"),
    ('id = "test-hall"', 'id = "test-hall"\nfollow_url = "http://x/{tiket}"', "follow_url", "{tiket}", "ticket"),
    ('id = "test-hall"', 'id = "test-hall"\nfollow_url = "http://x/{hall}"', "follow_url", "no {ticket}", None),
    ('prefix = "A"', 'prefix = "A"\nguide = { zh = " ", en = "Bring it" }', "queues[0].guide.zh", "is empty", None),
    ('"请{number}号到{window}号窗口办理。"', '""', "notices.called.zh", "is empty", None),
    ('"Number {number}: please come to window {window}."', '""', "notices.called.en", "is empty", None),
    ("请{number}号到{window}号窗口办理。", "请{number}号来办理。", "notices.called.zh", "has no {window}", None),
    ("{number}号前面还有{ahead}人", "前面还有{ahead}人", "notices.near.zh", "has no {number}", None),
    ('id = "test-hall"', 'id = "test-hall"\nreview_url = "javascript:x"', "review_url", "no address of a", None),
    ('id = "test-hall"', 'id = "test-hall"\nfollow_url = "https://x /{ticket}"', "follow_url", "no address", None),
    ('prefix = "A"', 'prefix = "A "', "queues[0].prefix", "must be letters", None),
    ('id = "civil"\nname', 'id = "other"\nname', "queues[1].id", "no window serves 'other'", None),
    ('items = ["pension"]\n', "", "items[0].id", "no queue has 'pension'", None),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "key", "reason", "near"), MISTAKES)
def test_each_mistake_names_its_key_and_the_nearest_valid_word(  # noqa: PLR0917
    write, right, wrong, key, reason, near
) -> None:
    assert right in TOML
    path = write(TOML.replace(right, wrong, 1))
    found = read_hall(path)
    assert isinstance(found, list)
    mistake = next((one for one in found if one.key == key), None)
    assert mistake is not None, found
    assert mistake.file == str(path)
    assert reason in mistake.reason
    assert mistake.nearest == near


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("[[queues]]", "[booking]\ndays_ahead = 1000000000\n\n[[queues]]", "booking.days_ahead"),
        ("minutes = 60, people", "minutes = 1000000000, people", "queues[0].booking.minutes"),
    ],
)
def test_no_booking_is_farther_ahead_than_the_calendar_goes(write, right, wrong, key) -> None:
    """A day that no calendar has ended every request about bookings."""
    assert right in TOML
    (mistake,) = read_hall(write(TOML.replace(right, wrong, 1)))
    assert mistake.key == key
    assert "must be at most" in mistake.reason


@pytest.mark.parametrize(
    ("without", "key", "reason"),
    [
        (r"\[\[queues\]\](.|\n)*?(?=\n\[\[windows)", "queues", "is empty"),
        (r"\[\[windows\]\](.|\n)*?(?=\n\[\[priorities)", "windows", "is empty"),
    ],
)
def test_a_hall_in_which_nobody_could_be_served_does_not_start(write, without: str, key: str, reason: str) -> None:
    text, count = re.subn(without, "", TOML, count=1)
    assert count
    found = read_hall(write(text if "." in key else f"{key} = []\n{text}"))
    assert isinstance(found, list)
    assert [reason in one.reason for one in found if one.key == key] == [True], found


def test_a_file_that_is_not_there_or_not_toml_is_one_mistake(write, tmp_path: Path) -> None:
    missing = read_hall(tmp_path / "none.toml")
    assert missing == [Mistake(str(tmp_path / "none.toml"), "", "cannot be read: No such file or directory")]
    broken = read_hall(write("id = 1 2"))
    assert isinstance(broken, list)
    assert "not TOML" in broken[0].reason
    assert broken[0].line == 1


def test_check_prints_every_mistake_and_tells_by_its_status(write, capsys) -> None:
    assert check([write(TOML)]) == 0
    assert "test-hall" in capsys.readouterr().out
    assert check([write(TOML.replace('prefix = "B"', 'prefx = "B"'))]) == 1
    printed = capsys.readouterr().err
    line = 1 + TOML[: TOML.index('prefix = "B"')].count("\n")
    assert f"hall.toml:{line}: queue \"civil\": prefx: unknown key (did you mean 'prefix'?)" in printed


def test_a_pad_without_a_key_is_a_warning_and_no_mistake(write, capsys) -> None:
    assert check([write(TOML)]) == 0
    warned = [line for line in capsys.readouterr().err.splitlines() if "public_key" in line]
    assert warned
    assert all("public_key: is missing: the reviews of pad-" in line for line in warned)
    key = base64.b64encode(bytes(32)).decode()
    keys = re.sub(r'(role = "pad(?:-citizen)?")', rf'\1\npublic_key = "{key}"', TOML)
    assert check([write(keys)]) == 0
    assert "public_key" not in capsys.readouterr().err

    assert capsys.readouterr().err == ""


def test_a_hall_that_names_no_levels_has_the_national_ones(write) -> None:
    """The same five with the same forty reasons in every hall: nobody should have to copy them."""
    text, count = re.subn(r"\[ratings\](.|\n)*?(?=\n\[notices)", "", TOML, count=1)
    assert count
    found = read_hall(write(text))
    assert isinstance(found, HallConfig), found
    levels = found.ratings.levels
    assert [(level.value, level.bad, len(level.tags)) for level in levels] == [
        (5, False, 8),
        (4, False, 8),
        (3, False, 8),
        (2, True, 8),
        (1, True, 8),
    ]
    codes = [(level.value, tag.code) for level in levels for tag in level.tags]
    assert len(set(codes)) == 40
    assert all(code.startswith(str(value)) for value, code in codes)
