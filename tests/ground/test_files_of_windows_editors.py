"""Configuration files as they come from the editors people have: read, or refused with what to write instead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_hall import TOML

from domain.config import HallConfig
from hall.config.file import read_hall
from hall.config.warnings import warnings
from program.toml_text import parse, read_table

ROOT = Path(__file__).parents[2]
BOM = b"\xef\xbb\xbf"


def reading(tmp_path: Path, raw: bytes) -> str:
    """Why the file is refused; "" if it is read."""
    path = tmp_path / "hall.toml"
    path.write_bytes(raw)
    found = read_hall(path)
    return "" if isinstance(found, HallConfig) else "\n".join(map(str, found))


@pytest.mark.parametrize(
    "raw",
    [BOM + TOML.encode(), TOML.replace("\n", "\r\n").encode(), BOM + TOML.replace("\n", "\r\n").encode()],
    ids=["byte order mark", "CR LF", "both"],
)
def test_what_an_editor_of_windows_adds_is_no_mistake(tmp_path: Path, raw: bytes) -> None:
    assert reading(tmp_path, raw) == ""


@pytest.mark.parametrize("kind", ["hall", "terminal"])
def test_check_config_knows_a_file_with_a_byte_order_mark_for_what_it_is(tmp_path: Path, kind: str) -> None:
    text = TOML if kind == "hall" else 'hall = "test-hall"\ndevice = "kiosk-1"\ndata = "/tmp/x"\ncolour = "red"\n'
    path = tmp_path / f"{kind}.toml"
    path.write_bytes(BOM + text.encode())
    done = subprocess.run(
        [sys.executable, "-m", "xiaochuang", "check-config", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode == 0) == (kind == "hall"), done.stderr
    assert ("colour: unknown key" in done.stderr) == (kind == "terminal")
    assert "Traceback" not in done.stderr


WRITTEN = "width = 3"
SLIPS: list[tuple[str, str, str]] = [
    ('name = { zh = "社保"', "name = { zh = “社保”", '“ is a Chinese quotation mark: write "'),
    ('name = { zh = "社保"', 'name = { zh = "社保”', '” is a Chinese quotation mark: write "'),
    ('"社保", en', '"社保"， en', "， is full-width: write ,"),
    ('"社保", en', '"社保"、 en', "、 is full-width: write ,"),
    ("name = {", "name ＝ {", "＝ is full-width: write ="),
    ("name = {", "name\u3000= {", "a full-width blank (U+3000) stands here: write an ordinary blank"),
    ("name = {", "name\u00a0= {", "a special blank (U+00A0) stands here: write an ordinary blank"),
    ("name = {", "name = ｛", "｛ is full-width: write {"),
    ("name = {", "\u200bname = {", "a sign that cannot be seen (U+200B) stands here: delete it"),
    ("day_starts = 04:00:00", "day_starts = 4:00", "4:00 is no time: a time is written 04:00:00"),
    ("day_starts = 04:00:00", "day_starts = 04:00", "04:00 is no time: a time is written 04:00:00"),
    ("day_starts = 04:00:00", "day_starts = 4:00:00", "4:00:00 is no time: a time is written 04:00:00"),
    ("day_starts = 04:00:00", "day_starts = ０4:00:00", "０ is full-width: write 0"),
    ("opens = 04:00:00", "opens = 9:00", "9:00 is no time: a time is written 09:00:00"),
]


@pytest.mark.parametrize(("right", "slip", "reason"), SLIPS)
def test_a_sign_that_looks_right_and_is_not_is_named_at_its_place(
    tmp_path: Path, right: str, slip: str, reason: str
) -> None:
    assert right in TOML
    raw = TOML.replace(right, slip, 1)
    line = 1 + raw[: raw.index(slip)].count("\n")
    said = reading(tmp_path, raw.encode())
    assert f"hall.toml:{line}: is not TOML: {reason} (column " in said


def test_words_in_strings_and_comments_are_left_alone(tmp_path: Path) -> None:
    good = TOML.replace('zh = "社保"', 'zh = "社保，医保（一楼）“综合”"', 1)
    good = good.replace("[[queues]]", "# 说明：全角，没问题\n[[queues]]", 1)
    assert reading(tmp_path, good.encode()) == ""
    broken = good + "\nx = \n"
    assert "full-width" not in reading(tmp_path, broken.encode())
    unended = TOML.replace('zh = "社保"', 'zh = "社保，医保', 1)
    assert "full-width" not in reading(tmp_path, unended.encode())


def test_another_coding_is_named(tmp_path: Path) -> None:
    assert "save it as UTF-8 (it looks like GB 18030)" in reading(tmp_path, TOML.encode("gb18030"))
    assert "is UTF-16 text: save it as UTF-8" in reading(tmp_path, TOML.encode("utf-16"))
    assert "is not UTF-8 text" in reading(tmp_path, b"\xff" * 50)


@pytest.mark.parametrize(
    "text",
    ["a=" + "[" * 100_000, "a=" + "{a=" * 50_000, "a=" + "9" * 10_000, "[" + "a." * 20_000 + "b]", "a = [\n" * 5_000],
    ids=["brackets", "tables", "digits", "dots", "open lists"],
)
def test_a_file_that_is_no_file_of_a_hall_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    said = reading(tmp_path, text.encode())
    assert said.startswith(str(tmp_path / "hall.toml"))
    assert len(said) < 500


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_table_or_a_reason(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    assert isinstance(read_table(path), dict | str)
    parsed = parse(text)
    assert parsed.table is not None or parsed.slips


def test_a_working_weekend_needs_no_days(tmp_path: Path) -> None:
    at = TOML.index("sessions = [")
    line = TOML[at : TOML.index("\n", at)]
    day = 'day = 2026-02-14, name = { zh = "上班", en = "Open" }'
    special = line + f"\nspecial = [{{ {day}, sessions = [{{ opens = 09:00:00, closes = 12:00:00 }}] }}]"
    assert reading(tmp_path, TOML.replace(line, special, 1).encode()) == ""
    assert "must name days" in reading(tmp_path, TOML.replace("days = [1, 2, 3, 4, 5, 6, 7], ", "", 1).encode())


def warned(tmp_path: Path, right: str, slip: str) -> list[tuple[str, str, str | None]]:
    path = tmp_path / "hall.toml"
    path.write_text(TOML.replace(right, slip, 1), encoding="utf-8")
    config = read_hall(path)
    assert isinstance(config, HallConfig), config
    return [one for one in warnings(config) if one[0].endswith(("prefix", ".zh"))]


def test_a_name_with_a_line_break_is_worth_a_second_look(tmp_path: Path) -> None:
    ((key, reason, _),) = warned(tmp_path, 'zh = "社保"', 'zh = "社\\n保"')
    assert key == "queues[0].name.zh"
    assert "line break" in reason


def test_a_small_letter_among_the_prefixes_is_worth_a_second_look(tmp_path: Path) -> None:
    ((key, reason, _),) = warned(tmp_path, 'prefix = "A"', 'prefix = "a"')
    assert key == "queues[0].prefix"
    assert "write it so" in reason


def test_two_prefixes_that_are_spoken_alike_are_told(tmp_path: Path) -> None:
    found = warned(tmp_path, 'prefix = "B"', 'prefix = "a"')
    assert [key for key, _, _ in found] == ["queues[1].prefix"]
    assert "spoken like the prefix of queues[0]" in found[0][1]
