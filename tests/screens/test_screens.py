"""Every screen in every mode, language and size: nothing cut off, nothing too small, everything within reach."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screens.curate import kept
from tests.screens.specimen import SIZES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("size", SIZES)
def test_nobody_stumbles_over_a_screen(size: str, tmp_path: Path) -> None:
    measured = tmp_path / "measured.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens.gallery", size, "--measure", measured],
        cwd=ROOT,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(measured.read_text())
    assert found["pictures"] > 0
    said = [f"{one['picture']}: {one['rule']}: {one['where']!r}" for one in found["findings"]]
    assert not said, "\n".join([f"{len(said)} findings", *said[:40]])


def test_the_pictures_that_are_kept_are_neither_few_nor_many() -> None:
    assert 40 <= len(kept()) <= 60
