"""Reviews that a pad could not send before its hall lost everything: the new store knows nothing of whom they are, so
nobody can say that they are true. They are not counted and not lost: the pad has them for some days, the desk is told.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from kiosk.mqtt.outbox import Outbox, Recorded
from tests.ground.running_terminals import Terminals


@pytest.fixture
def terminals(broker: Mosquitto, hall: HallProcess, tmp_path: Path) -> Iterator[Terminals]:
    assert hall.pid
    made = Terminals(tmp_path / "terminals", broker)
    made.until(lambda: made.all_online)
    yield made
    made.stop()


def review(number: int) -> dict[str, object]:
    return {
        "session": f"session-{number}",
        "nonce": "nonce",
        "level": 1,
        "tags": ["slow"],
        "comment": "等了很久",
        "given_at": 1_795_000_000_000,
        "monotonic_ms": 5,
    }


def test_reviews_that_a_new_store_cannot_know_stay_on_their_pad_and_the_desk_is_told(
    hall: HallProcess, terminals: Terminals, asker: Asker, tmp_path: Path
) -> None:
    hall.kill()
    outbox = terminals.citizen.link.outbox
    for number in range(3):
        assert isinstance(outbox.append("rating.given", review(number)), Recorded)
    hall.data.rename(hall.folder / "lost")
    hall.start()
    terminals.until(lambda: len(outbox) == 0)
    assert [row[1:] for row in outbox.refused()] == [("rating.given", "rating.unknown")] * 3

    def told() -> list[str]:
        alarms = asker.ask("desk-1", "hall.snapshot")["data"]["alarms"]
        return [one["detail"] for one in alarms if (one["device"], one["code"]) == ("pad-2", "outbox.refused")]

    terminals.until(lambda: told() == ["3"])
    with closing(sqlite3.connect(hall.data / "hall.db")) as db:
        assert db.execute("SELECT count(*) FROM events WHERE type = 'rating.given'").fetchone() == (0,)
    (path,) = tmp_path.glob("terminals/citizen/**/outbox.db")
    with closing(sqlite3.connect(path)) as db:
        kept = [json.loads(row[0]) for row in db.execute("SELECT data FROM refused ORDER BY seq")]
    assert kept == [review(number) for number in range(3)]


def test_what_was_refused_goes_after_its_days_though_nothing_more_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the alarm would stand for ever."""
    begun = 1_800_000_000
    monkeypatch.setattr("time.time", lambda: float(begun))
    outbox = Outbox(tmp_path / "outbox.db")
    recorded = outbox.append("rating.given", review(1))
    assert isinstance(recorded, Recorded)
    assert outbox.refuse(recorded.id, "rating.unknown")
    for days, known in ((6, 1), (7, 1), (8, 0)):
        monkeypatch.setattr("time.time", lambda days=days: float(begun + days * 86_400))
        assert len(outbox.refused()) == known
    with closing(sqlite3.connect(tmp_path / "outbox.db")) as db:
        assert db.execute("SELECT count(*) FROM refused").fetchone() == (0,)
    outbox.close()
