"""怎么来、找谁 — the address, lines, telephones, the free network, and other halls nearby."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.content.site import HallSite
from domain.self_service.content.hall_map import site_of
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics
from program.speech import Speaker

__all__ = ["MapAroundScreen", "PageBar", "Reading", "ScreenPage", "Sheets"]


class MapAroundScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)

    def fill(self, moment: KioskNow) -> None:
        site = site_of(moment.moment)
        self.ids.page.title = self.say("怎么来、找谁")
        self.ids.text.show(list(_blocks(self.say, site)) if site is not None else [])


def _blocks(say: Speaker, site: HallSite) -> Iterator[SheetBlock]:
    yield SheetBlock(say("地址"), heading=True)
    yield SheetBlock(say(site.address))
    if site.ways:
        yield SheetBlock(say("怎么来"), heading=True)
        yield from (SheetBlock(f"· {say(way)}") for way in site.ways)
    if site.phones:
        yield SheetBlock(say("电话"), heading=True)
        yield from (SheetBlock(f"{say(phone.name)} {phone.number}") for phone in site.phones)
    if site.wifi is not None:
        yield SheetBlock(say("免费无线网"), heading=True)
        yield SheetBlock(say(site.wifi))
    for hall in site.halls:
        yield SheetBlock(say(hall.name), heading=True)
        yield SheetBlock(say(hall.address))
        yield SheetBlock(say(hall.hours))
        if hall.phone:
            yield SheetBlock(hall.phone)
        if hall.about is not None:
            yield SheetBlock(say(hall.about), quiet=True)
