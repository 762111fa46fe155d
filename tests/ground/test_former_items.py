"""An item of hall.toml gets another id, or goes, while people who came for it wait."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from acting import HALL, Acting
from quiet_hall import QuietHall
from sample_hall import TOML

from domain.config import HallConfig
from domain.show.public import catalogue
from hall.config.file import read_hall
from hall.config.people import what_becomes


def renamed(old: str, new: str, *, was: bool, config: HallConfig = HALL) -> HallConfig:
    items = tuple(
        replace(item, id=new, was=(*item.was, old) if was else ()) if item.id == old else item for item in config.items
    )
    queues = tuple(
        replace(queue, items=tuple(new if item == old else item for item in queue.items)) for queue in config.queues
    )
    return replace(config, items=items, queues=queues)


def test_an_earlier_id_is_the_item_that_it_is_now_everywhere() -> None:
    config = renamed("pension", "old-age", was=True)
    day = Acting(config)
    assert day.hall.state.items["pension"].id == "old-age"
    assert day.hall.state.queues_of_item["pension"] == day.hall.state.queues_of_item["old-age"] == ["social"]
    cards = {card.id: card.name for card in catalogue(config, 0, 0).items}
    assert cards["pension"] == cards["old-age"], "the clerk reads a name"
    without = Acting(renamed("pension", "old-age", was=False))
    assert "pension" not in without.hall.state.items


def test_check_config_names_who_came_for_an_item_that_is_gone(tmp_path: Path) -> None:
    small = QuietHall(tmp_path)
    number = small.ask("kiosk-1", "ticket.issue", queue="social", items=["pension"])["data"]["number"]
    small.writer.snapshot()
    config = read_hall(tmp_path / "hall.toml")
    assert isinstance(config, HallConfig)
    lost = renamed("pension", "old-age", was=False, config=config)
    (line,) = what_becomes(lost, small.folder, small.now)
    assert line.startswith(f"{number} came for item pension, which is not in the file")
    assert 'was = ["pension"]' in line
    assert what_becomes(renamed("pension", "old-age", was=True, config=config), small.folder, small.now) == []


def test_an_earlier_id_that_something_has_now_is_a_mistake(tmp_path: Path) -> None:
    text = TOML.replace('id = "pension"', 'id = "pension"\nwas = ["pension"]', 1)
    (tmp_path / "hall.toml").write_text(text, encoding="utf-8")
    read = read_hall(tmp_path / "hall.toml")
    assert isinstance(read, list)
    assert [mistake.key for mistake in read] == ["items[0].was[0]"]
