"""Content on the e-screens: when a page may stand there, that a call always wins, and where the pages come from."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_content import change, packed, small_content

from content.packing.key import ContentKey
from content.sets.folder import SetFolder
from domain.content.captions import Cue
from domain.flow import Arrived, HallAway, HallReplaced, Look, StartTimer, TimerFired
from domain.views.public import ContentSnapshot, QueueStatus
from domain.views.ticket import TicketState
from domain.views.window import WindowState
from e_screen.board import EScreenTimer
from e_screen.content import ScreenContent
from e_screen.show_pages import ShowPage, ShowRow
from e_screen.showing import (
    SHOW_TIMER,
    FollowSet,
    MakePages,
    PagesMade,
    PictureRead,
    ReadPicture,
    ScreenInput,
    SetOpened,
    ShowInput,
    must_stand,
    step,
)
from kiosk.terminal.settings import ContentStore, Showing
from program.speech import Speaker
from tests.ground.test_content_fetch import LONG_S, Server, until
from tests.screens.specimens.e_screen import AT, DAY, _board, _call, _ticket, _window

PROMISE = ShowPage(title="服务承诺", rows=(ShowRow("当场收件"),))
RULES = ShowPage(title="制度", rows=(ShowRow("一次告知"),))
PICTURE = ShowPage(title="津贴", picture="items/a/pictures/01.png", caption="带好身份证", at_rest=True)
MINUTE = 60_000


class Screen:
    """One e-screen's flow: a busy morning on which nobody has been called for a while."""

    def __init__(self, *pages: ShowPage, own: str = "") -> None:
        self.now = 0
        self.effects: list[object] = []
        self.state = replace(_board(Look()), own=own, now_ms=0)
        self.hear(SetOpened("s1"), PagesMade("s1", pages))

    def hear(self, *several: ScreenInput) -> None:
        for one in several:
            self.state, effects = step(self.state, one, self.now)
            self.effects += effects

    def turn(self) -> str:
        """The show's timer is over; which title stands there then, "" for the board."""
        self.hear(TimerFired(SHOW_TIMER))
        return self.title

    @property
    def title(self) -> str:
        current = self.state.show.current
        return current.title if current is not None else ""

    @property
    def waits_s(self) -> float:
        """What the show's timer was last set to."""
        timers = [one for one in self.effects if isinstance(one, StartTimer) and one.name == SHOW_TIMER]
        return timers[-1].seconds

    def call(self, seq: int = 10) -> None:
        before = self.state.calls
        assert before is not None
        self.hear(Arrived(replace(before, version=seq, calls=(_call(seq, "A099", "2"), *before.calls))))

    def rests(self) -> None:
        queues = self.state.queues
        assert queues is not None
        closed = tuple(replace(one, status=QueueStatus.CLOSED, waiting=0) for one in queues.queues)
        self.hear(Arrived(replace(queues, version=20, queues=closed)))


def test_while_people_wait_a_page_and_the_board_take_turns() -> None:
    screen = Screen(PROMISE, RULES, PICTURE)
    assert screen.waits_s == 30.0
    seen = [(screen.turn(), screen.waits_s) for _ in range(4)]
    assert seen == [("服务承诺", 12.0), ("", 20.0), ("制度", 12.0), ("", 20.0)]
    assert screen.turn() == "服务承诺", "a picture is for times of rest"


def test_at_rest_one_page_follows_the_other_and_the_board_comes_once_a_round() -> None:
    screen = Screen(PROMISE, RULES, PICTURE)
    screen.rests()
    assert [screen.turn() for _ in range(5)] == ["服务承诺", "制度", "津贴", "", "服务承诺"]
    assert ReadPicture(PICTURE.picture) in screen.effects
    for _ in range(2):
        screen.turn()
    screen.hear(PictureRead(PICTURE.picture, b"png"))
    assert screen.state.show.picture == b"png"
    screen.turn()
    screen.hear(PictureRead(PICTURE.picture, b"late"))
    assert screen.state.show.picture is None, "the page it belongs to has gone"


def test_a_film_stays_as_long_as_it_lasts_and_comes_at_rest_alone() -> None:
    film = ShowPage(
        title="津贴", picture="items/a/film.webp", cues=(Cue(0, 4000, "一"), Cue(4000, 20_000, "二")), at_rest=True
    )
    screen = Screen(film)
    assert screen.turn() == ""
    screen.rests()
    assert screen.turn() == "津贴"
    assert screen.waits_s == 22.0
    screen.call()
    assert screen.title == "", "a call ends it"


def test_a_call_wins_in_the_step_in_which_it_is_heard_and_has_its_quiet() -> None:
    screen = Screen(PROMISE)
    assert screen.turn() == "服务承诺"
    screen.call()
    assert screen.title == ""
    assert screen.state.newest is not None
    assert screen.state.newest.number == "A099"
    assert screen.waits_s == 30.0
    assert screen.turn() == "", "it still pulses"
    screen.hear(*[TimerFired(EScreenTimer.PULSE)] * 6, TimerFired(EScreenTimer.TURN))
    assert screen.turn() == "服务承诺"


def test_who_was_called_and_has_not_come_keeps_the_board() -> None:
    screen = Screen(PROMISE)
    waiting = _window("3", WindowState.OPEN, _ticket(TicketState.CALLED))
    screen.hear(Arrived(waiting))
    assert screen.turn() == ""
    served = replace(waiting, version=2, ticket=_ticket(TicketState.SERVING))
    screen.hear(Arrived(served))
    assert screen.turn() == "服务承诺"


def test_a_page_goes_when_its_day_ends_also_while_the_hall_is_away() -> None:
    today = ShowPage(title="今天为止", rows=(ShowRow("x"),), shown_until=date.fromisoformat(DAY))
    later = ShowPage(title="明天起", rows=(ShowRow("y"),), shown_from=date(2026, 11, 22))
    screen = Screen(today, later)
    screen.rests()
    assert screen.turn() == "今天为止"
    screen.hear(HallAway(), TimerFired(EScreenTimer.AWAY))
    assert screen.title == "今天为止", "at rest a screen goes on without its hall"
    screen.now = 24 * 60 * MINUTE  # and its own clock counts the hall's time
    screen.hear(TimerFired(EScreenTimer.MINUTE))
    assert screen.title == "明天起"
    assert screen.turn() == ""
    assert screen.turn() == "明天起"


def test_without_its_hall_a_screen_with_people_before_it_shows_the_board_which_says_so() -> None:
    screen = Screen(PROMISE)
    assert screen.turn() == "服务承诺"
    screen.hear(HallAway(), TimerFired(EScreenTimer.AWAY))
    assert screen.title == ""
    assert screen.turn() == ""


def test_a_hall_that_shows_content_at_rest_alone_leaves_the_board_between_calls() -> None:
    screen = Screen(PROMISE)
    screen.state = replace(screen.state, show=replace(screen.state.show, between_calls=False))
    assert screen.turn() == ""
    screen.rests()
    assert screen.turn() == "服务承诺"


@pytest.mark.parametrize(
    ("state", "ticket", "shown"),
    [
        (WindowState.OPEN, None, "本窗口办理的事项"),
        (WindowState.OPEN, TicketState.CALLED, ""),
        (WindowState.OPEN, TicketState.SERVING, ""),
        (WindowState.PAUSED, None, ""),
        (WindowState.CLOSED, None, "本窗口办理的事项"),
    ],
)
def test_a_window_shows_its_plate_while_it_has_nobody_and_nothing_else_to_say(
    state: WindowState, ticket: TicketState | None, shown: str
) -> None:
    screen = Screen(ShowPage(title="本窗口办理的事项"), own="w3")
    window = _window("3", state, _ticket(ticket) if ticket is not None else None)
    screen.hear(Arrived(replace(window, version=2)))
    assert screen.turn() == shown


def test_pages_are_made_for_the_items_of_the_hall_or_of_the_window_and_again_when_those_change() -> None:
    hall, window = Screen(), Screen(own="w3")
    catalogue = hall.state.catalogue
    assert catalogue is not None
    first = catalogue.queues[0]
    hall.hear(Arrived(replace(catalogue, version=2)))
    hall.hear(Arrived(replace(catalogue, version=3, queues=(first,))))
    of_hall = [one.items for one in hall.effects if isinstance(one, MakePages)]
    assert len(of_hall) == 2
    assert set(of_hall[1]) == set(first.items) < set(of_hall[0])
    fewer = tuple(replace(card, queues=(first.id,)) if card.id == "w3" else card for card in catalogue.windows)
    window.hear(Arrived(replace(catalogue, version=2, windows=fewer)))
    of_window = [one.items for one in window.effects if isinstance(one, MakePages)]
    assert of_window[-1] == first.items


def test_another_store_of_the_hall_takes_calls_away_and_leaves_what_its_people_signed() -> None:
    screen = Screen(PROMISE)
    screen.hear(HallReplaced())
    assert screen.state.calls is None
    assert screen.state.show.pages == (PROMISE,)


def test_the_hall_s_word_of_a_set_is_followed() -> None:
    screen = Screen()
    screen.hear(Arrived(ContentSnapshot(version=2, at=AT, set="ab" * 32, address="http://hall:8090")))
    assert FollowSet("ab" * 32, "http://hall:8090") in screen.effects


happens = st.sampled_from(["turn", "call", "pulse", "place", "minute", "away", "rest", "window", "served", "pages"])


@settings(max_examples=150, deadline=None)
@given(st.lists(happens, max_size=30))
def test_whatever_happens_nothing_ever_covers_what_must_stand(several: list[str]) -> None:
    screen = Screen(PROMISE, PICTURE)
    for seq, one in enumerate(several, 30):
        screen.now += 7_000
        if one == "call":
            screen.call(seq)
        elif one == "rest":
            screen.rests()
        elif one in {"window", "served"}:
            state = TicketState.CALLED if one == "window" else TicketState.SERVING
            screen.hear(Arrived(replace(_window("3", WindowState.OPEN, _ticket(state)), version=seq)))
        elif one == "pages":
            screen.hear(SetOpened(f"s{seq}"), PagesMade(f"s{seq}", (RULES,)))
        elif one == "away":
            screen.hear(HallAway(), TimerFired(EScreenTimer.AWAY))
        else:
            names = {"turn": SHOW_TIMER, "pulse": "pulse", "place": "turn", "minute": "minute"}
            screen.hear(TimerFired(names[one]))
        assert not (screen.title and must_stand(screen.state))
        assert any(isinstance(effect, StartTimer) and effect.name == SHOW_TIMER for effect in screen.effects)


# ---- where the pages come from


def whole(_title: str, rows: Sequence[ShowRow]) -> list[tuple[ShowRow, ...]]:
    """A screen on which everything fits one page."""
    return [tuple(rows)] if rows else []


class Kept:
    """The content of a running e-screen, and the hall's server behind it."""

    def __init__(self, folder: Path, language: str = "zh_CN", *, own: bool = False) -> None:
        self.source, self.sets = small_content(folder / "source"), folder / "sets"
        self.key = ContentKey(folder / "key")
        self.name = packed(self.source, self.sets, self.key).name
        self.server = Server(self.sets)
        self.heard: queue.SimpleQueue[ShowInput] = queue.SimpleQueue()
        self.own_folder = folder / "own"
        store = ContentStore(key=self.key.public, folder=str(self.own_folder), rate_kb=0)
        self.content = ScreenContent(store, Showing(), Speaker(language), whole, self.heard.put, own=own)
        self.content.start()
        self.content.keep(FollowSet(self.name, self.server.address))

    def opened(self) -> str:
        told = self.heard.get(timeout=LONG_S)
        assert isinstance(told, SetOpened)
        return told.name

    def pages(self) -> tuple[ShowPage, ...]:
        made = self.content.make(MakePages(self.name, ("allowance", "nothing")))
        assert made is not None
        return made.pages

    def close(self) -> None:
        self.content.stop()
        self.server.kill()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    made.close()


@pytest.mark.running
def test_a_set_that_comes_while_the_screen_works_becomes_pages_and_so_does_the_next(kept: Kept) -> None:
    assert kept.opened() == kept.name
    listed, *others = kept.pages()
    assert [row.left for row in listed.rows] == ["事项", "高龄津贴"]
    assert listed.rows[1].right == "不收费"
    picture = next(page for page in others if page.picture)
    assert picture.at_rest
    read = kept.content.read(ReadPicture(picture.picture)).picture
    assert read is not None
    assert read.startswith(b"\x89PNG")
    change(kept.source, "items/allowance/item.toml", "高龄津贴", "长寿津贴")
    old, kept.name = kept.name, packed(kept.source, kept.sets, kept.key, 1_796_000_900_000).name
    kept.content.keep(FollowSet(kept.name, kept.server.address))
    assert kept.opened() == kept.name
    assert kept.pages()[0].rows[1].left == "长寿津贴"
    assert kept.content.make(MakePages(old, ("allowance",))) is None, "an answer about a set that is over"


@pytest.mark.running
def test_a_damaged_guide_is_left_out_until_it_has_come_again(kept: Kept) -> None:
    kept.opened()
    folder = SetFolder(kept.own_folder, kept.key.public)
    one = next(one for one in folder.manifest(kept.name).files if one.path == "guides/allowance.json")
    path = folder.object_path(one.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not any(page.title == "这里办理的事项" for page in kept.pages())
    until(lambda: any(page.title == "这里办理的事项" for page in kept.pages()))
