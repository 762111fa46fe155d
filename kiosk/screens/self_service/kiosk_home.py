"""您要办什么？ at a self-service kiosk: a tile per business, and until when the staff is away."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.business import Offer
from domain.self_service.businesses import tiles
from domain.self_service.inputs import TileChosen
from domain.views.business_names import BusinessName
from kiosk.screens.number_machine.phrases import with_large_type
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.tiles import TILES
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics
from program.speech import later
from program.wait_words import day_and_hour

__all__ = ["Choices", "KioskHomeScreen", "ScreenPage"]


class KioskHomeScreen(KioskScreen):
    kv = __file__
    feet = ("", "", "switch", "language", "elder", "contrast", "low", "help")

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.tiles.fbind("on_choose", lambda _choices, key: self.touch(TileChosen(BusinessName(key))))

    def fill(self, moment: KioskNow) -> None:
        state, known = moment.state, moment.moment
        page = self.ids.page
        page.title = self.say("您要办什么？")
        page.hint = self._hint(moment)
        self.ids.tiles.show([self._tile(moment, *one) for one in tiles(state.businesses, known)])

    def _hint(self, moment: KioskNow) -> str:
        """A greeting to the card's holder, or that nobody is at work and until when."""
        state, known = moment.state, moment.moment
        if state.machine.visit.reading:
            return self.say("正在读卡，请不要移开。")
        if state.session.who.carded:
            name = state.session.who.masked_name
            greeting = later("{name}，您好。请选择要办的事。") if name else later("卡已读好，请选择要办的事。")
            return with_large_type(self.say, self.say(greeting, name=name), old=state.session.who.suggested, m=self.m)
        if known.staffed:
            return ""
        opens = known.opens_at
        if opens is None:
            return self.say("窗口现在不办公。不用工作人员的，随时可以办。")
        when = day_and_hour(self.say, opens, moment.hall_ms, moment.zone)
        return self.say("窗口 {when} 开始取号。不用工作人员的，现在就可以办。", when=when)

    def _tile(self, moment: KioskNow, name: BusinessName, offer: Offer) -> ChoiceData:
        tile = TILES[name]
        return ChoiceData(
            key=name.value,
            title=self.say(tile.name),
            icon=tile.icon,
            text=self._about(moment, name) if offer is Offer.OPEN else "",
            status=self._status(moment, offer),
            muted=offer is not Offer.OPEN,
        )

    def _about(self, moment: KioskNow, name: BusinessName) -> str:
        if name is BusinessName.STAFF and moment.moment.helper:
            return self.say("结束帮办，看机器情况")
        return self.say(TILES[name].about)

    def _status(self, moment: KioskNow, offer: Offer) -> str:
        """Why a business is not available now, and when it will be."""
        if offer is Offer.AWAY:
            return self.say("网络不通，暂时不能办")
        if offer is not Offer.STAFF:
            return ""
        opens = moment.moment.opens_at
        if opens is None:
            return self.say("现在不办公")
        return self.say("{when} 开始", when=day_and_hour(self.say, opens, moment.hall_ms, moment.zone))

    def left(self) -> None:
        self.ids.page.hint = ""  # so that no name stays in a widget
