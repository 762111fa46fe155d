"""What an event of life needs: its items, everything to bring, each once; the notice and a number for it."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.booking.offers import booked_for
from domain.self_service.content.browsing import queue_for
from domain.self_service.content.themes import (
    ThemeBookingWanted,
    ThemeNoticeWanted,
    ThemeNumberWanted,
    advice_of,
    items_of,
    theme_notice,
    theme_of,
)
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.notice_words import notice_lines
from kiosk.screens.self_service.slip_words import print_words
from kiosk.screens.self_service.way_words import way_words
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics

__all__ = ["Buttons", "PageBar", "Reading", "ScreenPage", "Sheets", "TextButton", "ThemesResultScreen"]


class ThemesResultScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)
        self.on("number", ThemeNumberWanted)
        self.on("book", ThemeBookingWanted)
        self.on("print", ThemeNoticeWanted)
        self._number, self._print = self.ids.number.__self__, self.ids.print.__self__
        self._book = self.ids.book.__self__

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        theme, notice = theme_of(state, known), theme_notice(state, known)
        ids.page.title = self.say(theme.name) if theme is not None else ""
        items = items_of(state, known)
        blocks = [SheetBlock(self.say(one.advice)) for one in advice_of(state, known)]
        if notice is not None:
            blocks += notice_lines(self.say, notice)
        elif state.waits:
            blocks.append(SheetBlock(self.say("正在打开…"), quiet=True))
        elif not items and not blocks:
            blocks.append(SheetBlock(self.say("按您的回答，没有要在这里办的事。请到咨询台问一问。")))
        ids.text.show(blocks)
        card, _items = queue_for(known, items)
        put(ids.ways, self._number, shown=card is not None, index=0)
        books = booked_for(known, items)[0] is not None
        put(ids.ways, self._book, shown=books, index=int(card is not None))
        put(ids.ways, self._print, shown=notice is not None and known.machine.has_printer, index=len(ids.ways.children))
        ids.number.text, ids.book.text = way_words(self.say, self.m, both=card is not None and books)
        ids.print.text, ids.print.usable = print_words(self.say, state.paper, prints=known.prints)

    def left(self) -> None:
        self.ids.text.clear()
