"""What the hall knows of its devices: by the newest word of each, and of no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sample_hall import TOML

from domain.config import HallConfig
from domain.health.health import Health
from domain.health.rule import Heard
from domain.statuses import DeviceStatus, NotHeard
from hall.config.file import read_hall
from hall.presence import Presence
from kiosk.mqtt.messages import DeviceState, write

NOON, MONO = 1_795_233_600_000, 500_000


@pytest.fixture
def presence(tmp_path: Path) -> Presence:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    config = read_hall(tmp_path / "hall.toml")
    assert isinstance(config, HallConfig)
    return Presence(config)


def word(
    state: DeviceStatus = DeviceStatus.READY, session: int = 1, at: int = NOON, start: str = "", **health: Any
) -> bytes:
    return write(DeviceState(state=state, session=session, at=at, health=health, instance=start, machine=start * 4))


def entry(presence: Presence, device: str) -> dict[str, object]:
    return next(one for one in presence.devices() if one["device"] == device)


def test_every_device_of_the_hall_is_listed_also_before_its_first_word(presence: Presence) -> None:
    listed = [one["device"] for one in presence.devices()]
    assert listed == ["kiosk-1", "pad-1", "pad-2", "screen-1", "desk-1", "page-1"]
    assert entry(presence, "pad-2") == {"device": "pad-2", "role": "pad", "window": "w2", "state": "never"}
    assert entry(presence, "kiosk-1") == {"device": "kiosk-1", "role": "kiosk", "state": "never"}


def test_a_device_is_as_it_says(presence: Presence) -> None:
    assert presence.heard("pad-1", word(printer="none"))
    said = entry(presence, "pad-1")
    assert (said["state"], said["session"], said["at"], said["window"]) == ("ready", 1, NOON, "w1")


def test_a_device_of_another_hall_is_not_listed(presence: Presence) -> None:
    assert presence.heard("pad-9", word())
    assert "pad-9" not in [one["device"] for one in presence.devices()]


DEEP = b'{"state": "ready", "session": 1, "at": 1, "health": {"x": ' + b"[" * 600 + b"]" * 600 + b"}}"
HUGE = b'{"state": "ready", "session": 1, "at": 1' + b"0" * 400 + b"}"
HUGE_SESSION = b'{"state": "ready", "at": 1, "session": 1' + b"0" * 400 + b"}"


@pytest.mark.parametrize(
    "payload",
    [b"rubbish", b"[]", b'{"state": "happy", "session": 1, "at": 1}', DEEP, HUGE, HUGE_SESSION],
    ids=["rubbish", "list", "no-state", "deep", "huge", "huge-session"],
)
def test_what_is_no_state_changes_nothing(presence: Presence, payload: bytes) -> None:
    presence.heard("pad-1", word())
    assert not presence.heard("pad-1", payload, 1)
    assert entry(presence, "pad-1")["state"] == "ready"
    assert presence.word("pad-1", NOON, 1)


def test_the_will_of_an_earlier_session_says_nothing_and_one_of_this_session_does(presence: Presence) -> None:
    presence.heard("pad-1", word(session=5))
    presence.heard("pad-1", word(DeviceStatus.LOST, session=4))
    assert entry(presence, "pad-1")["state"] == "ready"
    presence.heard("pad-1", word(DeviceStatus.LOST, session=5))
    assert entry(presence, "pad-1")["state"] == "lost"
    presence.heard("pad-1", word(session=6))
    assert entry(presence, "pad-1")["state"] == "ready"


def test_an_empty_word_makes_a_device_unknown_again(presence: Presence) -> None:
    presence.heard("kiosk-1", word(session=5, printer="ready"))
    assert presence.heard("kiosk-1", b"")
    assert entry(presence, "kiosk-1")["state"] == NotHeard.NEVER
    assert presence.printers() == {"kiosk-1": NotHeard.NEVER}
    assert presence.heard("kiosk-1", b""), "twice"
    presence.heard("kiosk-1", word(session=1))
    assert entry(presence, "kiosk-1")["state"] == "ready"


def test_a_printer_is_as_its_kiosk_says_while_that_is_there(presence: Presence) -> None:
    assert presence.printers() == {"kiosk-1": "never"}
    presence.heard("kiosk-1", word(printer="near_end"))
    assert presence.printers() == {"kiosk-1": "near_end"}
    presence.heard("kiosk-1", word(DeviceStatus.LOST, printer="near_end"))
    assert presence.printers() == {"kiosk-1": "lost"}


@pytest.mark.parametrize(
    ("before_ms", "skew_ms"), [(0, 0), (90_000, 90_000), (-90_000, -90_000), (1_400, 1_000), (1_600, 2_000)]
)
def test_a_clock_is_compared_with_the_hall_s_at_the_moment_it_spoke(
    presence: Presence, before_ms: int, skew_ms: int
) -> None:
    presence.heard("pad-1", word(at=NOON + before_ms), MONO)
    heard = presence.word("pad-1", NOON + 60_000, MONO + 60_000)
    assert heard == Heard(state=DeviceStatus.READY, health=Health(), skew_ms=skew_ms)


def test_a_word_that_the_broker_kept_says_nothing_of_the_clock(presence: Presence) -> None:
    presence.heard("pad-1", word(at=NOON - 3_600_000))
    assert presence.word("pad-1", NOON, MONO).skew_ms is None


def test_of_a_device_that_never_spoke_nothing_is_known(presence: Presence) -> None:
    assert presence.word("pad-1", NOON, MONO) == Heard()


# ---- births whatever their number, and two under one name


def test_a_birth_is_news_whatever_its_session_is(presence: Presence) -> None:
    """The clock was reset, or the file with the session is gone: the machine is there all the same."""
    presence.heard("kiosk-1", word(session=1_795_000_000, start="a", printer="near_end"), MONO)
    presence.heard("kiosk-1", word(session=3, start="b", printer="paper_out"), MONO)
    assert entry(presence, "kiosk-1")["session"] == 3
    assert presence.printers() == {"kiosk-1": "paper_out"}
    presence.heard("kiosk-1", word(DeviceStatus.LOST, session=1_795_000_000, start="a"), MONO)
    assert entry(presence, "kiosk-1")["state"] == "ready", "the will of the start before says nothing"
    presence.heard("kiosk-1", word(DeviceStatus.LOST, session=3, start="b"), MONO)
    assert entry(presence, "kiosk-1")["state"] == "lost"


def test_what_the_broker_kept_of_a_start_before_says_nothing(presence: Presence) -> None:
    presence.heard("kiosk-1", word(session=9, start="a", printer="ready"), MONO)
    presence.heard("kiosk-1", word(session=3, start="b", printer="paper_out"), MONO)
    presence.heard("kiosk-1", word(session=9, start="a", printer="ready"))
    assert presence.printers() == {"kiosk-1": "paper_out"}
    assert not presence.word("kiosk-1", NOON, MONO).twice
    presence.heard("kiosk-1", word(session=2, start="c", printer="near_end"))
    assert presence.printers() == {"kiosk-1": "near_end"}, "born while the hall was away"


def test_a_machine_that_is_started_again_and_again_is_one_machine(presence: Presence) -> None:
    for number, start in enumerate("abcdef"):
        presence.heard("kiosk-1", word(session=number, start=start), MONO + number)
        presence.heard("kiosk-1", word(session=number, start=start, printer="ready"), MONO + number)
        presence.heard("kiosk-1", word(DeviceStatus.LOST, session=number, start=start), MONO + number)
        assert not presence.word("kiosk-1", NOON, MONO + number).twice


@pytest.mark.parametrize("sessions", [(7, 9), (9, 7), (8, 8)])
def test_two_starts_that_take_turns_are_two_machines(presence: Presence, sessions: tuple[int, int]) -> None:
    first, second = (word(session=one, start=start) for one, start in zip(sessions, "ab", strict=True))
    for payload, twice in ((first, False), (second, False), (first, True), (second, True)):
        presence.heard("kiosk-1", payload, MONO)
        presence.heard("kiosk-1", word(DeviceStatus.LOST, session=sessions[0], start="a"), MONO)
        assert bool(presence.word("kiosk-1", NOON, MONO).twice) is twice
    low, high = sorted(zip(sessions, ("aaaa", "bbbb"), strict=True))
    said = f"session {low[0]} on {low[1]} and session {high[0]} on {high[1]}"
    assert presence.word("kiosk-1", NOON, MONO).twice == said
    presence.heard("kiosk-1", second, MONO + 50_000)
    assert presence.word("kiosk-1", NOON, MONO + 59_999).twice
    assert not presence.word("kiosk-1", NOON, MONO + 60_000).twice, "only one has been heard for a while"
