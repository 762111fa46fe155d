"""Tests of one group keep to one process: they share a stage, a peer or what a probe found."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_the_groups_of_tests_are_seen_by_what_hands_them_out(request: pytest.FixtureRequest) -> None:
    """xdist writes the group into a test's id; a pytest that does not read it there would group nothing, silently."""
    in_groups = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@together") == in_groups
