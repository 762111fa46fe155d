"""What a terminal stores of its hall: never an older catalogue over a newer one, and no picture that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from machine_sample import catalogue

from kiosk.terminal.hall_cache import HallCache

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_PICTURE = 4_000_000


def test_a_catalogue_is_there_after_a_restart(tmp_path: Path) -> None:
    assert HallCache(tmp_path).catalogue() is None
    assert HallCache(tmp_path).store_catalogue(catalogue(version=7))
    assert HallCache(tmp_path).catalogue() == catalogue(version=7)


def test_an_older_catalogue_is_refused_and_a_newer_one_takes_the_place(tmp_path: Path) -> None:
    cache = HallCache(tmp_path)
    assert cache.store_catalogue(catalogue(version=7))
    assert not cache.store_catalogue(catalogue(version=6, hotline="6"))
    assert cache.catalogue() == catalogue(version=7)
    assert cache.store_catalogue(catalogue(version=8))
    assert HallCache(tmp_path).catalogue() == catalogue(version=8)


def test_the_stored_catalogue_is_older_than_none_after_a_restart_too(tmp_path: Path) -> None:
    HallCache(tmp_path).store_catalogue(catalogue(version=7))
    cache = HallCache(tmp_path)
    assert cache.catalogue() is not None
    assert not cache.store_catalogue(catalogue(version=6))
    assert cache.store_catalogue(catalogue(version=7, hotline="7")), "it may be shown"
    assert cache.catalogue() == catalogue(version=7), "and need not be written again"


def test_a_first_catalogue_may_have_any_version(tmp_path: Path) -> None:
    assert HallCache(tmp_path).store_catalogue(catalogue(version=0))
    assert HallCache(tmp_path).catalogue() is not None


@pytest.mark.parametrize("content", [b"", b"{", b'{"version": 1}', b"\xff"])
def test_a_catalogue_that_cannot_be_read_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "catalogue.json").write_bytes(content)
    cache = HallCache(tmp_path)
    assert cache.catalogue() is None
    assert cache.store_catalogue(catalogue(version=1))
    assert HallCache(tmp_path).catalogue() == catalogue(version=1)


def test_a_disk_that_takes_no_writes_stops_nobody_from_seeing_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = HallCache(tmp_path / "file")
    assert cache.store_catalogue(catalogue(version=7))
    assert not cache.store_catalogue(catalogue(version=6))
    assert cache.store_picture("lin", PNG) is None


def test_a_picture_is_stored_once_and_again_when_it_changed(tmp_path: Path) -> None:
    cache = HallCache(tmp_path)
    assert cache.picture("lin") is None
    path = cache.store_picture("lin", PNG + b"1")
    assert path is not None
    assert cache.picture("lin") == path
    assert path.read_bytes() == PNG + b"1"
    assert cache.store_picture("lin", PNG + b"1") is None, "it is there already"
    assert cache.store_picture("lin", PNG + b"2") == path, "of the same length"
    assert cache.store_picture("lin", PNG + b"22") == path
    assert path.read_bytes() == PNG + b"22"
    assert HallCache(tmp_path).picture("lin") == path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../lin", PNG),
        ("Lin", PNG),
        ("", PNG),
        ("lin", b""),
        ("lin", PNG[:-1]),
        ("lin", b"GIF89a"),
        ("lin", PNG + bytes(LARGEST_PICTURE - len(PNG) + 1)),
    ],
)
def test_what_is_no_picture_or_too_large_is_not_stored(tmp_path: Path, name: str, content: bytes) -> None:
    cache = HallCache(tmp_path / "data")
    assert cache.store_picture(name, content) is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_largest_picture_is_stored(tmp_path: Path) -> None:
    content = PNG + bytes(LARGEST_PICTURE - len(PNG))
    path = HallCache(tmp_path).store_picture("lin", content)
    assert path is not None
    assert path.read_bytes() == content
