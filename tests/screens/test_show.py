"""The content of the sample hall on every e-screen: each page fits, and what the files say is on them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from content.packing.key import ContentKey
from demo.content_server.packing import pack_if_changed
from tests.screens.probe import ROOT, said_by

SIZES = ("hall-1920x1080", "hall-1080x1920", "window-1280x720", "window-1080x1920")


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    pack_if_changed(ROOT / "demo/content", folder / "sets", folder / "secret")
    (folder / "sets" / "key").write_text(ContentKey(folder / "secret").public)
    return folder / "sets"


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_its_screen_and_says_what_the_files_say(size: str, sets: Path) -> None:
    told: dict[str, list[dict[str, Any]]] = json.loads(said_by("tests.screens.show_probe", size, sets).splitlines()[-1])
    wrong = [(one["title"], one["part"], *bad) for pages in told.values() for one in pages for bad in one["wrong"]]
    assert not wrong, "\n".join(map(str, wrong[:20]))
    chinese = ["".join(page["said"]) for page in told["zh_CN"]]
    english = [" ".join(page["said"]) for page in told["en"]]
    assert any("高龄老年人津贴" in page and "个工作日" in page and "不收费" in page for page in chinese)
    assert any("working days" in page and "No charge" in page for page in english)
    promise = any("当场收件" in re.sub(r"\s", "", page) for page in chinese)
    assert promise == size.startswith("hall"), "open documents stand on the hall's screen, a window has its own items"
