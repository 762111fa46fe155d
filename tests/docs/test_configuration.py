"""docs/configuration.md: every key of every file, with its meaning."""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "configuration"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("configuration_script", str(SCRIPT))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[loader.name] = made
    loader.exec_module(made)
    return made


def test_the_page_is_what_the_classes_say(script: ModuleType) -> None:
    """Otherwise: `.venv/bin/python scripts/configuration`."""
    assert script.DOCUMENT.read_text(encoding="utf-8") == script.document()


def test_every_key_has_a_meaning(script: ModuleType) -> None:
    """A comment behind the field of the class."""
    without = [
        f"{name}: {table.path}.{key.path}"
        for name, cls, _meaning in script.FILES
        for table in script.tables(cls)
        for key in table.keys
        if not key.meaning
    ]
    assert without == []


def test_keys_at_every_depth_are_there_with_their_defaults(script: ModuleType) -> None:
    page = script.document()
    assert "### `[hardware.escpos.pins]`" in page
    assert "| `recall_limit` | number | `3` | calls after the first one |" in page
    assert "| `day_starts` | time, `09:00:00` | `04:00:00` |" in page
    assert "`behind`: 过号顺延" in page
    assert "| `id` | string | **needed** |" in page
