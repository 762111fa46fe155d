"""The boards of 写几句, one for each way: made when they are first shown, wiped when a person goes."""

from __future__ import annotations

from typing import Protocol

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from domain.config import Text
from kiosk.widgets.paged_chips import PagedChips
from kiosk.widgets.writing.hand_board import HandBoard
from kiosk.widgets.writing.keyboard import Keyboard
from kiosk.widgets.writing.pinyin_board import PinyinBoard
from kiosk.widgets.writing.ways import WriteWay
from kiosk.writing.engines import Writing
from program.speech import Speaker


class Told(Protocol):
    """The receiver of touches on a board."""

    def sentence(self, index: str) -> None: ...
    def key(self, char: str) -> None: ...
    def word(self, word: str) -> None: ...
    def writing(self) -> None: ...
    def action(self, name: str) -> None: ...
    def show_pages(self, pages: str) -> None: ...


class Boards:
    def __init__(self, told: Told, writing: Writing) -> None:
        self._told = told
        self._writing = writing
        self._made: dict[WriteWay, Widget] = {}

    # ---- which one

    def put(self, way: WriteWay, place: BoxLayout) -> None:
        """Show the board of this way alone; what was composed on another one is wiped."""
        wanted = self._board(way)
        if wanted.parent is None:
            for one in self._composers():
                if one is not wanted:
                    one.forget()
            place.clear_widgets()
            place.add_widget(wanted)

    def room(self, characters: int) -> None:
        """Tell the boards how many characters still fit into the text: a longer word cannot be chosen."""
        for board in self._composers():
            board.room = characters

    def open(self, way: WriteWay) -> None:
        """Open the engine of this way, if it has one and it is not open."""
        if way is WriteWay.HAND and self.hand.drawing is None:
            self.hand.drawing = self._writing.drawing()
        elif way is WriteWay.PINYIN and self.pinyin.spelling is None:
            self.pinyin.spelling = self._writing.spelling()

    @property
    def hand(self) -> HandBoard:
        board = self._board(WriteWay.HAND)
        assert isinstance(board, HandBoard)
        return board

    @property
    def pinyin(self) -> PinyinBoard:
        board = self._board(WriteWay.PINYIN)
        assert isinstance(board, PinyinBoard)
        return board

    def _board(self, way: WriteWay) -> Widget:
        if way not in self._made:
            self._made[way] = self._make(way)
        return self._made[way]

    def _make(self, way: WriteWay) -> Widget:
        told = self._told
        if way is WriteWay.SENTENCES:
            chips = PagedChips(columns=2)
            chips.fbind("on_choose", lambda _one, index: told.sentence(index))
            chips.fbind("pages", lambda _one, pages: told.show_pages(pages))
            return chips
        if way is WriteWay.KEYS:
            keys = Keyboard()
            keys.fbind("on_key", lambda _one, char: told.key(char))
            return keys
        board = HandBoard() if way is WriteWay.HAND else PinyinBoard()
        board.fbind("on_word", lambda _one, word: told.word(word))
        board.fbind("on_writing", lambda _one: told.writing())
        if way is WriteWay.HAND:
            board.fbind("on_action", lambda _one, name: told.action(name))
        return board

    # ---- their texts

    def fill(self, say: Speaker, sentences: tuple[Text, ...], group: object) -> None:
        """Set the texts on them. A new `group` of sentences begins at its first page."""
        chips = [(str(at), say(one).strip(), False) for at, one in enumerate(sentences)]
        for board in self._made.values():
            if isinstance(board, PagedChips):
                board.show(chips, group)
            elif isinstance(board, HandBoard):
                board.hint, board.clear = say("在这里写字"), say("清除")
                board.erase, board.submit = say("删除"), say("提交")
            elif isinstance(board, PinyinBoard):
                board.space, board.more = say("空格"), say("更多")
            elif isinstance(board, Keyboard):
                board.space = say("空格")

    def name_buttons(self, way: str, icon: str) -> None:
        if isinstance(board := self._made.get(WriteWay.HAND), HandBoard):
            board.way, board.way_icon = way, icon

    def erasable(self, *, usable: bool) -> None:
        if isinstance(board := self._made.get(WriteWay.HAND), HandBoard):
            board.erasable = usable
            board.dress_soon()

    def turn(self) -> None:
        if isinstance(board := self._made.get(WriteWay.SENTENCES), PagedChips):
            board.turn()

    # ---- what is being composed

    @property
    def spelt(self) -> str:
        return next((one.spelt for one in self._made.values() if isinstance(one, PinyinBoard)), "")

    @property
    def composing(self) -> bool:
        return any(one.composing for one in self._composers())

    def take_back(self) -> bool:
        """Take back what was composed last. False if nothing is being composed."""
        return any(one.take_back() for one in self._composers())

    def finish(self) -> list[str]:
        """The words that it makes."""
        return [word for one in self._composers() for word in one.finish()]

    def forget(self) -> None:
        for one in self._composers():
            one.forget()

    def _composers(self) -> list[HandBoard | PinyinBoard]:
        return [one for one in self._made.values() if isinstance(one, HandBoard | PinyinBoard)]
