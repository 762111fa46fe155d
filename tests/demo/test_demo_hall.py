"""The sample hall: complete in both languages, consistent, and honest about its hours."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import kiosk.widgets
from demo.folder import SAMPLE, SEATS, DemoFolder
from domain.config import HallConfig, Role, Text, WindowKind
from domain.show.public import notices_snapshot
from hall.config.file import read_hall
from review_pad.signing import Signer


@pytest.fixture(scope="module")
def hall() -> HallConfig:
    config = read_hall(SAMPLE)
    assert isinstance(config, HallConfig), config
    return config


def texts(part: object) -> Iterator[Text]:
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from texts(getattr(part, field.name))


def test_all_25_items_of_the_published_list_stand_in_exactly_one_queue_each(hall: HallConfig) -> None:
    in_queues = [item for queue in hall.queues for item in queue.items]
    assert len(hall.items) == 25
    assert sorted(in_queues) == sorted(item.id for item in hall.items)
    bureaus = [item.bureau.zh for item in hall.items]
    assert [bureaus.count(name) for name in ("区民政局", "区人力社保局", "区卫生健康委")] == [16, 2, 7]


def test_every_text_is_there_in_chinese_and_in_english(hall: HallConfig) -> None:
    for text in texts(hall):
        assert any("一" <= letter <= "鿿" for letter in text.zh), text
        assert text.en, text
        assert text.en.isascii(), text


def test_no_text_shouts(hall: HallConfig) -> None:
    assert not [text for text in texts(hall) if set("!！") & set(text.zh + text.en)]


def test_the_windows_are_those_of_the_plan_and_the_first_serves_everyone(hall: HallConfig) -> None:
    assert [window.id for window in hall.windows] == ["w1", "w2", "w3", "w4", "w5"]
    assert [window.kind for window in hall.windows] == [
        WindowKind.ACCEPT,
        WindowKind.ACCEPT,
        WindowKind.CONSULT,
        WindowKind.DELIVER,
        WindowKind.UNSOLVED,
    ]
    assert {(serves.queue, serves.lag_minutes) for serves in hall.windows[0].serves} == {
        (queue.id, 0) for queue in hall.queues
    }


def test_the_advice_window_helps_with_applications_only_after_some_waiting(hall: HallConfig) -> None:
    lags = {serves.queue: serves.lag_minutes for serves in hall.windows[2].serves}
    assert lags["advice"] == 0
    assert lags["relief"] > 0


def test_the_spare_devices_let_any_client_take_part(hall: HallConfig) -> None:
    spare = {device.id: (device.role, device.window) for device in hall.devices if device.id.startswith("spare-")}
    assert spare == {
        "spare-kiosk": (Role.KIOSK, None),
        "spare-pad-1": (Role.PAD, "w1"),
        "spare-pad-2": (Role.PAD, "w2"),
        "spare-desk": (Role.SUPERVISOR, None),
    }


def test_every_terminal_of_the_demo_is_registered_for_its_window(hall: HallConfig) -> None:
    registered = {device.id: device.window for device in hall.devices}
    assert all(registered[seat.device] == seat.window for seat in SEATS)


def test_saturday_service_lasts_four_to_six_hours_by_booking(hall: HallConfig) -> None:
    (saturday,) = [one for one in hall.calendars[0].sessions if 6 in one.days]
    assert saturday.kind == "booked"
    assert 4 <= saturday.closes.hour - saturday.opens.hour <= 6


def test_a_review_tag_of_each_bad_level_can_say_what_went_wrong(hall: HallConfig) -> None:
    assert [level.value for level in hall.ratings.levels if level.bad] == [2, 1]
    assert all(len(level.tags) == 8 for level in hall.ratings.levels)


def test_the_clerks_have_small_portraits_that_differ(hall: HallConfig) -> None:
    pictures = [SAMPLE.parent / clerk.portrait for clerk in hall.clerks]
    assert len({picture.read_bytes() for picture in pictures}) == 5
    for picture in pictures:
        assert picture.stat().st_size <= 20_000
        assert Image.open(picture).size == (480, 640)


def test_the_demo_is_open_at_any_hour_unless_asked_for_the_real_ones(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    calendars = {}
    for real in (True, False):
        folder.write_hall(SAMPLE, real_hours=real)
        config = read_hall(folder.hall_toml)
        assert isinstance(config, HallConfig), config
        calendars[real] = {queue.calendar for queue in config.queues}
        assert [calendar.id for calendar in config.calendars] == ["default", "always"]
    assert calendars == {True: {"default"}, False: {"always"}}


def test_every_icon_of_the_hall_can_be_drawn(hall: HallConfig) -> None:
    icons = json.loads((Path(kiosk.widgets.__file__).parent / "icons" / "names.json").read_text())
    assert {one.icon for one in (*hall.queues, *hall.priorities)} <= set(icons)


def test_the_citizens_pad_signs_its_reviews_with_the_key_the_hall_knows(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.write_hall(SAMPLE, real_hours=False)
    config = read_hall(folder.hall_toml)
    assert isinstance(config, HallConfig), config
    keys = {device.id: device.public_key for device in config.devices}
    assert keys.pop("pad-w1-citizen") == Signer(folder.signing_key).public_key
    assert set(keys.values()) == {""}


def test_the_board_tells_the_real_hours_and_for_today_what_the_machine_does(tmp_path: Path) -> None:
    sunday_morning = 1_795_294_800_000  # 2026-11-22 05:00 in Shanghai
    folder = DemoFolder(tmp_path)
    said = {}
    for real in (True, False):
        folder.write_hall(SAMPLE, real_hours=real)
        config = read_hall(folder.hall_toml)
        assert isinstance(config, HallConfig), config
        notices = notices_snapshot(config, sunday_morning, 1)
        assert notices.hours[0].text.en == "Monday–Friday 9:00–12:00 13:30–17:30"
        said[real] = [line.text.en for line in notices.today]
    assert said == {True: ["Closed today"], False: ["All day"]}
