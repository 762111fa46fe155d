"""One guide: its parts as tabs, each in pages; buttons to take the notice along and to take a number."""

from __future__ import annotations

from collections.abc import Callable

from domain.content.captions import cues
from domain.self_service.booking.offers import booked_for
from domain.self_service.content.browsing import queue_for
from domain.self_service.content.guides import form_for, notice, parts
from domain.self_service.content.guides_state import (
    GuideBookingWanted,
    GuideFormWanted,
    GuidePart,
    GuidesState,
    NoticeWanted,
    NumberWanted,
    PartChosen,
    PictureTurned,
)
from domain.self_service.moment import KioskMoment
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.guide_words import guide_blocks
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.notice_words import code_text
from kiosk.screens.self_service.slip_words import print_words
from kiosk.screens.self_service.way_words import way_words
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.codes import Codes
from kiosk.widgets.figure import Figure
from kiosk.widgets.film import Film
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.panel import RowBox
from kiosk.widgets.sheets import Sheets
from kiosk.widgets.tabs import Tabs
from kiosk.widgets.theme import Metrics
from program.speech import later

__all__ = [
    "Codes",
    "Figure",
    "Film",
    "GuidesGuideScreen",
    "PageBar",
    "Reading",
    "RowBox",
    "ScreenPage",
    "Sheets",
    "Tabs",
    "TextButton",
]

PARTS = {
    GuidePart.BRIEF: later("概要"),
    GuidePart.MATERIALS: later("要带什么"),
    GuidePart.STEPS: later("怎么办"),
    GuidePart.PLAIN: later("白话版"),
    GuidePart.PICTURES: later("图例版"),
    GuidePart.FILM: later("视频版"),
    GuidePart.MORE: later("依据和问答"),
    GuidePart.TAKE: later("接下来"),
}


class GuidesGuideScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        ids = self.ids
        ids.parts.fbind("on_choose", lambda _tabs, key: self.touch(PartChosen(GuidePart(key))))
        ids.bar.fbind("on_turn", lambda _bar, step: self.touch(PictureTurned(step)))
        ids.text.turned_by(ids.bar)
        self.on("number", NumberWanted)
        self.on("book", GuideBookingWanted)
        self.on("print", NoticeWanted)
        self.on("form", GuideFormWanted)
        self._number, self._print, self._form = ids.number.__self__, ids.print.__self__, ids.form.__self__
        self._book = ids.book.__self__
        ids.film.fbind("state", lambda *_a: self._film_words())
        ids.hold.fbind("on_press", lambda *_a: ids.film.toggle())
        self._hold = ids.hold.__self__
        self._sides = {
            GuidePart.PICTURES: ids.picture.__self__,
            GuidePart.FILM: ids.film.__self__,
            GuidePart.TAKE: ids.codes.__self__,
        }
        self._text, self._bar = ids.text.__self__, ids.bar.__self__

    def fill(self, moment: KioskNow) -> None:
        state: GuidesState = moment.business
        known, ids, guide = moment.moment, self.ids, state.guide
        low, scarce = self.m.low and not self.m.portrait, self.m.low and self.m.elder and not self.m.portrait
        ids.page.answer.gap_step = 4 if low else 8
        takes, films = state.part is GuidePart.TAKE, state.part is GuidePart.FILM
        acts = takes or films  # this part has buttons of its own
        ids.page.foot_step = 4 if acts and low else 2 if scarce else 4 if low else 8
        ids.parts.most_rows = (1 if acts else 2) if scarce else 0
        ids.parts.more = self.say("更多")
        ids.page.title = self.say(guide.name) if guide is not None else self.say("办事指南")
        sides = self._parts(state) if guide is not None else ()
        ids.parts.show([(part.value, self.say(PARTS[part])) for part in sides], state.part.value)
        seen = self._sides.get(state.part, self._text) if guide is not None else self._text
        for side in (*self._sides.values(), self._text):
            put(ids.reading, side, shown=side is seen)
        ids.text.show(guide_blocks(self.say, state, known) if seen is self._text else [])
        self._pictures(state)
        self._film(state)
        self._codes(state, known)
        card, _items = queue_for(known, (state.item,))
        takes_along = takes and known.machine.has_printer
        roomy = not self.m.elder and (self.m.portrait or not self.m.low)
        takes_number = card is not None and (takes or roomy)
        put(ids.ways, self._number, shown=guide is not None and takes_number, index=len(ids.ways.children))
        behind = sum(one.parent is not None for one in (self._print, self._form))
        books = booked_for(known, (state.item,))[0] is not None
        put(ids.ways, self._book, shown=guide is not None and books and (takes or roomy), index=behind)
        put(ids.ways, self._hold, shown=films and guide is not None, index=0)
        put(ids.page.answer, self._bar, shown=not acts, index=len(ids.page.answer.children))
        put(ids.ways, self._print, shown=takes_along, index=0)
        has_form = state.part is GuidePart.MATERIALS and bool(form_for(state, known)) and not low
        put(ids.ways, self._form, shown=has_form, index=0)
        ids.form.text = self.say("填表")
        ids.number.text, ids.book.text = way_words(self.say, self.m, both=card is not None and books)
        ids.print.text, ids.print.usable = print_words(self.say, state.paper, prints=known.prints)

    def _parts(self, state: GuidesState) -> list[GuidePart]:
        """The tabs; with little space, without the legal part."""
        assert state.guide is not None
        crowded = self.m.elder or (self.m.low and not self.m.portrait)
        left_out = ({GuidePart.MORE, GuidePart.FILM} if crowded else set()) - {state.part}
        return [part for part in parts(state.guide) if part not in left_out]

    def _pictures(self, state: GuidesState) -> None:
        guide = state.guide
        if guide is None or state.part is not GuidePart.PICTURES:
            self.ids.picture.show(None, "")
            return
        self.ids.picture.show(state.drawn, self.say(guide.pictures[state.picture].caption))
        self.ids.bar.show(state.picture, len(guide.pictures))

    def _film(self, state: GuidesState) -> None:
        if state.part is not GuidePart.FILM or state.captions is None:
            self.ids.film.show(None, ())
            return
        self.ids.film.show(state.drawn, cues(self.say(state.captions)))
        self._film_words()

    def _film_words(self) -> None:
        """Set the film button's text to what a touch does now."""
        words = {"playing": self.say("暂停"), "held": self.say("继续播放"), "ended": self.say("再看一遍")}
        self.ids.hold.text = words.get(self.ids.film.state, self.say("正在打开…"))
        self.ids.hold.usable = self.ids.film.state in words

    def _codes(self, state: GuidesState, known: KioskMoment) -> None:
        guide, made = state.guide, notice(state, known)
        if guide is None or made is None or state.part is not GuidePart.TAKE:
            self.ids.codes.show([])
            return
        pairs = [(code_text(self.say, made), self.say("扫码，把要带的材料和时限存到手机"))]
        if guide.online is not None:
            pairs.append((guide.online.url, self.say("网上办：{name}", name=self.say(guide.online.name))))
        self.ids.codes.show(pairs)

    def left(self) -> None:
        self.ids.picture.show(None, "")
        self.ids.film.show(None, ())
        self.ids.codes.show([])
