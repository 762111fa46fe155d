"""Checks the site and the lists to browse by: everything lies on the plan, and no list has an id twice."""

from __future__ import annotations

from collections.abc import Sequence

from content.source.folder import BROWSE, ID, SITE, SourceFolder
from domain.content.site import BrowseEntry, HallFloor
from program import icon_names
from program.mistakes.nearest import nearest


def check_site(found: SourceFolder) -> None:
    browse = found.content.browse
    if found.content.site.floor is not None:
        _floor(found, found.content.site.floor)
    for name, entries in (
        ("groups", browse.groups),
        ("audiences", browse.audiences),
        ("departments", browse.departments),
    ):
        _entries(found, name, entries)


def _entries(found: SourceFolder, name: str, entries: Sequence[BrowseEntry]) -> None:
    _once(found, BROWSE, name, [entry.id for entry in entries])
    for place, entry in enumerate(entries):
        if entry.icon not in icon_names.codes():
            reason = f"there is no icon {entry.icon!r}"
            found.wrong(BROWSE, f"{name}[{place}].icon", reason, nearest(entry.icon, icon_names.codes()))


def _once(found: SourceFolder, file: str, name: str, ids: Sequence[str]) -> None:
    for place, one in enumerate(ids):
        if one in ids[:place]:
            found.wrong(file, f"{name}[{place}].id", f"{one!r} is used by {name}[{ids.index(one)}] already")
        if not ID.fullmatch(one):
            found.wrong(file, f"{name}[{place}].id", f"{one!r} must be lower case letters, digits and dashes")


def _floor(found: SourceFolder, floor: HallFloor) -> None:
    if floor.width <= 0 or floor.height <= 0:
        found.wrong(SITE, "floor.width", "and height must be metres above 0")
        return
    _once(found, SITE, "floor.zones", [zone.id for zone in floor.zones])
    _once(found, SITE, "floor.places", [place.id for place in floor.places])
    for at, zone in enumerate(floor.zones):
        inside = 0 <= zone.left < zone.left + zone.width <= floor.width
        if not (inside and 0 <= zone.top < zone.top + zone.height <= floor.height):
            reason = f"reaches beyond the plan, which is {floor.width:g} by {floor.height:g} metres"
            found.wrong(SITE, f"floor.zones[{at}]", reason)
    for at, place in enumerate(floor.places):
        if not (0 <= place.x <= floor.width and 0 <= place.y <= floor.height):
            reason = f"is outside the plan, which is {floor.width:g} by {floor.height:g} metres"
            found.wrong(SITE, f"floor.places[{at}]", reason)
