"""写几句: whole sentences to touch, handwriting, keys, or the citizen's own phone.

Strokes and letters stay in this screen until they have become a word. They are wiped when the screen is left, when
another person's review begins, and when another way to write is chosen.
"""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty

from domain.flow import BackTouched, ContinueTouched
from domain.pad.phrases import phrases
from domain.pad.review import (
    CharacterTouched,
    CitizenState,
    ComposingTouched,
    EraseTouched,
    PhraseTouched,
    SubmitTouched,
    WordTouched,
    chosen_level,
    comment_limit,
)
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Reading
from kiosk.widgets.paged_chips import Pager
from kiosk.widgets.panel import ColumnBox, Panel, RowBox
from kiosk.widgets.paragraph import Paragraph, font
from kiosk.widgets.qr import QrCode
from kiosk.widgets.question import StillThere
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.tail_paragraph import TailParagraph
from kiosk.widgets.theme import Metrics
from kiosk.widgets.writing.boards import Boards
from kiosk.widgets.writing.ways import FEW, WayBar, WriteWay, icon, ways, word
from kiosk.writing.engines import Writing
from review_pad.screens.actions import Actions
from review_pad.screens.labels import hall_name, own_review_link
from review_pad.screens.pad_page import PadPage

__all__ = [
    "Actions",
    "ColumnBox",
    "PadPage",
    "Pager",
    "Panel",
    "Paragraph",
    "QrCode",
    "Reading",
    "RowBox",
    "StillThere",
    "TailParagraph",
    "TextButton",
    "WayBar",
    "WriteScreen",
]


class WriteScreen(TerminalScreen):
    kv = __file__
    bare = BooleanProperty(False)
    across = BooleanProperty(False)
    reading = NumericProperty(0.32)

    def __init__(self, m: Metrics, touch: Callable[[object], None], writing: Writing | None = None) -> None:
        self._writing = writing or Writing()
        self._boards = Boards(self, self._writing)
        self._chosen = WriteWay.SENTENCES
        self._session = ""
        self._state: CitizenState | None = None
        super().__init__(m, touch)
        self._kept = [widget.__self__ for widget in self.ids.values()]  # ids alone do not keep what is taken out

    # ---- showing

    def render(self, state: CitizenState) -> None:
        review, level = state.review, chosen_level(state)
        if review is None or level is None:
            return
        if review.session != self._session:
            self._session, self._chosen = review.session, WriteWay.SENTENCES
        self._state = state
        offered = ways(state.look, self._writing)
        way = self._chosen if self._chosen in offered else WriteWay.SENTENCES
        self._arrange(way, offered)
        ids = self.ids
        ids.page.hall = hall_name(self.say, state.known)
        ids.still_there.seconds = review.left_s
        ids.submit.text = self.say("提交")
        ids.more.word = self.say("更多")
        ids.ways.show([(one.value, word(self.say, one), icon(one)) for one in offered], way.value)
        self._boards.fill(self.say, phrases(bad=level.bad), (review.session, level.bad))
        self._show_text(state, way)

    def _arrange(self, way: WriteWay, offered: list[WriteWay]) -> None:
        """Put up the board of this way, and the buttons beside it or under it."""
        look = self.m.look
        roomy, sentences = not (look.elder or look.low), way is WriteWay.SENTENCES
        drawn = way is WriteWay.HAND
        self.bare = roomy and way in {WriteWay.HAND, WriteWay.PINYIN}
        self.across = roomy and (not sentences or len(offered) > FEW)
        self.reading = _reading(way, elder=look.elder, several=len(offered) > 1)
        self._boards.put(way, self.ids.place)
        ids = self.ids
        _keep(ids.actions, ids.answer, 0, there=roomy or not drawn)
        _keep(ids.ways, ids.actions, len(ids.actions.children), there=len(offered) > 1)
        _keep(ids.more, ids.actions, 2, there=sentences)
        other = next((one for one in offered if one is not way), way)
        self._boards.name_buttons(word(self.say, other), icon(other))

    def _show_text(self, state: CitizenState, way: WriteWay) -> None:
        ids, review = self.ids, state.review
        if review is None:
            return
        spelt = self._boards.spelt
        count = f"{len(review.comment)}/{comment_limit(state)}"
        ids.text.text = review.comment or ("" if spelt else self._hint(state, way))
        ids.text.tone = "text" if review.comment else "second"
        ids.spelt.text = spelt
        ids.spelt.width = round(font(bold=False).width(spelt) * self.m.body) + self.m.s(1) if spelt else 0
        ids.page.clock = count
        ids.erase.text, ids.erase.usable = self.say("删除"), bool(review.pieces or self._boards.composing)
        self._boards.erasable(usable=bool(review.pieces))
        self._boards.room(comment_limit(state) - len(review.comment))
        ids.code.data = own_review_link(state) if way is WriteWay.SENTENCES else ""
        ids.beside.text = self.say("扫码用手机写") if ids.code.data and not state.look.elder else ""
        if self.bare:
            ids.beside.text = count

    def _hint(self, state: CitizenState, way: WriteWay) -> str:
        if way is not WriteWay.SENTENCES:
            return self.say("请不要写姓名和电话。")
        if not state.look.elder:
            return self.say("点下面的句子。请不要写姓名和电话。")
        return self.say("点句子，或扫码用手机写。") if own_review_link(state) else self.say("点下面的句子。")

    def left(self) -> None:
        self._boards.forget()
        self._state = None
        self.ids.text.text = self.ids.spelt.text = ""

    # ---- what is touched

    def open_way(self, session: str, way: WriteWay) -> Boards:
        """Show this session's page with this way."""
        self._session, self._chosen = session, way
        return self._boards

    def choose_way(self, way: str) -> None:
        self._chosen = WriteWay(way)
        self._again()
        self.touch(ComposingTouched())
        Clock.schedule_once(self._open, 0)  # once the board is seen

    def _open(self, _dt: float) -> None:
        """Open the engine. If that fails, its way is not offered any more."""
        self._boards.open(self._chosen)
        self._again()

    def key(self, char: str) -> None:
        self.touch(CharacterTouched(char))

    def word(self, word: str) -> None:
        """A word was chosen on a board."""
        self.touch(WordTouched(word))
        self._again()

    def writing(self) -> None:
        """A stroke or a letter was written."""
        self.touch(ComposingTouched())
        self._again()

    def action(self, name: str) -> None:
        """A button of a board that takes the whole answer area."""
        if name == "way":
            self.choose_way(WriteWay.SENTENCES.value)
        else:
            {"erase": self.erase, "submit": self.submit}[name]()

    def turn(self) -> None:
        self._boards.turn()

    def sentence(self, index: str) -> None:
        self.touch(PhraseTouched(int(index)))

    def erase(self) -> None:
        """What is being composed goes first."""
        if self._boards.take_back():
            self.writing()
        else:
            self.touch(EraseTouched())

    def foot(self, item: str) -> None:
        if item == "back":
            self.touch(BackTouched())
        else:
            super().foot(item)

    def go_on(self) -> None:
        self.touch(ContinueTouched())

    def submit(self) -> None:
        """Send the review, or, while something is still being composed, put that into the text first.

        Nothing is sent that the person has not seen in the text.
        """
        words = self._boards.finish()
        for one in words:
            self.word(one)
        if not words:
            self.touch(SubmitTouched())

    def show_pages(self, pages: str) -> None:
        """Show which page of the sentences is open."""
        self.ids.more.pages = pages

    def _again(self) -> None:
        if self._state is not None:
            self.render(self._state)


def _reading(way: WriteWay, *, elder: bool, several: bool) -> float:
    """The share of the page that the text has."""
    if way is WriteWay.SENTENCES:
        return (0.3 if several else 0.4) if elder else 0.32
    return 0.28 if elder else 0.2 if way is WriteWay.KEYS else 0.18


def _keep(widget: ColumnBox, parent: RowBox, index: int, *, there: bool) -> None:
    if there and widget.parent is None:
        parent.add_widget(widget, index=index)
    elif not there and widget.parent is not None:
        parent.remove_widget(widget)
