"""What every engine of Chinese writing owes: pinyin and handwriting of Debian, and the fakes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.fake_writing import FakeHand, FakePinyin
from kiosk.writing import rime, zinnia
from kiosk.writing.engines import Source, Way, Writing, of_this_machine
from kiosk.writing.hand import MOST_POINTS, Hand, fitted, thinned
from kiosk.writing.port import MOST_LETTERS, NOTHING, Engine, EngineMissingError, Stroke
from kiosk.writing.rime import Rime


def line(x: float, y: float, to_x: float, to_y: float) -> Stroke:
    """As a finger draws it."""
    return tuple((x + (to_x - x) * at / 20, y + (to_y - y) * at / 20) for at in range(21))


ACROSS, DOWN = line(40, 200, 360, 195), line(200, 30, 205, 380)


@dataclass(frozen=True)
class Rig:
    """An engine, something to compose one step after the other, and what is meant by all of it."""

    engine: Engine[Any]
    steps: tuple[Any, ...]
    meant: str


RIGS = {
    "rime": lambda: Rig(Rime(), ("n", "ni", "nih", "niha", "nihao"), "你好"),
    "zinnia": lambda: Rig(Hand(), ((ACROSS,), (ACROSS, DOWN)), "十"),
    "fake pinyin": lambda: Rig(FakePinyin(), ("ni", "nihao"), "你好"),
    "fake hand": lambda: Rig(FakeHand(), ((ACROSS,), (ACROSS, DOWN)), "十"),
}


@pytest.fixture(params=RIGS)
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    made = RIGS[request.param]()
    yield made
    made.engine.close()


def test_what_is_meant_comes_first(rig: Rig) -> None:
    assert rig.engine.candidates(rig.steps[-1]).words[0] == rig.meant


def test_nothing_means_nothing(rig: Rig) -> None:
    assert rig.engine.candidates(rig.steps[0][:0]) == NOTHING


def test_no_word_is_offered_twice_and_all_are_characters_that_the_pad_draws(rig: Rig) -> None:
    for composed in rig.steps:
        words = rig.engine.candidates(composed).words
        assert words
        assert len(set(words)) == len(words)
        assert all(word.encode("gb2312") for word in words)


def test_choosing_leaves_less_than_there_was(rig: Rig) -> None:
    for composed in rig.steps:
        for word in rig.engine.candidates(composed).words[:8]:
            assert len(rig.engine.after(composed, word)) < len(composed)
    assert not rig.engine.after(rig.steps[-1], rig.meant)


def test_what_one_person_chose_changes_no_answer_to_the_next(rig: Rig) -> None:
    before = [rig.engine.candidates(composed) for composed in rig.steps]
    for composed, found in zip(rig.steps, before, strict=True):
        for _ in range(20):
            rig.engine.after(composed, found.words[-1])
    assert [rig.engine.candidates(composed) for composed in rig.steps] == before


def test_it_holds_nothing_between_two_calls(rig: Rig) -> None:
    for composed in rig.steps:
        rig.engine.after(composed, rig.engine.candidates(composed).words[0])
        assert rig.engine.held() == 0


def test_it_can_be_closed_twice(rig: Rig) -> None:
    rig.engine.close()


@pytest.fixture
def pinyin() -> Iterator[Rime]:
    made = Rime()
    yield made
    made.close()


def test_letters_are_read_in_syllables(pinyin: Rime) -> None:
    found = pinyin.candidates("fuwutaiduhenhao")
    assert found.words[0] == "服务态度很好"
    assert found.spelt == "fu wu tai du hen hao"
    assert "你好" in pinyin.candidates("nh").words


@pytest.mark.parametrize(
    ("letters", "word", "left"),
    [("nihaoma", "你好", "ma"), ("nihaoma", "你", "haoma"), ("nihaoma", "你好吗", ""), ("xi'an", "西", "an")],
)
def test_the_rest_of_the_letters_stays(pinyin: Rime, letters: str, word: str, left: str) -> None:
    assert word in pinyin.candidates(letters).words
    assert pinyin.after(letters, word) == left


@pytest.mark.parametrize("letters", ["v", "'", "''", "x'", "zzzzzz", "a" * 200, "A", "1", " ", "好", "\n", "/fh", "`h"])
def test_letters_that_mean_nothing_break_nothing(pinyin: Rime, letters: str) -> None:
    for word in pinyin.candidates(letters).words:
        assert len(pinyin.after(letters[:MOST_LETTERS], word)) < len(letters)
    assert pinyin.candidates("ni").words[0] == "你"


TYPED = """
import os, sys
from pathlib import Path
from kiosk.writing.rime import Rime

def files():
    return sorted(str(path) for path in Path(sys.argv[1]).glob("*/*"))

engine = Rime()
assert files() == [], files()
for letters in ("nihao", "woxiangyaobanlishebaoka"):
    for word in engine.candidates(letters).words:
        engine.after(letters, word)
assert engine.held() == 0
opened = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
assert not [path for path in opened if sys.argv[1] in path], opened
engine.close()
assert files() == [], files()
"""


def test_nothing_that_was_typed_is_on_disk_or_in_a_log(tmp_path: Path) -> None:
    place, home = tmp_path / "run", tmp_path / "home"
    place.mkdir()
    home.mkdir()
    env = {"RUNTIME_DIRECTORY": str(place), "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-c", TYPED, tmp_path], env=env, capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    assert (done.stderr, done.stdout, done.returncode) == ("", "", 0)


def test_a_character_is_found_wherever_in_the_field_and_however_large_it_is_drawn() -> None:
    engine = Hand()
    for strokes in [
        (line(0, 10, 40, 10), line(20, 0, 20, 40)),
        (line(500, 700, 900, 690), line(700, 500, 705, 900)),
        (line(0, 450, 900, 450), line(450, 0, 450, 900)),
    ]:
        assert engine.candidates(strokes).words[0] == "十"
    engine.close()


def test_what_is_only_a_part_of_characters_is_not_offered() -> None:
    engine = Hand()
    for strokes in [(DOWN,), (line(300, 20, 100, 200), line(200, 120, 200, 400)), (((5.0, 5.0),),)]:
        words = engine.candidates(strokes).words
        assert words
        assert not set(words) & set("丨丶亻囗忄")
    engine.close()


def test_a_drawing_is_put_in_the_middle_and_keeps_its_form() -> None:
    strokes = fitted((line(0, 0, 100, 50),))
    assert strokes[0][0] == pytest.approx((200, 350))
    assert strokes[0][-1] == pytest.approx((800, 650))
    assert fitted((((7.0, 7.0),),)) == [((500.0, 500.0),)]


def test_a_machine_without_the_packages_does_without_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rime, "LIBRARY", "librime.so.99")
    writing = Writing(of_this_machine)
    assert not writing.offers(Way.PINYIN)
    assert writing.spelling() is None
    assert writing.offers(Way.HAND)
    assert [said for said in writing.missing() if "rime-data-pinyin-simp" in said] == writing.missing()
    with pytest.raises(EngineMissingError, match="librime"):
        Rime()


def test_tables_that_the_library_does_not_read_are_as_good_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("table", "prism", "reverse"):
        (tmp_path / f"pinyin_simp.{name}.bin").write_bytes(b"Rime::Table/9.9\0" + bytes(5000))
    monkeypatch.setattr(rime, "TABLES", tmp_path)
    monkeypatch.setattr(rime, "DATA", tmp_path)
    with pytest.raises(EngineMissingError, match="does not read"):
        Rime()
    monkeypatch.undo()
    engine = Rime()
    assert engine.candidates("ni").words[0] == "你"
    engine.close()


@pytest.mark.parametrize("content", [b"", b"no model", bytes(100_000)])
def test_a_model_that_is_none_is_refused(content: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(content)
    monkeypatch.setattr(zinnia, "MODEL", tmp_path / "model")
    with pytest.raises(EngineMissingError, match="does not open"):
        Hand()


def test_an_engine_that_does_not_open_is_missed_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Engine[Any]:
        raise EngineMissingError("no tables")

    writing = Writing(lambda: {Way.PINYIN: Source(broken, str)})
    assert writing.offers(Way.PINYIN)
    assert [writing.spelling(), writing.spelling()] == [None, None]
    assert not writing.offers(Way.PINYIN)
    assert caplog.messages == ["no tables"]


SCRIBBLE = """
import math, resource
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from kiosk.writing.hand import Hand
hand = Hand()
def spiral(turns, points):
    reach = [(200 * (1 - at / points), 2 * math.pi * turns * at / points) for at in range(points)]
    return tuple((200 + far * math.cos(angle), 200 + far * math.sin(angle)) for far, angle in reach)
zigzag = tuple((200 + 180 * (-1) ** at * (1 - at / 200), 2 * at) for at in range(200))
for strokes in ((spiral(8, 32),), (spiral(20, 1200),), (spiral(9, 240)[::-1],), (zigzag,), (spiral(9, 240),) * 36):
    assert hand.candidates(strokes).words
status = open("/proc/self/status").read()  # getrusage would count what started it
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


def test_a_childs_scribble_takes_no_more_memory_than_a_character() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIBBLE], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150, "MB"


def test_a_stroke_keeps_its_ends_and_its_corners() -> None:
    bent = (*line(0, 0, 100, 0), *line(100, 0, 100, 100)[1:], *line(100, 100, 180, 20)[1:])
    assert {(0, 0), (100, 0), (100, 100), (180, 20)} <= set(thinned(bent))
    assert len(thinned(bent)) <= MOST_POINTS
    assert thinned(((5.0, 5.0),)) == ((5.0, 5.0),)
    assert set(thinned(((5.0, 5.0),) * 50)) == {(5.0, 5.0)}
