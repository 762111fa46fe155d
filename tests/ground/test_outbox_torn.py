"""The files of an outbox after a bad end: a review that somebody was thanked for is still sent."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.mqtt.outbox import DiskFull, Held, Outbox
from tests.ground.small_disk import SmallDisk
from tests.ground.torn import Damage, both, cut, empty, gone, noise, zeroed

REVIEWS = 5
ANSWERED = 2
PHONE = "13800138000"

FIVE_AND_KILLED = f"""
import os, signal, sys
from pathlib import Path
from kiosk.mqtt.outbox import DiskFull, Held, Outbox
outbox = Outbox(Path(sys.argv[1]) / "outbox.db")
ids = [outbox.append("rating.given", {{"level": n}}).id for n in range({ANSWERED} + {REVIEWS})]
for one in ids[:{ANSWERED}]:
    outbox.delete(one)
os.kill(os.getpid(), signal.SIGKILL)
"""

DB, LOG, COPY = "outbox.db", "outbox.db-wal", "outbox.copy"
WAITING = list(range(ANSWERED, ANSWERED + REVIEWS))

DAMAGES: dict[str, Damage] = {
    "only killed": gone(),
    "log cut by 10 bytes": cut(LOG, 10),
    "log cut by a half": cut(LOG, 20_000),
    "log zeroed at its begin": zeroed(LOG, 0),
    "log zeroed in the middle": zeroed(LOG, 0.5),
    "log missing": gone(LOG),
    "log is noise": noise(LOG),
    "database missing": gone(DB),
    "database and log missing": gone(DB, LOG),
    "first page zeroed": both(gone(LOG), zeroed(DB, 0)),
    "a page zeroed": both(gone(LOG), zeroed(DB, 0.5)),
    "database is noise": noise(DB),
    "database empty": empty(DB),
    "copy missing": gone(COPY),
    "copy zeroed": zeroed(COPY, 0),
    "copy is noise": noise(COPY),
    "copy cut by 10 bytes": cut(COPY, 10),
}
"""Of one file each; what is left when both are damaged is in the tests below."""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pad that recorded reviews, of which some were acknowledged, and was killed."""
    folder = tmp_path_factory.mktemp("killed")
    done = subprocess.run([sys.executable, "-c", FIVE_AND_KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    return folder


@pytest.mark.parametrize("name", DAMAGES)
def test_every_review_waits_to_be_sent_after(name: str, killed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(killed, tmp_path / "pad")
    DAMAGES[name](folder)
    for _start in range(2):
        outbox = Outbox(folder / DB)
        levels = [review["level"] for review in outbox.waiting("rating.given")]
        assert sorted(set(levels)) == sorted(levels)
        assert set(WAITING) <= set(levels), "one that the hall has already may come again: it knows it by its id"
        outbox.close()


def test_a_torn_line_of_the_copy_takes_no_other_with_it(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / DB)
    for level in (1, 2):
        outbox.append("rating.given", {"level": level})
    outbox.close()
    cut(COPY, 10)(tmp_path)
    outbox = Outbox(tmp_path / DB)
    outbox.append("rating.given", {"level": 3})
    outbox.close()
    gone(DB)(tmp_path)
    outbox = Outbox(tmp_path / DB)
    assert [review["level"] for review in outbox.waiting("rating.given")] == [1, 3]
    outbox.close()


def test_the_copy_holds_nothing_longer_than_the_outbox(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / DB)
    taken = outbox.append("ticket.issued_offline", {"number": "A900", "phone": PHONE})
    refused = outbox.append("ticket.issued_offline", {"number": "A901", "phone": PHONE})
    assert PHONE.encode() in (tmp_path / COPY).read_bytes()
    assert outbox.delete(taken.id)  # type: ignore[union-attr]
    assert outbox.refuse(refused.id, "ticket.number_used")  # type: ignore[union-attr]
    assert (tmp_path / COPY).read_bytes() == b""
    outbox.close()
    outbox = Outbox(tmp_path / DB)
    assert len(outbox) == 0
    assert len(outbox.refused()) == 1
    outbox.close()


def test_an_event_is_recorded_while_there_is_room_for_one_of_the_two(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / DB)
    (tmp_path / COPY).mkdir()
    assert outbox.append("rating.given", {"level": 5})
    assert len(outbox) == 1
    outbox.close()


def test_while_the_hall_is_there_a_review_needs_no_disk(disk: SmallDisk) -> None:
    outbox = Outbox(disk.folder / DB)
    disk.fill()
    assert isinstance(outbox.append("rating.given", {"level": 1, "comment": "x" * 90_000}), DiskFull)
    held = [outbox.append("rating.given", {"level": n, "comment": "x" * 90_000}, hall_is_there=True) for n in (2, 3)]
    assert [type(one) for one in held] == [Held, Held]
    number = outbox.append("ticket.issued_offline", {"number": "A900" * 30_000}, hall_is_there=True)
    assert isinstance(number, DiskFull), "a paper is given only for what is on disk"
    first = outbox.oldest()
    assert first is not None
    assert (first.data["level"], len(outbox)) == (2, 2)
    assert outbox.delete(first.id)
    disk.make_room()
    outbox.try_writing()
    outbox.close()
    outbox = Outbox(disk.folder / DB)
    assert [review["level"] for review in outbox.waiting("rating.given")] == [3], "kept once the disk takes it"
    outbox.close()
