"""Every screen in every mode, language and size: nothing cut off, nothing too small, everything within reach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.self_service.screen_names import PAGES
from tests.screens.curate import kept
from tests.screens.gallery import specimens
from tests.screens.probe import said_by
from tests.screens.specimen import MACHINE, SIZES


@pytest.mark.parametrize("size", SIZES)
def test_nobody_stumbles_over_a_screen(size: str, tmp_path: Path) -> None:
    measured = tmp_path / "measured.json"
    said_by("tests.screens.gallery", size, "--measure", measured)
    found = json.loads(measured.read_text())
    assert found["pictures"] > 0
    said = [f"{one['picture']}: {one['rule']}: {one['where']!r}" for one in found["findings"]]
    assert not said, "\n".join([f"{len(said)} findings", *said[:40]])


def test_the_pictures_that_are_kept_are_neither_few_nor_many() -> None:
    assert 60 <= len(kept()) <= 100


def test_every_business_of_a_kiosk_has_a_picture_that_is_kept() -> None:
    pictured = {
        specimen.screen.partition(":")[0].rpartition(".")[2].partition("_")[0]
        for size in MACHINE
        for specimen in specimens(size)
        if specimen.curated
    }
    assert {business.value for business in PAGES} <= pictured
