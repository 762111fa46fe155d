"""What the hall tells of its content: the newest set, at once after it was packed, and never a half one."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from acting import HALL, Acting
from small_content import change, packed, small_content

import xiaochuang
from content.packing.key import ContentKey
from domain.config import OfferedContent
from domain.views.public import ContentSnapshot
from hall.publisher import Publisher
from kiosk.mqtt.messages import read
from kiosk.mqtt.topics import Topics

TOPICS = Topics(HALL.id)
ADDRESS = "http://192.168.8.2:8090"


class Told:
    def __init__(self, folder: Path, content: OfferedContent | None) -> None:
        self._day = Acting(HALL)
        config = replace(HALL, content=content, clerks=())
        self._publisher = Publisher(config, TOPICS, folder, count(1).__next__, "store-1")
        self._mono = 0

    def _of(self, snapshots: object) -> list[ContentSnapshot]:
        found = []
        for one in snapshots.publications:  # type: ignore[attr-defined]
            self._publisher.took(one)
            if one.topic == TOPICS.content:
                assert one.retain
                found.append(read(ContentSnapshot, one.payload))
        return found

    def everything(self) -> list[ContentSnapshot]:
        return self._of(self._publisher.everything(self._day.hall, self._day.now))

    def tick(self) -> list[ContentSnapshot]:
        self._mono += 1000
        return self._of(self._publisher.time_passed(self._day.hall, self._day.now, self._mono))


def test_a_set_is_told_within_a_second_of_being_packed_and_only_when_it_changes(tmp_path: Path) -> None:
    content, key = small_content(tmp_path / "content"), ContentKey(tmp_path / "key")
    told = Told(tmp_path, OfferedContent(folder="sets", address=ADDRESS))
    assert [one.set for one in told.everything()] == [""]
    assert told.tick() == []
    first = packed(content, tmp_path / "sets", key)
    (now,) = told.tick()
    assert (now.set, now.number, now.address) == (first.name, first.manifest.number, ADDRESS)
    assert (now.size, now.store) == (first.manifest.size, "store-1")
    assert told.tick() == []
    change(content, "site.toml", "1号楼", "2号楼")
    second = packed(content, tmp_path / "sets", key)
    assert [one.set for one in told.tick()] == [second.name]
    assert [one.set for one in told.everything()] == [second.name]


@pytest.mark.parametrize("torn", [b"", b"{}", b"[]", b'{"current": 7}', b'{"current": "../x", "number": 1, "size": 1}'])
def test_what_cannot_be_read_leaves_what_was_told(tmp_path: Path, torn: bytes) -> None:
    made = packed(small_content(tmp_path / "content"), tmp_path / "sets", ContentKey(tmp_path / "key"))
    told = Told(tmp_path, OfferedContent(folder="sets", address=ADDRESS))
    assert [one.set for one in told.everything()] == [made.name]
    (tmp_path / "sets/current.json").write_bytes(torn)
    assert told.tick() == []
    (tmp_path / "sets/current.json").unlink()
    assert told.tick() == []


def test_a_hall_without_content_says_so(tmp_path: Path) -> None:
    """Else what was retained before it was taken out of hall.toml would stay for ever."""
    assert [(one.set, one.address) for one in Told(tmp_path, None).everything()] == [("", "")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('folder = "", address = "http://hall:8090"', "content.folder: is empty"),
        ('folder = "sets", address = "hall:8090"', "content.address: 'hall:8090' is no address like"),
        ('folder = "sets", adress = "http://hall"', "content.adress: unknown key (did you mean 'address'?)"),
    ],
)
def test_check_config_names_what_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    sample = (Path(__file__).parents[2] / "demo/hall.toml").read_text(encoding="utf-8")
    (tmp_path / "hall.toml").write_text(f"content = {{ {line} }}\n{sample}", encoding="utf-8")
    assert xiaochuang.main(["check-config", str(tmp_path / "hall.toml")]) == 1
    assert said in capsys.readouterr().err


def test_the_file_says_what_the_hall_tells(tmp_path: Path) -> None:
    made = packed(small_content(tmp_path / "content"), tmp_path / "sets", ContentKey(tmp_path / "key"))
    said = json.loads((tmp_path / "sets/current.json").read_bytes())
    assert (said["number"], said["size"]) == (made.manifest.number, made.manifest.size)
