"""Why this level: its tags, or a few words. A bad level needs one of them, asked for kindly."""

from __future__ import annotations

from collections.abc import Callable

from domain.flow import BackTouched, ContinueTouched
from domain.pad.review import CitizenState, SubmitTouched, TagTouched, WriteTouched, chosen_level
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.paged_chips import PagedChips, Pager
from kiosk.widgets.panel import RowBox
from kiosk.widgets.question import StillThere
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from program.speech import Speaker
from review_pad.screens.actions import Actions
from review_pad.screens.face import FaceCard
from review_pad.screens.labels import hall_name
from review_pad.screens.pad_page import PadPage

__all__ = [
    "Actions",
    "FaceCard",
    "PadPage",
    "PagedChips",
    "Pager",
    "ReasonsScreen",
    "RowBox",
    "StillThere",
    "TextButton",
]


class ReasonsScreen(TerminalScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._kept = [widget.__self__ for widget in self.ids.values()]  # ids alone do not keep what is taken out

    def render(self, state: CitizenState) -> None:
        ids, review, level = self.ids, state.review, chosen_level(state)
        if review is None or level is None:
            return
        ids.page.hall = hall_name(self.say, state.known)
        shown = self.say(level.name) if state.look.elder else ""
        ids.page.title = _title(self.say, shown, bad=level.bad, needs_reason=review.needs_reason)
        ids.page.title_tone = "stress" if review.needs_reason else "text"
        ids.level.value, ids.level.text = level.value, self.say(level.name)
        ids.write.text = self.say("写几句")
        ids.write.icon = "check" if review.pieces else "pencil"
        ids.still_there.seconds = review.left_s
        ids.submit.text = self.say("提交")
        ids.more.word = self.say("更多")
        self._show_level(shown=not state.look.elder)
        chips = [(tag.code, self.say(tag.name), tag.code in review.tags) for tag in level.tags]
        ids.tags.show(chips, (review.session, level.value))

    def _show_level(self, *, shown: bool) -> None:
        """Show or hide the card with the level. In elder mode the title names the level, and 返回 changes it."""
        level, actions = self.ids.level, self.ids.actions
        if shown and level.parent is None:
            actions.add_widget(level, index=len(actions.children))
        elif not shown and level.parent is not None:
            actions.remove_widget(level)

    def foot(self, item: str) -> None:
        if item == "back":
            self.touch(BackTouched())
        else:
            super().foot(item)

    def tagged(self, code: str) -> None:
        self.touch(TagTouched(code))

    def another_level(self) -> None:
        self.touch(BackTouched())

    def write(self) -> None:
        self.touch(WriteTouched())

    def go_on(self) -> None:
        self.touch(ContinueTouched())

    def submit(self) -> None:
        self.touch(SubmitTouched())


def _title(say: Speaker, level: str, *, bad: bool, needs_reason: bool) -> str:
    """The question; with `level` it names the level."""
    if level:
        return _with_level(say, bad=bad, needs_reason=needs_reason).format(level=level)
    if needs_reason:
        return say("请选一项或写几句")
    return say("请告诉我们哪里没做好") if bad else say("哪些做得好？可以不选")


def _with_level(say: Speaker, *, bad: bool, needs_reason: bool) -> str:
    """Short: it shares a line with the level."""
    if needs_reason:
        return say("「{level}」：请选一项或写几句")
    return say("「{level}」：哪里没做好？") if bad else say("「{level}」：哪些好？可以不选")
