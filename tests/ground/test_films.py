"""Films of guides: what is wrong with one is named, machines get it with its captions, and a kiosk shows it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from kiosk_sample import CONTENT, KioskWalk
from PIL import Image
from small_content import TODAY, change, packed, small_content

from content.packing.key import ContentKey
from content.source.checks import check
from domain.content.captions import Cue, cues, said_at
from domain.self_service.content.browsing import Shelf
from domain.self_service.content.guides_state import EntryChosen, GuideChosen, GuidePart, PartChosen, ShelfChosen
from domain.views.business_names import BusinessName

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\n{}\n\n00:02.000 --> 00:03.500\n{}\n"


def moving(frames: int, size: tuple[int, int] = (32, 18)) -> bytes:
    made = [Image.new("RGB", size, (at * 40, 0, 0)) for at in range(frames)]
    film = io.BytesIO()
    made[0].save(film, "WEBP", save_all=True, append_images=made[1:], duration=100, lossless=True)
    return film.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder whose guide has a film for phones and machines."""
    made = small_content(tmp_path / "source")
    item = made / "items/allowance"
    for language, words in (("zh", ("带证件", "到窗口")), ("en", ("Bring", "Come"))):
        (item / f"film.{language}.vtt").write_text(CAPTIONS.format(*words), encoding="utf-8")
    (item / "film.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    (item / "film.webp").write_bytes(moving(3))
    film = (
        'film = { file = "film.webm", machine = "film.webp", captions = { zh = "film.zh.vtt", en = "film.en.vtt" } }\n'
    )
    change(made, "items/allowance/item.toml", "pictures = [", f"{film}pictures = [")
    return made


def test_a_film_for_machines_belongs_to_the_set(folder: Path, tmp_path: Path) -> None:
    made = packed(folder, tmp_path / "sets", ContentKey(tmp_path / "key"))
    assert made.name
    manifest = (tmp_path / "sets/sets" / made.name / "manifest.json").read_text()
    assert '"items/allowance/film.webp"' in manifest


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (moving(1), "one picture"),
        (moving(2, (1400, 10)), "1400 × 10 pixels"),
        (moving(3)[:-60], "no film that can be read"),
        (b"RIFF", "no film that can be read"),
        (b"", "no film that can be read"),
    ],
    ids=["still", "large", "cut", "no picture", "empty"],
)
def test_a_film_that_no_machine_can_play_is_named(folder: Path, content: bytes, said: str) -> None:
    (folder / "items/allowance/film.webp").write_bytes(content)
    (mistake,) = check(folder, TODAY).mistakes
    assert mistake.key == "film.machine"
    assert said in mistake.reason


def test_captions_are_what_they_say_at_their_time_and_never_fail() -> None:
    text = CAPTIONS.format("带证件\n一份", "到窗口")
    found = cues(text)
    assert found == (Cue(0, 1000, "带证件 一份"), Cue(2000, 3500, "到窗口"))
    said = [said_at(found, ms) for ms in (0, 999, 1000, 2500, 3500)]
    assert said == ["带证件 一份", "带证件 一份", "", "到窗口", ""]
    for rubbish in ("", "WEBVTT", "--> ", "\x00" * 50, "00:00.000 --> 00:01.000"):
        assert all(isinstance(cue, Cue) for cue in cues(rubbish))


def test_a_kiosk_shows_the_film_with_both_captions_and_forgets_it_with_the_side() -> None:
    walk = KioskWalk().opens(BusinessName.GUIDES)
    index = walk.moment.content.index  # type: ignore[union-attr]
    group = next(row.group for row in index.items if row.id == "old-age-allowance")
    walk.touch(ShelfChosen(Shelf.GROUP), EntryChosen(group), GuideChosen("old-age-allowance"))
    walk.touch(PartChosen(GuidePart.FILM))
    state = walk.business
    assert state.drawn == (CONTENT / "items/old-age-allowance/film.webp").read_bytes()
    assert [len(cues(text)) for text in (state.captions.zh, state.captions.en)] == [5, 5]
    walk.touch(PartChosen(GuidePart.PICTURES))
    assert walk.business.drawn == (CONTENT / "items/old-age-allowance/pictures/01.png").read_bytes()


def test_a_guide_without_a_film_for_machines_has_no_side_for_it() -> None:
    walk = KioskWalk().opens(BusinessName.GUIDES)
    index = walk.moment.content.index  # type: ignore[union-attr]
    group = next(row.group for row in index.items if row.id == "birth-registration")
    walk.touch(ShelfChosen(Shelf.GROUP), EntryChosen(group), GuideChosen("birth-registration"))
    walk.touch(PartChosen(GuidePart.FILM))
    assert walk.business.part is GuidePart.BRIEF
