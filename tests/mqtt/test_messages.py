"""Bytes of envelopes, and how often a flood of bad ones is logged."""

from __future__ import annotations

import json

import pytest

from kiosk.mqtt.messages import Answer, Error, is_logged, new_id, wall_ms, write, write_data


def test_what_is_none_does_not_stand_on_the_wire() -> None:
    assert json.loads(write(Answer(id="1", ok=True))) == {"id": "1", "ok": True}
    refused = Answer(id="1", ok=False, error=Error(code="hall.busy"))
    assert write_data(refused) == {"id": "1", "ok": False, "error": {"code": "hall.busy", "detail": ""}}


def test_of_a_flood_the_first_second_fourth_and_eighth_message_is_logged() -> None:
    assert [count for count in range(1, 20) if is_logged(count)] == [1, 2, 4, 8, 16]


def test_ids_sort_by_their_time() -> None:
    assert new_id()[14] == "7", "the version of RFC 9562"


def test_the_clock_of_the_wire_counts_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 1_795_222_800_000_999_999)
    assert wall_ms() == 1_795_222_800_000
