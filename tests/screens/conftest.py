"""Which tests of screens share a process: those that read what one probe found, and a probe runs once a process."""

from __future__ import annotations

from pathlib import Path

import pytest

PROBED_BY_SIZE = {"test_hall.py", "test_said.py"}
PROBED_ONCE = {"test_clerk_modes.py", "test_write.py"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent != Path(__file__).parent or not isinstance(item, pytest.Function):
            continue
        if item.path.name in PROBED_BY_SIZE and hasattr(item, "callspec"):
            size = item.callspec.params.get("size", "")
            item.add_marker(pytest.mark.xdist_group(f"{item.path.stem}-{size}"))
        elif item.path.name in PROBED_ONCE:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
