"""The content of a running kiosk: it comes while the kiosk runs, and a bad byte is noticed and mended."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from small_content import change, packed, small_content

from content.packing.key import ContentKey
from content.sets.folder import SetFolder
from domain.content.guide import Guide
from domain.self_service.effects import ContentKind, KeepContent, ReadContent
from domain.self_service.inputs import ContentReady
from domain.self_service.moment import ShownContent
from kiosk.self_service.content import KioskContent
from kiosk.terminal.settings import ContentStore
from tests.ground.test_content_fetch import LONG_S, Server, until

pytestmark = pytest.mark.running


class Kiosk:
    """The content of a kiosk that runs, and the hall's server behind it."""

    def __init__(self, folder: Path) -> None:
        self.source, self.sets = small_content(folder / "source"), folder / "sets"
        self.key = ContentKey(folder / "key")
        self.name = packed(self.source, self.sets, self.key).name
        self.server = Server(self.sets)
        self.ready: queue.SimpleQueue[ContentReady] = queue.SimpleQueue()
        self.own = folder / "own"
        self.content = self.started()

    def started(self) -> KioskContent:
        content = KioskContent(ContentStore(key=self.key.public, folder=str(self.own), rate_kb=0), self.ready.put)
        content.start()
        return content

    def told(self, name: str) -> None:
        self.content.keep(KeepContent(name, self.server.address))

    def shown(self) -> ShownContent:
        return self.ready.get(timeout=LONG_S).content

    def close(self) -> None:
        self.content.stop()
        self.server.kill()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path)
    yield made
    made.close()


GUIDE = ReadContent("tag", ContentKind.GUIDE, "allowance")


def test_a_set_that_the_hall_tells_of_is_shown_and_the_next_one_after_it(kiosk: Kiosk) -> None:
    kiosk.told(kiosk.name)
    first = kiosk.shown()
    assert first.set == kiosk.name
    assert [row.id for row in first.items.find("gljt", date(2026, 12, 1))] == ["allowance"]
    change(kiosk.source, "items/allowance/item.toml", "高龄津贴", "长寿津贴")
    newer = packed(kiosk.source, kiosk.sets, kiosk.key, 1_796_000_900_000).name
    kiosk.told(newer)
    assert kiosk.shown().set == newer
    guide = kiosk.content.read(GUIDE).found
    assert isinstance(guide, Guide)
    assert guide.name.zh == "长寿津贴"


def test_texts_and_pictures_are_read_by_their_names_and_what_is_not_there_is_nothing(kiosk: Kiosk) -> None:
    kiosk.told(kiosk.name)
    kiosk.shown()
    text = kiosk.content.read(ReadContent("t", ContentKind.TEXT, "items/allowance/plain.zh.md"))
    assert text.found == "满80岁就来办。\n"
    picture = kiosk.content.read(ReadContent("t", ContentKind.PICTURE, "items/allowance/pictures/01.png")).found
    assert isinstance(picture, bytes)
    assert kiosk.content.read(ReadContent("t", ContentKind.TEXT, "items/allowance/nothing.md")).found is None
    assert kiosk.content.read(ReadContent("t", ContentKind.GUIDE, "nothing")).found is None


def test_a_damaged_guide_is_missing_until_it_has_been_fetched_again(kiosk: Kiosk) -> None:
    kiosk.told(kiosk.name)
    kiosk.shown()
    folder = SetFolder(kiosk.own, kiosk.key.public)
    one = next(one for one in folder.manifest(kiosk.name).files if one.path == "guides/allowance.json")
    path = folder.object_path(one.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert kiosk.content.read(GUIDE).found is None
    until(lambda: isinstance(kiosk.content.read(GUIDE).found, Guide))


def test_a_kiosk_that_starts_while_the_hall_is_away_shows_what_it_had(kiosk: Kiosk) -> None:
    kiosk.told(kiosk.name)
    kiosk.shown()
    kiosk.content.stop()
    kiosk.server.kill()
    kiosk.content = kiosk.started()
    kiosk.content.open()
    assert kiosk.shown().set == kiosk.name


def test_a_set_of_another_key_is_never_shown(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.content.stop()
    kiosk.key = ContentKey(tmp_path / "another")
    kiosk.content = kiosk.started()
    kiosk.told(kiosk.name)
    kiosk.content.open()
    with pytest.raises(queue.Empty):
        kiosk.ready.get(timeout=0.5)
