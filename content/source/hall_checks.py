"""Checks content against hall.toml: guides and items have the same ids, the plan names windows and devices that
exist."""

from __future__ import annotations

from content.source.folder import ITEMS, SITE, SourceFolder, path_of
from domain.config import HallConfig
from program.mistakes.nearest import nearest


def check_with_hall(found: SourceFolder, hall: HallConfig) -> None:
    items, guides = [item.id for item in hall.items], found.ids(ITEMS)
    for name in guides:
        if name not in items:
            reason = "hall.toml has no such item: people can read the guide, and take no number for it"
            found.warn(path_of(ITEMS, name), "", reason, nearest(name, items))
    for item in items:
        if item not in guides:
            found.warn(path_of(ITEMS, item), "", "there is no guide to this item of hall.toml", nearest(item, guides))
    windows, devices = [window.id for window in hall.windows], [device.id for device in hall.devices]
    floor = found.content.site.floor
    for at, place in enumerate(floor.places if floor is not None else ()):
        for what, word, several in (("window", place.window, windows), ("device", place.device, devices)):
            if word and word not in several:
                key = f"floor.places[{at}].{what}"
                found.wrong(SITE, key, f"hall.toml has no {what} {word!r}", nearest(word, several))
