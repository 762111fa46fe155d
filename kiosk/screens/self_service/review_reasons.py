"""The reasons for the level, several or none; a bad level needs one, which is politely asked for."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.reviews.business import level_of, most_words
from domain.self_service.reviews.touches import ReasonTold, ReviewHandedIn, ReviewWordsWanted
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.paged_chips import PagedChips, Pager
from kiosk.widgets.panel import RowBox
from kiosk.widgets.theme import Metrics

__all__ = ["PagedChips", "Pager", "ReviewReasonsScreen", "RowBox", "ScreenPage", "TextButton"]


class ReviewReasonsScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        ids = self.ids
        ids.tags.fbind("on_choose", lambda _chips, code: self.touch(ReasonTold(code)))
        ids.tags.fbind("pages", lambda _chips, pages: setattr(ids.more, "pages", pages))
        self.on("hand", ReviewHandedIn)
        self.on("own", ReviewWordsWanted)
        self._own = ids.own.__self__

    def turn(self) -> None:
        self.ids.tags.turn()

    def fill(self, moment: KioskNow) -> None:
        state, say, ids = moment.business, self.say, self.ids
        level = level_of(state, moment.moment)
        if level is None:
            return
        if level.bad:
            asked = say("请点一个原因，或自己写") if most_words(moment.moment) > 0 else say("请点一个原因")
            title = asked if state.needs_reason else say("哪里没有做好？")
        else:
            title = say("哪里做得好？")
        ids.page.title = title
        ids.page.hint = say("{level} · 可以选几个", level=say(level.name))
        chips = [(tag.code, say(tag.name), tag.code in state.tags) for tag in level.tags]
        ids.tags.show(chips, level.value)
        put(ids.ways, self._own, shown=most_words(moment.moment) > 0, index=1)
        ids.own.text = say("改写好的话") if state.comment.strip() else say("自己写")
        ids.more.word, ids.hand.text = say("更多"), say("提交")

    def left(self) -> None:
        self.ids.tags.show([], None)
